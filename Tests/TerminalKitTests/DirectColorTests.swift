import Testing

@testable import TerminalKit

@Suite struct DirectColorTests {
  @Test(
    arguments: [
      ("xterm-256color", "truecolor", "xterm-direct"), ("tmux-256color", "24bit", "tmux-direct"),
      ("foot", "TrueColor", "foot-direct"), ("xterm-256color", "", nil),
      ("xterm-kitty", "truecolor", nil), ("", "truecolor", nil), ("-256color", "24bit", nil),
    ] as [(String, String, String?)])
  func `the direct type is tried where COLORTERM asks for it`(
    _ type: String, _ term: String, _ wanted: String?
  ) {
    #expect(DirectColor.type(beside: type, environment: ["COLORTERM": term]) == wanted)
    #expect(DirectColor.type(beside: type, environment: [:]) == nil)
  }

  @Test func `curses gets numbers of the table, or 24 bits`() {
    let color = TerminalColor(208, exact: RGB(1, 2, 3))
    #expect(DirectColor.number(of: nil, depth: .exact) == -1)
    #expect(DirectColor.number(of: color, depth: .full) == 208)
    #expect(DirectColor.number(of: color, depth: .exact) == 0x010203)
    #expect(DirectColor.number(of: TerminalColor(208), depth: .exact) == 0xff8700)
  }
}
