/// One character in its style.
package struct Cell: Equatable, Sendable {
  package var character: Character
  package var style: Style

  package init(character: Character, style: Style) {
    self.character = character
    self.style = style
  }

  package static let blank = Cell(character: " ", style: .plain)
}

/// The content of a terminal: a grid of cells that views draw into and that a terminal shows.
///
/// Valid for every size and position: what is drawn outside is dropped, what is read outside is blank, so that no
/// view can trap when the window is small. Every cell holds one character of width 1; what has another width
/// (controls, wide glyphs) becomes `?`.
package struct Screen: Equatable, Sendable {
  package let size: Size
  /// How text is spelled when it is put here: as it is, or in ASCII.
  package let glyphs: Glyphs
  /// The position of the terminal's own cursor; it is hidden when nil.
  package var cursor: Position?
  private var cells: [Cell]
  /// What clicks mean, the last drawn first to count.
  private var links: [(rect: Rect, target: any Sendable)] = []

  package init(size: Size, glyphs: Glyphs = .unicode) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    self.glyphs = glyphs
    cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
  }

  package subscript(row: Int, column: Int) -> Cell {
    get {
      guard let index = index(row, column) else { return .blank }
      return cells[index]
    }
    set {
      guard let index = index(row, column) else { return }
      cells[index] = Cell(character: glyphs.cell(newValue.character), style: newValue.style)
    }
  }

  private func index(_ row: Int, _ column: Int) -> Int? {
    guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return nil }
    return row * size.columns + column
  }

  /// Writes a line of text, one character per cell.
  ///
  /// The text is never wrapped: it is cut at the right edge, or after `limit` cells, and at the left edge.
  package mutating func put(
    _ text: String, row: Int, column: Int, style: Style = .plain, limit: Int? = nil
  ) {
    guard row >= 0, row < size.rows, column < size.columns else { return }
    let end = limit.map { min(size.columns, column.addingClamped($0)) } ?? size.columns
    var at = column
    for character in glyphs.spell(text) {
      guard at < end else { return }
      self[row, at] = Cell(character: character, style: style)
      at += 1
    }
  }

  /// Changes the style of the cells of a block and leaves their characters.
  package mutating func style(_ rect: Rect, with change: (inout Style) -> Void) {
    for row in rect.rowRange.clamped(to: 0..<size.rows) {
      for column in rect.columnRange.clamped(to: 0..<size.columns) {
        change(&cells[row * size.columns + column].style)
      }
    }
  }

  /// Changes the style of some cells of one row.
  package mutating func style(row: Int, columns: Range<Int>, with change: (inout Style) -> Void) {
    let rect = Rect(row: row, column: columns.lowerBound, columns: columns.count, rows: 1)
    style(rect, with: change)
  }

  /// Lets a click on a block mean something.
  package mutating func link(_ rect: Rect, to target: any Sendable) { links.append((rect, target)) }

  /// What a click on a cell means; nil where it means nothing.
  package func link(at position: Position) -> (any Sendable)? {
    links.last { $0.rect.contains(position) }.flatMap { $0.target is Nothing ? nil : $0.target }
  }

  private struct Nothing {}

  /// Empties a block: no characters, no links.
  package mutating func clear(_ rect: Rect) {
    fill(rect)
    link(rect, to: Nothing())
  }

  /// Pictures are equal when they look alike; what clicks mean does not count.
  package static func == (left: Screen, right: Screen) -> Bool {
    left.size == right.size && left.glyphs == right.glyphs && left.cursor == right.cursor
      && left.cells == right.cells
  }

  /// Fills a block with one character.
  package mutating func fill(_ rect: Rect, with character: Character = " ", style: Style = .plain) {
    for row in rect.rowRange.clamped(to: 0..<size.rows) {
      for column in rect.columnRange.clamped(to: 0..<size.columns) {
        self[row, column] = Cell(character: character, style: style)
      }
    }
  }

  /// The characters of each row, without the blanks at its end.
  package var lines: [String] {
    (0..<size.rows).map { row in
      let characters = (0..<size.columns).map { self[row, $0].character }
      let end = characters.lastIndex { $0 != " " }.map { $0 + 1 } ?? 0
      return String(characters[..<end])
    }
  }

  /// The rows joined by line feeds, as golden files hold them.
  package var text: String { lines.joined(separator: "\n") }

  /// The same picture in ASCII, cell by cell, for a terminal that knows nothing else.
  package var ascii: Screen {
    guard glyphs != .ascii else { return self }
    var copy = Screen(size: size, glyphs: .ascii)
    copy.cursor = cursor
    for row in 0..<size.rows {
      for column in 0..<size.columns { copy[row, column] = self[row, column] }
    }
    return copy
  }
}

extension Int {
  /// The sum, clamped to the range of Int.
  fileprivate func addingClamped(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    guard overflow else { return sum }
    return other < 0 ? Int.min : Int.max
  }
}
