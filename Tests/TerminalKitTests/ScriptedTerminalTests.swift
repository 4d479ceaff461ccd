import Testing

@testable import TerminalKit

@Suite struct ScriptedTerminalTests {
  @Test func `it plays its events, changes its size and then ends`() {
    let small = Size(columns: 20, rows: 5)
    let terminal = ScriptedTerminal(
      size: Size(columns: 80, rows: 24), events: [.key(.enter), .resize(small), .paste("a")])
    #expect(terminal.nextEvent(timeoutMilliseconds: nil) == .key(.enter))
    #expect(terminal.size.columns == 80)
    #expect(terminal.nextEvent(timeoutMilliseconds: 0) == .resize(small))
    #expect(terminal.size == small)
    #expect(terminal.nextEvent(timeoutMilliseconds: 0) == .paste("a"))
    #expect(terminal.nextEvent(timeoutMilliseconds: 0) == .endOfInput)
  }

  @Test func `it keeps what it is shown`() {
    let terminal = ScriptedTerminal(size: Size(columns: 3, rows: 1), keys: [])
    var screen = Screen(size: terminal.size)
    screen.put("abc", row: 0, column: 0)
    terminal.show(screen)
    terminal.close()
    #expect(terminal.shown.map(\.text) == ["abc"])
    #expect(terminal.isClosed)
  }
}
