/// A sample as a picture for the terminal. With colours there are two pixels per cell: the upper one in the colour
/// of a half block, the lower one in its background. Without colours there is one character per cell, denser for
/// brighter pixels.
package struct SamplePicture: Equatable {
  package let width: Int
  package let height: Int
  private let pixels: [RGB]

  /// - Parameters:
  ///   - numbers: `[height, width, channels]`, −1 dark to 1 bright; numbers beyond are clamped.
  ///   - rows: the picture's height.
  ///   - columns: its width.
  ///   - channels: 1, grey, or 3: red, green and blue.
  ///   - factor: that many pixels in each direction are averaged into one.
  package init(_ numbers: [Float], rows: Int, columns: Int, channels: Int, factor: Int) {
    height = (rows + factor - 1) / factor
    width = (columns + factor - 1) / factor
    var pixels: [RGB] = []
    for row in 0..<height {
      for column in 0..<width {
        func level(_ channel: Int) -> Int {
          var (sum, count) = (Float(0), Float(0))
          for y in row * factor..<min((row + 1) * factor, rows) {
            for x in column * factor..<min((column + 1) * factor, columns) {
              sum += max(-1, min(1, numbers[(y * columns + x) * channels + channel]))
              count += 1
            }
          }
          return Int(((sum / count + 1) / 2 * 255).rounded())
        }
        let red = level(0)
        pixels.append(
          channels == 3
            ? RGB(red, level(1), level(2))
            : RGB(red, red, red))
      }
    }
    self.pixels = pixels
  }

  /// The number of lines of the picture.
  package var lineCount: Int { (height + 1) / 2 }

  /// One line of half blocks with the escape sequences of 256 colours.
  package func blocks(line: Int) -> String {
    var text = ""
    var current = Appearance()
    for column in 0..<width {
      let upper = TerminalColor(nearest: self[2 * line, column])
      let isLast = 2 * line + 1 >= height
      let look = Appearance(
        foreground: upper,
        background: isLast ? nil : TerminalColor(nearest: self[2 * line + 1, column]))
      if look != current { text += "\u{1b}[" + look.renditionCodes + "m" }
      current = look
      text += "▀"
    }
    return text + "\u{1b}[0m"
  }

  /// One line of ASCII, dark to bright: for terminals without colours, files and pipes.
  package func letters(line: Int) -> String {
    let ramp = Array(" .:-=+*#%@")
    return String(
      (0..<width).map { column -> Character in
        let upper = self[2 * line, column].luma
        let lower = 2 * line + 1 < height ? self[2 * line + 1, column].luma : upper
        return ramp[(upper + lower) / 2 * (ramp.count - 1) / 255]
      })
  }

  private subscript(row: Int, column: Int) -> RGB { pixels[row * width + column] }
}

extension RGB {
  /// The perceived brightness (Rec. 601), 0 to 255.
  package var luma: Int { (299 * red + 587 * green + 114 * blue) / 1000 }
}

extension TerminalColor {
  /// The colour of the cube or the greys that is nearest.
  package init(nearest pixel: RGB) {
    func distance(_ color: TerminalColor) -> Int {
      let rgb = color.rgb
      let (x, y, z) = (rgb.red - pixel.red, rgb.green - pixel.green, rgb.blue - pixel.blue)
      return x * x + y * y + z * z
    }
    // The cube's levels are 0, 95, 135, …, 255, the greys 8, 18, …, 238.
    func step(_ level: Int) -> Int { level < 48 ? 0 : level < 115 ? 1 : (level - 35) / 40 }
    let cube = TerminalColor(
      16 + 36 * step(pixel.red) + 6 * step(pixel.green) + step(pixel.blue))
    let mean = (pixel.red + pixel.green + pixel.blue) / 3
    let grey = TerminalColor(232 + max(0, min(23, (mean - 3) / 10)))
    self = distance(cube) < distance(grey) ? cube : grey
  }
}
