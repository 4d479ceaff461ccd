import Testing

@testable import TerminalKit

@Suite struct ThemeTests {
  private static let colorful = Ground.allCases.flatMap { ground in
    [ColorDepth.full, .exact].map { Theme(ground: ground, depth: $0) }
  }

  @Test(arguments: Palette.allCases, colorful)
  func `text contrasts with every step`(_ palette: Palette, _ theme: Theme) throws {
    for style in (-6...6).map({ Style.heat(palette, $0) }) + [.chosen] {
      let look = theme.appearance(of: style)
      let background = try #require(look.background)
      let foreground = try #require(look.foreground)
      #expect(foreground == .black || foreground == .white)
      let contrast = foreground.rgb.contrast(with: background.rgb)
      #expect(contrast >= 4.5, "\(style.ink): \(background.rgb) has \(contrast)")
    }
  }

  /// WCAG asks 4.5 of words and 3 of what is drawn.
  @Test(arguments: Palette.allCases, colorful)
  func `words and bars are seen on the ground`(_ palette: Palette, _ theme: Theme) throws {
    let sheet = theme.ground == .dark ? RGB(0, 0, 0) : RGB(255, 255, 255)
    func contrast(_ style: Style) throws -> Double {
      try #require(theme.appearance(of: style).foreground).rgb.contrast(with: sheet)
    }
    for style in [Style.accent, .warning, .dim] { #expect(try contrast(style) >= 4.5) }
    for step in [-6, -5, 5, 6] { #expect(try contrast(.mark(palette, step)) >= 3, "\(step)") }
  }

  @Test(arguments: Ground.allCases, ColorDepth.allCases)
  func `the chosen cell looks like no other`(_ ground: Ground, _ depth: ColorDepth) {
    let theme = Theme(ground: ground, depth: depth)
    let chosen = theme.appearance(of: .chosen)
    for ink in Theme.inks where ink != .chosen {
      let other = theme.appearance(of: Style(ink: ink))
      #expect((other.background, other.reverse) != (chosen.background, chosen.reverse))
    }
  }

  @Test(arguments: Ground.allCases, ColorDepth.allCases)
  func `pairs fit a byte and cover every ink`(_ ground: Ground, _ depth: ColorDepth) {
    let theme = Theme(ground: ground, depth: depth)
    #expect(theme.pairs.count <= 255)
    #expect(Set(theme.pairs).count == theme.pairs.count)
    for ink in Theme.inks {
      let look = theme.appearance(of: Style(ink: ink))
      let pair = ColorPair(foreground: look.foreground, background: look.background)
      #expect(pair.isPlain || theme.pairs.contains(pair))
    }
    #expect(depth != .none || theme.pairs.isEmpty)
  }

  @Test func `sixteen colours tell the sign by colour and the size by weight`() {
    let theme = Theme(depth: .sixteen)
    for palette in Palette.allCases {
      let looks = [-6, -3, -1, 0, 1, 3, 6].map { theme.appearance(of: .heat(palette, $0)) }
      #expect(looks.allSatisfy { $0.background == nil && ($0.foreground?.index ?? 0) < 8 })
      #expect(Set(looks[0...2].map(\.foreground)).count == 1)
      #expect(Set(looks[4...6].map(\.foreground)).count == 1)
      #expect(looks[0].foreground != looks[6].foreground)
      #expect(looks.map(\.bold) == [true, false, false, false, false, false, true])
      #expect(looks.map(\.dim) == [false, false, true, false, true, false, false])
      #expect(looks[3] == Appearance())
    }
  }

  /// Published values of the colour table.
  @Test func `colours of the table are xterm's`() {
    #expect(TerminalColor(208).rgb == RGB(255, 135, 0))
    #expect(TerminalColor(234).rgb == RGB(28, 28, 28))
    #expect(TerminalColor(67).rgb == RGB(95, 135, 175))
  }

  @Test func `a value has its step on the scale`() {
    #expect(Ink.step(of: 0, scale: 1.1) == 0)
    #expect(Ink.step(of: 0.001, scale: 1.1) == 1)
    #expect(Ink.step(of: -1.1, scale: 1.1) == -6)
    #expect(Ink.step(of: 7, scale: 1.1) == 6)
    #expect(Ink.step(of: .nan, scale: 1) == nil)
    #expect(Ink.step(of: 1, scale: 0) == nil)
  }
}
