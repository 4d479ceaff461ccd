import Testing

@testable import TerminalKit

@Suite struct ScreenTests {
  @Test func `text is cut at the right edge and at the limit`() {
    var screen = Screen(size: Size(columns: 5, rows: 3))
    screen.put("abcdefg", row: 0, column: 2)
    screen.put("abcdefg", row: 1, column: 0, limit: 3)
    screen.put("abc", row: 2, column: -1)
    #expect(screen.lines == ["  abc", "abc", "bc"])
  }

  @Test(arguments: [Int.min, -1, 0, 3, Int.max])
  func `no position traps`(_ at: Int) {
    var screen = Screen(size: Size(columns: 3, rows: 2))
    screen.put("x", row: at, column: 0)
    screen.put("x", row: 0, column: at)
    screen.put("xy", row: 0, column: at, limit: at)
    screen[at, at] = Cell(character: "y", style: .bold)
    screen.style(row: 0, columns: 0..<max(0, min(9, at))) { $0.bold = true }
    #expect(screen[2, 0] == .blank)
    #expect(screen[0, 3] == .blank)
  }

  @Test func `sizes below one are empty`() {
    var screen = Screen(size: Size(columns: -4, rows: 1))
    screen.put("x", row: 0, column: 0)
    #expect(screen.size == Size(columns: 0, rows: 1))
    #expect(screen.text.isEmpty)
  }

  @Test func `restyling leaves the characters`() {
    var screen = Screen(size: Size(columns: 4, rows: 2))
    screen.put("abcd", row: 1, column: 0)
    screen.style(Rect(row: 0, column: 1, columns: 9, rows: 9)) { $0.underline = true }
    screen.style(row: 1, columns: 2..<3) { $0.ink = .heat(.deltas, -3) }
    #expect(screen.text == "\nabcd")
    #expect(screen[1, 0].style == .plain)
    #expect(screen[1, 1].style == .underline)
    #expect(screen[1, 2].style == Style(ink: .heat(.deltas, -3), underline: true))
  }

  @Test func `every cell holds one character of width one`() {
    var screen = Screen(size: Size(columns: 20, rows: 1))
    screen.put("a\u{1b}b\tc漢d🙂e\u{301}\u{200b}x\r\ny", row: 0, column: 0)
    #expect(screen.text == "a?b c?d?e\u{301}?x?y")
  }

  @Test func `a screen in ASCII spells out what it is given`() {
    var screen = Screen(size: Size(columns: 30, rows: 1), glyphs: .ascii)
    screen.put("S = Σ W × δ ≈ ·", row: 0, column: 0)
    #expect(screen.text == "S = sum W * d ~= .")
  }

  @Test func `the same picture in ASCII keeps places, styles and cursor`() {
    var screen = Screen(size: Size(columns: 12, rows: 1))
    screen.put("A ══▶ [B] Σ·", row: 0, column: 0, style: .bold)
    screen.cursor = Position(row: 0, column: 7)
    let ascii = screen.ascii
    #expect(ascii.text == "A ==> [B] $.")
    #expect(ascii[0, 4].style == .bold)
    #expect(ascii.cursor == screen.cursor)
  }

  @Test func `blocks split and shrink without becoming less than empty`() {
    let rect = Rect(row: 2, column: 3, columns: 10, rows: 4)
    let (top, rest) = rect.split(top: 9)
    #expect(top == rect)
    #expect(rest.isEmpty)
    #expect(rect.split(left: 4).rest == Rect(row: 2, column: 7, columns: 6, rows: 4))
    #expect(rect.inset(rows: 1, columns: 2) == Rect(row: 3, column: 5, columns: 6, rows: 2))
    #expect(rect.inset(rows: 3).isEmpty)
  }
}
