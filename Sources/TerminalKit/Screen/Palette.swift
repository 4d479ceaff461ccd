/// Which family of numbers a heat colour stands for, so that a signal is never taken for a delta.
package enum Palette: CaseIterable, Sendable {
  /// Inputs, weighted sums, activations: blue to orange.
  case signals
  /// Deltas and gradients: purple to green.
  case deltas
  /// Weights and biases: yellow to teal.
  case weights
}

extension Palette {
  /// The background of a step, from -6, most negative, to 6, most positive: one hue for each sign,
  /// from near the ground to far from it in even steps of lightness (L* of CIELAB), so that the eye
  /// orders the sizes without a legend. Every negative hue is told from the positive one of its
  /// palette by those who do not see red, green or blue as well.
  ///
  /// - Parameters:
  ///   - step: beyond the ends it counts as the end.
  ///   - ground: what the terminal writes on.
  ///   - isExact: even steps in 24 bits; else the entries of the 256-colour table
  ///     that come nearest to that. The table has no dark green, yellow or teal, so that their first
  ///     step on dark ground is a grey.
  /// - Returns: a colour on which black or white text contrasts by 4.5 or more.
  package func color(step: Int, on ground: Ground, isExact: Bool = false) -> TerminalColor {
    let step = Ink.clamp(step)
    guard step != 0 else { return TerminalColor(ground == .dark ? 234 : 231) }
    let sign: Sign = step < 0 ? .negative : .positive
    let entry = entries(sign, ground)[abs(step) - 1]
    guard isExact else { return TerminalColor(entry) }
    return TerminalColor(entry, exact: RGB(hexadecimal: exactColors(sign, ground)[abs(step) - 1]))
  }

  /// The side of 0 a ramp belongs to.
  package enum Sign: CaseIterable, Sendable { case negative, positive }

  /// Sizes 1 to 6 in the table of 256 colours, found by search: all of one hue that are nowhere far
  /// from a straight line of lightness. PaletteTests measures them.
  private func entries(_ sign: Sign, _ ground: Ground) -> [Int] {
    switch (self, sign, ground) {
    case (.signals, .negative, .dark): [19, 21, 27, 69, 111, 153]
    case (.signals, .positive, .dark): [88, 124, 160, 166, 208, 215]
    case (.deltas, .negative, .dark): [54, 91, 128, 135, 177, 219]
    case (.deltas, .positive, .dark): [237, 22, 28, 34, 40, 83]
    case (.weights, .negative, .dark): [237, 58, 100, 142, 184, 227]
    case (.weights, .positive, .dark): [237, 23, 30, 37, 44, 87]
    case (.signals, .negative, .light): [153, 111, 69, 27, 21, 19]
    case (.signals, .positive, .light): [215, 208, 166, 160, 124, 88]
    case (.deltas, .negative, .light): [225, 219, 177, 135, 128, 91]
    case (.deltas, .positive, .light): [194, 83, 40, 34, 28, 22]
    case (.weights, .negative, .light): [230, 190, 184, 142, 100, 58]
    case (.weights, .positive, .light): [195, 51, 44, 37, 30, 23]
    }
  }

  /// The same in 24 bits: L* from 22 to 86 on dark ground and from 90 to 30 on light ground in six
  /// even steps, for both signs alike, in one hue of Oklab, with as much chroma as a screen can show.
  private func exactColors(_ sign: Sign, _ ground: Ground) -> [Int] {
    switch (self, sign, ground) {
    case (.signals, .negative, .dark):
      [0x00307a, 0x024bb5, 0x1e6be5, 0x4e90fd, 0x88b5fe, 0xc2d9fd]
    case (.signals, .positive, .dark):
      [0x5a2502, 0x893b01, 0xb95307, 0xe3722f, 0xfe9b66, 0xfdcdb5]
    case (.deltas, .negative, .dark):
      [0x580378, 0x7e23a6, 0xa049ca, 0xc36cef, 0xdb9afe, 0xecccfe]
    case (.deltas, .positive, .dark):
      [0x023e04, 0x036008, 0x04840d, 0x38a637, 0x5fca5b, 0x83ef7f]
    case (.weights, .negative, .dark):
      [0x383600, 0x565403, 0x777409, 0x999605, 0xbbb940, 0xdfdc67]
    case (.weights, .positive, .dark):
      [0x043b3b, 0x025c5c, 0x087e7e, 0x02a2a3, 0x45c5c5, 0x6feae9]
    case (.signals, .negative, .light):
      [0xd3e4fe, 0x9fc2fd, 0x69a0fd, 0x317cf8, 0x0a5cd5, 0x01419f]
    case (.signals, .positive, .light):
      [0xfedcca, 0xfeae85, 0xf38140, 0xd06116, 0xa34805, 0x773303]
    case (.deltas, .negative, .light):
      [0xf1dbfe, 0xe1adff, 0xd27cfe, 0xb15bdc, 0x9139ba, 0x720f99]
    case (.deltas, .positive, .light):
      [0x8ffa8a, 0x6dd869, 0x4ab647, 0x219523, 0x007408, 0x045307]
    case (.weights, .negative, .light):
      [0xeae872, 0xc8c64f, 0xa8a526, 0x888502, 0x696602, 0x4b4902]
    case (.weights, .positive, .light):
      [0x7bf5f5, 0x56d3d3, 0x29b2b2, 0x0d9090, 0x006f6f, 0x014f50]
    }
  }

  /// The two of the eight basic colours that stand for the signs.
  package var signColors: (negative: TerminalColor, positive: TerminalColor) {
    switch self {
    case .signals: (TerminalColor(4), TerminalColor(3))
    case .deltas: (TerminalColor(5), TerminalColor(2))
    case .weights: (TerminalColor(1), TerminalColor(6))
    }
  }
}
