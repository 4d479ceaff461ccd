import TerminalKit
import TestSupport
import Testing

@testable import Tutor

/// Whatever is on the screen by name answers to the mouse.
@Suite struct MouseTests {
  /// The screen after keys and a click on the first place of a row that holds a text.
  private func click(
    _ text: String, row: Int, after keys: String, size: Size = Play.usual, offset: Int = 0
  ) throws -> Screen {
    let before = try Play.screen(keys, size: size)
    let at = row < 0 ? size.rows + row : row
    let line = before.lines[at]
    let range = try #require(line.range(of: text), "\(line) holds no \(text)")
    let column = line.distance(from: line.startIndex, to: range.lowerBound) + offset
    let script = Play.keys(keys).map(ScriptedTerminal.Step.key)
    return try #require(
      try Play.lesson(script + [.event(.click(row: at, column: column))], size: size).last)
  }

  private static let sizes = [Play.usual, Size(columns: 200, rows: 60)]

  @Test(arguments: sizes) func `a layer's name leads to the layer`(size: Size) throws {
    let pooling = try click("P max", row: 1, after: "", size: size)
    #expect(pooling.lines[0].contains("FORWARD at P"))
    let back = try click("P max", row: 1, after: ":20<enter>", size: size)
    #expect(back.lines[0].contains("BACKWARD") && back.lines[0].contains("at P"))
    #expect(try click("X ", row: 1, after: ":8<enter>").lines[0].contains("step  1/24"))
    #expect(try click("loss", row: 1, after: "").lines[0].contains("LOSS"))
  }

  @Test(arguments: sizes) func `a mark of the timeline leads to its step`(size: Size) throws {
    let row =
      size.rows == 24
      ? -2
      : (try Play.screen("", size: size)).lines
        .firstIndex { $0.contains("update 1") && $0.contains("forward @") } ?? -1
    let later = try click("forward ", row: row, after: "", size: size, offset: 11)
    #expect(later.lines[0].contains("step  4/24"))
  }

  @Test(arguments: sizes) func `a key in the last row is pressed`(size: Size) throws {
    #expect(try click("→l", row: -1, after: "", size: size).lines[0].contains("step  2/24"))
    #expect(try click("←h", row: -1, after: "ll", size: size).lines[0].contains("step  2/24"))
    #expect(try click("uses", row: -1, after: "ll", size: size).text.contains("─ consumers "))
  }

  @Test func `the question mark opens help, and the wheel scrolls it`() throws {
    let row = try Play.screen("").lines[0]
    let column = row.count - 1
    let click = TerminalEvent.click(row: 0, column: column)
    let shown = try Play.lesson([
      .event(click), .event(.scroll(row: 9, column: 9, up: false)), .event(.key(.escape)),
    ])
    #expect(shown[1].text.contains("─ help "))
    #expect(shown[2] != shown[1] && shown[2].text.contains("─ help "))
    #expect(shown[3] == shown[0])
  }

  @Test func `a cell is chosen, and the wheel steps`() throws {
    let first = try Play.screen("l")
    let cursor = try #require(first.cursor)
    let chosen = try #require(
      try Play.lesson([
        .key(.character("l")), .event(.click(row: cursor.row + 1, column: cursor.column)),
      ]).last)
    #expect(chosen.cursor == Position(row: cursor.row + 1, column: cursor.column))
    let stepped = try Play.lesson([.event(.scroll(row: 5, column: 5, up: false))])
    #expect(stepped.last?.lines[0].contains("step  2/24") == true)
  }

  @Test func `while a line is typed in clicks and the wheel do nothing`() throws {
    let shown = try Play.lesson([
      .key(.character("/")), .event(.click(row: 1, column: 10)),
      .event(.scroll(row: 5, column: 5, up: false)),
    ])
    #expect(shown[1] == shown[2] && shown[2] == shown[3])
  }
}
