import Testing

@testable import TerminalKit

@Suite struct ThemeTests {
  @Test(arguments: Palette.allCases, Ground.allCases)
  func `text contrasts with every step`(_ palette: Palette, _ ground: Ground) throws {
    let theme = Theme(ground: ground, depth: .full)
    for step in -6...6 {
      let look = theme.appearance(of: .heat(palette, step))
      let background = try #require(look.background)
      let foreground = try #require(look.foreground)
      #expect(foreground == .black || foreground == .white)
      let contrast = foreground.contrast(with: background)
      #expect(contrast >= 4.5, "step \(step): \(background.index) has \(contrast)")
    }
  }

  @Test(arguments: Palette.allCases, [-1, 1])
  func `luminance leaves the ground strictly outwards`(_ palette: Palette, _ sign: Int) {
    for size in 0..<6 {
      let inner = (sign * size, sign * (size + 1))
      let dark = [inner.0, inner.1].map { palette.color(step: $0, on: .dark).luminance }
      let light = [inner.0, inner.1].map { palette.color(step: $0, on: .light).luminance }
      #expect(dark[0] < dark[1], "dark ground, from step \(inner.0) to \(inner.1)")
      #expect(light[0] > light[1], "light ground, from step \(inner.0) to \(inner.1)")
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

  /// Published values of the colour table and of WCAG's formula.
  @Test func `colours of the table are xterm's`() {
    #expect(TerminalColor(208).rgb == (255, 135, 0))
    #expect(TerminalColor(234).rgb == (28, 28, 28))
    #expect(TerminalColor(67).rgb == (95, 135, 175))
    #expect(abs(TerminalColor.black.contrast(with: .white) - 21) < 1e-12)
    #expect(abs(TerminalColor(244).contrast(with: .white) - 3.95) < 0.01)
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
