/// Whether the terminal writes on dark or on light ground.
package enum Ground: String, CaseIterable, Sendable {
  case dark
  case light
}

/// How many colours may be used.
package enum ColorDepth: Comparable, CaseIterable, Sendable {
  case none
  case sixteen
  case full
}

/// The attributes and colours in which a terminal draws a cell; no colour means its own.
package struct Appearance: Hashable, Sendable {
  package var foreground: TerminalColor?
  package var background: TerminalColor?
  package var bold = false
  package var dim = false
  package var underline = false
  package var reverse = false
}

/// What the inks are on a terminal of a certain ground and number of colours.
///
/// Colour is never the only carrier: digits, signs and brackets say the same.
package struct Theme: Hashable, Sendable {
  package var ground: Ground = .dark
  package var depth: ColorDepth = .full

  /// How a style looks.
  package func appearance(of style: Style) -> Appearance {
    var look = Appearance(bold: style.bold, underline: style.underline, reverse: style.reverse)
    switch depth {
    case .full: paint(&look, style.ink)
    case .sixteen: paintWithFewColors(&look, style.ink)
    case .none:
      look.bold = look.bold || style.ink == .warning || style.ink == .accent
      look.dim = style.ink == .dim
    }
    return look
  }

  /// Every combination of foreground and background in use: at most 255, since terminals and
  /// curses number them in a byte.
  package var pairs: [ColorPair] {
    var seen: Set<ColorPair> = []
    return Theme.inks.compactMap { ink in
      let look = appearance(of: Style(ink: ink))
      let pair = ColorPair(foreground: look.foreground, background: look.background)
      return pair.isPlain || !seen.insert(pair).inserted ? nil : pair
    }
  }

  /// All inks there are.
  package static let inks: [Ink] =
    [.plain, .accent, .warning, .dim]
    + Palette.allCases.flatMap { palette in
      (-Ink.lastStep...Ink.lastStep).flatMap { [Ink.heat(palette, $0), .mark(palette, $0)] }
    }

  private func paint(_ look: inout Appearance, _ ink: Ink) {
    switch ink {
    case .plain: break
    case .accent: look.foreground = TerminalColor(ground == .dark ? 229 : 18)
    case .warning: look.foreground = TerminalColor(ground == .dark ? 203 : 124)
    case .dim: look.foreground = TerminalColor(ground == .dark ? 244 : 242)
    case .heat(let palette, let step):
      let background = palette.color(step: step, on: ground)
      look.background = background
      look.foreground = background.contrastingText
    case .mark(let palette, let step):
      look.foreground = palette.color(step: step, on: ground)
    }
  }

  /// Sign by colour, size by bold and dim: steps ±1 and ±2 are dim, ±5 and ±6 bold.
  private func paintWithFewColors(_ look: inout Appearance, _ ink: Ink) {
    switch ink {
    case .plain: break
    case .accent:
      look.foreground = TerminalColor(ground == .dark ? 3 : 4)
      look.bold = true
    case .warning:
      look.foreground = TerminalColor(1)
      look.bold = true
    case .dim: look.dim = true
    case .heat(let palette, let step), .mark(let palette, let step):
      let signs = palette.signColors
      guard step != 0 else { return }
      look.foreground = step < 0 ? signs.negative : signs.positive
      look.bold = look.bold || abs(step) >= 5
      look.dim = !look.bold && abs(step) <= 2
    }
  }
}

/// A foreground on a background; nil is the terminal's own colour.
package struct ColorPair: Hashable, Sendable {
  package var foreground: TerminalColor?
  package var background: TerminalColor?

  package var isPlain: Bool { foreground == nil && background == nil }
}

extension Palette {
  /// The background of a step: thirteen colours from most negative to most positive, whose
  /// luminance leaves that of the ground towards both ends.
  package func color(step: Int, on ground: Ground) -> TerminalColor {
    let colors =
      switch (self, ground) {
      case (.signals, .dark): [81, 38, 31, 25, 24, 18, 234, 52, 94, 130, 166, 208, 215]
      case (.signals, .light): [24, 31, 74, 117, 153, 195, 231, 230, 223, 216, 209, 166, 130]
      case (.deltas, .dark): [177, 134, 97, 91, 54, 53, 234, 22, 28, 64, 70, 113, 156]
      case (.deltas, .light): [90, 96, 133, 176, 183, 225, 231, 194, 157, 114, 71, 28, 22]
      case (.weights, .dark): [179, 136, 100, 94, 58, 52, 234, 23, 29, 30, 37, 73, 115]
      case (.weights, .light): [94, 136, 179, 180, 223, 230, 231, 195, 159, 116, 73, 30, 23]
      }
    return TerminalColor(colors[Ink.clamp(step) + Ink.lastStep])
  }

  /// The two of the eight basic colours that stand for the signs.
  fileprivate var signColors: (negative: TerminalColor, positive: TerminalColor) {
    switch self {
    case .signals: (TerminalColor(4), TerminalColor(3))
    case .deltas: (TerminalColor(5), TerminalColor(2))
    case .weights: (TerminalColor(1), TerminalColor(6))
    }
  }
}
