import Testing

@testable import TerminalKit

@Suite struct TerminalKinTests {
  @Test(arguments: [
    "alacritty", "foot", "foot-extra", "wezterm", "st-256color", "st", "xterm-kitty",
    "xterm-ghostty", "ghostty", "rxvt-unicode-256color", "konsole-256color", "foot+base",
  ])
  func `new terminals obey xterm's sequences`(_ type: String) {
    #expect(TerminalKin.types(like: type).first == "xterm-256color")
  }

  @Test func `tmux is like screen, and strangers are like nobody`() {
    #expect(TerminalKin.types(like: "tmux-256color").first == "screen-256color")
    for type in ["dumb", "vt100", "stv52", "no-such-terminal", "unknown", "", "footer"] {
      #expect(TerminalKin.types(like: type).isEmpty)
    }
  }
}
