/// A colour as terminals number them: an entry of the 256-colour table that xterm fixed (16 of the
/// user's own, then a cube of 6 × 6 × 6 and 24 greys) and, for terminals that show more, the exact
/// colour it stands for.
package struct TerminalColor: Hashable, Sendable {
  package let index: Int
  /// Of 24 bits, in place of the entry; nil where the table is all there is.
  package let exact: RGB?

  package init(_ index: Int, exact: RGB? = nil) {
    self.index = index
    self.exact = exact
  }

  /// Black and white of the cube, the colours of text on a coloured background.
  package static let black = TerminalColor(16)
  package static let white = TerminalColor(231)

  /// The exact colour, or that of the table. The first 16 are those of the VGA text mode, though
  /// users change them.
  package var rgb: RGB {
    if let exact { return exact }
    switch index {
    case 16..<232:
      let levels = [0, 95, 135, 175, 215, 255]
      let cube = index - 16
      return RGB(levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
    case 232..<256:
      let grey = 8 + 10 * (index - 232)
      return RGB(grey, grey, grey)
    default:
      let full = index & 8 == 0 ? 170 : 255
      let none = index & 8 == 0 ? 0 : 85
      return RGB(
        index & 1 == 0 ? none : full, index & 2 == 0 ? none : full, index & 4 == 0 ? none : full)
    }
  }

  /// Black or white, whichever contrasts more on this colour.
  package var contrastingText: TerminalColor {
    let (white, black) = (TerminalColor.white.rgb, TerminalColor.black.rgb)
    return rgb.contrast(with: white) >= rgb.contrast(with: black) ? .white : .black
  }
}
