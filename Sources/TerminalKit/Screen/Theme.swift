/// Whether the background of the terminal is dark or light.
package enum Ground: String, CaseIterable, Sendable {
  case dark
  case light
}

/// How many colours may be used.
package enum ColorDepth: Comparable, CaseIterable, Sendable {
  case none
  case sixteen
  /// The table of 256 colours.
  case full
  /// 24 bits a colour.
  case exact
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

/// The colours of inks on a terminal, by its background and its number of colours.
///
/// Colour is never the only sign: digits, signs and brackets say the same.
package struct Theme: Hashable, Sendable {
  package var ground: Ground = .dark
  package var depth: ColorDepth = .full

  /// How a style looks.
  package func appearance(of style: Style) -> Appearance {
    var look = Appearance(bold: style.bold, underline: style.underline, reverse: style.reverse)
    switch depth {
    case .full, .exact: paint(&look, style.ink)
    case .sixteen: paintWithFewColors(&look, style.ink)
    case .none:
      look.bold = look.bold || style.ink == .warning || style.ink == .accent
      look.dim = style.ink == .dim
      look.reverse = look.reverse || style.ink == .chosen
    }
    return look
  }

  /// Every combination of foreground and background in use: at most 255, since terminals and curses number them in
  /// one byte.
  package var pairs: [ColorPair] {
    var seen: Set<ColorPair> = []
    return Theme.inks.compactMap { ink in
      let look = appearance(of: Style(ink: ink))
      let pair = ColorPair(foreground: look.foreground, background: look.background)
      return pair.isPlain || !seen.insert(pair).inserted ? nil : pair
    }
  }

  /// All inks.
  package static let inks: [Ink] =
    [.plain, .accent, .chosen, .warning, .dim]
    + Palette.allCases.flatMap { palette in
      (-Ink.lastStep...Ink.lastStep).flatMap { [Ink.heat(palette, $0), .mark(palette, $0)] }
    }
    + (0...Ink.lastGrey).flatMap { front in (0...front).map { .greys(front: front, back: $0) } }

  private var accent: TerminalColor { TerminalColor(ground == .dark ? 229 : 18) }

  private func paint(_ look: inout Appearance, _ ink: Ink) {
    switch ink {
    case .plain: break
    case .accent: look.foreground = accent
    case .chosen: paint(&look, onto: accent)
    case .warning: look.foreground = TerminalColor(ground == .dark ? 203 : 124)
    case .dim: look.foreground = TerminalColor(ground == .dark ? 244 : 242)
    case .heat(let palette, let step): paint(&look, onto: color(palette, step))
    case .mark(let palette, let step): look.foreground = color(palette, step)
    case .greys(let front, let back): (look.foreground, look.background) = (grey(front), grey(back))
    }
  }

  /// Greys of the 256-colour table in about even steps of lightness, the same on both grounds: a picture is no text.
  private func grey(_ level: Int) -> TerminalColor {
    let entries = [16, 234, 237, 241, 245, 249, 253, 231]
    return TerminalColor(entries[max(0, min(level, entries.count - 1))])
  }

  private func paint(_ look: inout Appearance, onto background: TerminalColor) {
    look.background = background
    look.foreground = background.contrastingText
  }

  private func color(_ palette: Palette, _ step: Int) -> TerminalColor {
    palette.color(step: step, on: ground, isExact: depth == .exact)
  }

  /// Sign by colour, size by bold and dim: steps ±1 and ±2 are dim, ±5 and ±6 bold.
  private func paintWithFewColors(_ look: inout Appearance, _ ink: Ink) {
    switch ink {
    case .plain: break
    case .accent:
      look.foreground = TerminalColor(ground == .dark ? 3 : 4)
      look.bold = true
    case .chosen:
      look.foreground = TerminalColor(ground == .dark ? 3 : 4)
      look.reverse = true
    case .warning:
      look.foreground = TerminalColor(1)
      look.bold = true
    case .dim: look.dim = true
    case .greys: break
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
