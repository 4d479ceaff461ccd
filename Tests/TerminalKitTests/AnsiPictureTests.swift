import Testing

@testable import TerminalKit

@Suite struct AnsiPictureTests {
  private var screen: Screen {
    var screen = Screen(size: Size(columns: 3, rows: 2))
    screen.put("a", row: 0, column: 0)
    screen.put("b", row: 0, column: 1, style: .heat(.signals, 6))
    screen.put("c", row: 1, column: 2, style: Style(ink: .warning, bold: true))
    return screen
  }

  @Test func `styles become escape sequences that end with the row`() {
    #expect(
      screen.ansi() == "a\u{1b}[0;38;5;16;48;5;215mb\u{1b}[0m \n  \u{1b}[0;1;38;5;203mc\u{1b}[0m\n")
  }

  @Test func `without colours only attributes are left`() {
    #expect(screen.ansi(colors: .none) == "ab \n  \u{1b}[0;1mc\u{1b}[0m\n")
    #expect(screen.ansi(colors: .sixteen).contains("\u{1b}[0;1;33mb"))
  }
}
