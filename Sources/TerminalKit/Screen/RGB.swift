import Foundation

/// A colour of 24 bits in the sRGB space (IEC 61966-2-1).
package struct RGB: Hashable, Sendable {
  /// 0 to 255.
  package let red: Int
  package let green: Int
  package let blue: Int

  package init(_ red: Int, _ green: Int, _ blue: Int) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// 0xff8700 is (255, 135, 0).
  package init(hexadecimal: Int) {
    self.init(hexadecimal >> 16 & 255, hexadecimal >> 8 & 255, hexadecimal & 255)
  }

  /// `#ff8700`, as SVG and HTML write it.
  package var hexadecimal: String {
    "#" + [red, green, blue].map { String(format: "%02x", $0) }.joined()
  }

  /// The amounts of light, 0 to 1: sRGB's components are bent for the eye, these are not.
  package var linear: [Double] {
    [red, green, blue].map { component in
      let share = Double(component) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
  }

  /// Relative luminance Y as WCAG 2 defines it, 0 for black to 1 for white:
  /// .2126 R + .7152 G + .0722 B of the linear components.
  package var luminance: Double {
    zip([0.2126, 0.7152, 0.0722], linear).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// WCAG's ratio of contrast, (Y₁ + .05) / (Y₂ + .05) with Y₁ the lighter: from 1 to 21.
  package func contrast(with other: RGB) -> Double {
    let (mine, its) = (luminance, other.luminance)
    return (max(mine, its) + 0.05) / (min(mine, its) + 0.05)
  }
}
