import Testing

@testable import TerminalKit

@Suite struct KeyTableTests {
  private enum Action: Hashable, Sendable { case back, on, help, quit }

  private let table = KeyTable<Action>([
    .init(.back, [.left, .character("h")], names: "← h", help: "back", short: "←h"),
    .init(.on, [.right], names: "→", help: "on"),
    .init(.help, [.character("?")], names: "?", help: "help"),
    .init(.quit, [.character("q")], names: "q", help: "quit"),
  ])

  private var bar: KeyBar<Action> {
    KeyBar([
      table.entry(.back, .on, word: "step", rank: 2, separator: " "),
      table.entry(.help, word: "help", rank: 1), table.entry(.quit, word: "quit", rank: 3),
    ])
  }

  @Test func `a key has its action, and a table over another goes first`() {
    #expect(table.action(for: .character("h")) == .back)
    #expect(table.action(for: .tab) == nil)
    let other = KeyTable<Action>([.init(.quit, [.left], names: "←", help: "out")])
    #expect(other.over(table).action(for: .left) == .quit)
    #expect(other.over(table).action(for: .right) == .on)
    #expect(other.over(table).binding(of: .quit)?.names == "←")
  }

  @Test func `the least of the entries go first, and none is cut`() {
    #expect(bar.line(columns: 40, glyphs: .unicode).text == " ←h → step  ? help  q quit")
    #expect(bar.line(columns: 24, glyphs: .unicode).text == " ←h → step  q quit")
    #expect(bar.line(columns: 12, glyphs: .unicode).text == " q quit")
    #expect(bar.line(columns: 5, glyphs: .unicode).text == "q")
    #expect(bar.line(columns: 0, glyphs: .unicode).text == "")
  }

  /// `LANG=C` once ended with `q qui`: arrows take more room in ASCII.
  @Test func `in ASCII what does not fit is left out, not cut`() {
    for columns in 0...60 {
      let text = bar.line(columns: columns, glyphs: .ascii).text
      #expect(text.count <= columns && text.utf8.allSatisfy { $0 < 0x80 })
      #expect(text.isEmpty || text == "q" || text.hasSuffix("q quit"))
    }
    #expect(bar.line(columns: 40, glyphs: .ascii).text == " <-h -> step  ? help  q quit")
  }

  @Test func `every key is a link to its action, a word to that of the last key`() {
    var screen = Screen(size: Size(columns: 30, rows: 1))
    screen.put(bar.line(columns: 30, glyphs: .unicode), row: 0, column: 0)
    func link(_ column: Int) -> Action? {
      screen.link(at: Position(row: 0, column: column)) as? Action
    }
    #expect(
      [1, 2, 4, 7, 12, 20, 0, 29].map(link) == [.back, .back, .on, .on, .help, .quit, nil, nil])
  }
}
