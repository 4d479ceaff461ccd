import TerminalKit

/// The page of an exhibit: words and picture side by side where there is room for both, else one below the other, to be
/// scrolled.
struct ExhibitView: Sendable {
  let exhibit: any Exhibit
  let state: ExhibitState
  /// The words of the page, broken for a number of columns.
  let words: @Sendable (_ columns: Int) -> [Line]
  let scroll: Int

  private func isWide(_ rect: Rect) -> Bool { rect.columns >= 72 && rect.rows >= 14 }

  /// Draws the page, and answers whether there is more than the block shows.
  func draw(on screen: inout Screen, in rect: Rect) -> Bool {
    guard isWide(rect) else { return drawStrip(on: &screen, in: rect) }
    let columns = max(36, min(70, rect.columns * 2 / 5))
    let (left, right) = rect.split(left: columns)
    let lines = words(left.columns)
    for (row, line) in visible(lines.count, in: rect.rows).map({ lines[$0] }).enumerated() {
      screen.put(line, row: left.row + row, column: left.column, limit: left.columns)
    }
    drawPicture(on: &screen, in: right.inset(columns: 1))
    return lines.count > rect.rows
  }

  private func visible(_ count: Int, in rows: Int) -> Range<Int> {
    let first = max(0, min(scroll, count - rows))
    return first..<min(count, first + rows)
  }

  /// The words, then the picture, on a strip of which the block shows a part.
  private func drawStrip(on screen: inout Screen, in rect: Rect) -> Bool {
    let lines = words(rect.columns)
    let picture = Size(columns: rect.columns, rows: pictureRows(in: rect, screen.glyphs))
    var strip = Screen(
      size: Size(columns: rect.columns, rows: lines.count + picture.rows), glyphs: screen.glyphs)
    for (row, line) in lines.enumerated() { strip.put(line, row: row, column: 0) }
    drawPicture(
      on: &strip,
      in: Rect(row: lines.count, column: 1, columns: picture.columns - 2, rows: picture.rows))
    for (row, from) in visible(strip.size.rows, in: rect.rows).enumerated() {
      for column in 0..<rect.columns {
        screen[rect.row + row, rect.column + column] = strip[from, column]
      }
    }
    return strip.size.rows > rect.rows
  }

  /// A sentence in place of a picture takes its own lines alone, so that nobody scrolls through an empty block.
  private func pictureRows(in rect: Rect, _ glyphs: Glyphs) -> Int {
    guard state.outcome == nil else {
      return min(exhibit.rows, max(8, rect.rows, rect.columns / 2))
    }
    return state.fault.map {
      TextWrap.lines(glyphs.spell($0), width: max(rect.columns - 2, 1)).count
    } ?? 1
  }

  /// What there is of the picture; below it, while it is computed, how far that is.
  private func drawPicture(on screen: inout Screen, in rect: Rect) {
    if let fault = state.fault {
      let lines = TextWrap.lines(screen.glyphs.spell(fault), width: max(rect.columns, 1))
      for (row, line) in lines.prefix(rect.rows).enumerated() {
        screen.put(line, row: rect.row + row, column: rect.column, style: .warning)
      }
      return
    }
    var picture = rect
    if !state.isFinished {
      picture.rows = max(0, rect.rows - 1)
      let words = state.progress.isEmpty ? "computing" : "computing: \(state.progress)"
      let row = state.outcome == nil ? rect.row : rect.row + picture.rows
      screen.put(words, row: row, column: rect.column, style: .dim, limit: rect.columns)
    }
    if let outcome = state.outcome { exhibit.draw(any: outcome, on: &screen, in: picture) }
  }
}
