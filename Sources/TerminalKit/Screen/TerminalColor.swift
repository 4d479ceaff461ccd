import Foundation

/// A colour of the 256-colour table that xterm fixed: 16 of the user's own, then a cube of
/// 6 × 6 × 6 and 24 greys.
package struct TerminalColor: Hashable, Sendable {
  package let index: Int

  package init(_ index: Int) { self.index = index }

  /// The two ends of the cube, in which text stands on a heat colour.
  package static let black = TerminalColor(16)
  package static let white = TerminalColor(231)

  /// Red, green and blue, 0 to 255. The first 16 are those of the VGA text mode, though users
  /// change them.
  package var rgb: (red: Int, green: Int, blue: Int) {
    switch index {
    case 16..<232:
      let levels = [0, 95, 135, 175, 215, 255]
      let cube = index - 16
      return (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
    case 232..<256:
      let grey = 8 + 10 * (index - 232)
      return (grey, grey, grey)
    default:
      let full = index & 8 == 0 ? 170 : 255
      let none = index & 8 == 0 ? 0 : 85
      return (
        index & 1 == 0 ? none : full, index & 2 == 0 ? none : full, index & 4 == 0 ? none : full
      )
    }
  }

  /// Relative luminance as WCAG 2 defines it, 0 for black to 1 for white:
  /// .2126 R + .7152 G + .0722 B of the linear components.
  package var luminance: Double {
    func linear(_ component: Int) -> Double {
      let share = Double(component) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    let (red, green, blue) = rgb
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// WCAG's ratio of contrast, (L₁ + .05) / (L₂ + .05) with L₁ the lighter: from 1 to 21.
  package func contrast(with other: TerminalColor) -> Double {
    let (mine, its) = (luminance, other.luminance)
    return (max(mine, its) + 0.05) / (min(mine, its) + 0.05)
  }

  /// Black or white, whichever contrasts more on this colour.
  package var contrastingText: TerminalColor {
    contrast(with: .white) >= contrast(with: .black) ? .white : .black
  }
}
