import Testing

@testable import TerminalKit

@Suite struct DisplayOptionsTests {
  @Test(arguments: [
    ("15;0", Ground.dark), ("0;15", .light), ("0;default;7", .light), ("12;8", .dark),
    ("15;default", nil), ("", nil),
  ])
  func `the environment tells the ground`(_ value: String, _ ground: Ground?) {
    #expect(Ground(environment: ["COLORFGBG": value]) == ground)
    let theme = DisplayOptions().theme(colors: 256, environment: ["COLORFGBG": value])
    #expect(theme.ground == ground ?? .dark)
    let asked = DisplayOptions(ground: .light).theme(
      colors: 256, environment: ["COLORFGBG": value])
    #expect(asked.ground == .light)
  }

  @Test func `NO_COLOR counts when it is not empty, and gives way to the command line`() {
    let options = DisplayOptions()
    #expect(options.theme(colors: 256, environment: ["NO_COLOR": "1"]).depth == .none)
    #expect(options.theme(colors: 256, environment: ["NO_COLOR": ""]).depth == .full)
    #expect(options.theme(colors: 1 << 24, environment: [:]).depth == .exact)
    let asked = DisplayOptions(depth: .sixteen)
    #expect(asked.theme(colors: 256, environment: ["NO_COLOR": "1"]).depth == .sixteen)
  }

  @Test(arguments: [(-1, ColorDepth.none), (0, .none), (8, .sixteen), (16, .sixteen), (256, .full)])
  func `no more colours than the terminal has`(_ colors: Int, _ depth: ColorDepth) {
    #expect(DisplayOptions(depth: .full).theme(colors: colors, environment: [:]).depth == depth)
  }

  @Test func `other encodings than UTF-8 get ASCII`() {
    #expect(DisplayOptions().glyphs(codeset: "UTF-8") == .unicode)
    #expect(DisplayOptions().glyphs(codeset: "utf8") == .unicode)
    #expect(DisplayOptions().glyphs(codeset: "ANSI_X3.4-1968") == .ascii)
    #expect(DisplayOptions(glyphs: .ascii).glyphs(codeset: "UTF-8") == .ascii)
  }
}
