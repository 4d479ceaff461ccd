import TerminalKit

/// Small things that several views draw.
extension Screen {
  /// The smallest window a view is drawn in.
  static let smallest = Size(columns: 20, rows: 5)

  /// What a smaller window shows; nil when the window is large enough.
  static func needsMoreRoom(_ size: Size, _ glyphs: Glyphs) -> Screen? {
    guard size.columns < smallest.columns || size.rows < smallest.rows else { return nil }
    var screen = Screen(size: size, glyphs: glyphs)
    let text =
      "need \(smallest.columns)x\(smallest.rows) (is \(size.columns)x\(size.rows)), q quits"
    for (row, line) in TextWrap.lines(text, width: size.columns).enumerated() {
      screen.put(line, row: row, column: 0)
    }
    return screen
  }

  /// A line across a block with its title at the left: `─ title ─────`.
  mutating func divide(_ rect: Rect, row: Int, title: String) {
    put(String(repeating: "─", count: rect.columns), row: row, column: rect.column, style: .dim)
    guard rect.columns > 4 else { return }
    put(
      " \(title) ", row: row, column: rect.column + 1, style: .plain, limit: rect.columns - 2)
  }
}
