/// The extent of a screen in character cells.
package struct Size: Equatable, Hashable, Sendable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// A cell of a screen, counted from 0 at the upper left.
package struct Position: Equatable, Hashable, Sendable {
  package var row: Int
  package var column: Int

  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// A rectangle of cells. Without rows or columns it is empty; no operation makes its size negative.
package struct Rect: Equatable, Hashable, Sendable {
  package var row: Int
  package var column: Int
  package var columns: Int
  package var rows: Int

  package init(row: Int, column: Int, columns: Int, rows: Int) {
    self.row = row
    self.column = column
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// The rectangle of a whole screen.
  package init(_ size: Size) {
    self.init(row: 0, column: 0, columns: size.columns, rows: size.rows)
  }

  package var size: Size { Size(columns: columns, rows: rows) }
  package var isEmpty: Bool { rows == 0 || columns == 0 }
  package var rowRange: Range<Int> { row..<(row + rows) }
  package var columnRange: Range<Int> { column..<(column + columns) }

  package func contains(_ position: Position) -> Bool {
    rowRange.contains(position.row) && columnRange.contains(position.column)
  }

  /// The rectangle inside a margin.
  package func inset(rows marginRows: Int = 0, columns marginColumns: Int = 0) -> Rect {
    Rect(
      row: row + min(marginRows, rows), column: column + min(marginColumns, columns),
      columns: columns - 2 * marginColumns, rows: rows - 2 * marginRows)
  }

  /// The upper `count` rows, at most all, and what is left below them.
  package func split(top count: Int) -> (top: Rect, rest: Rect) {
    let taken = max(0, min(count, rows))
    return (
      Rect(row: row, column: column, columns: columns, rows: taken),
      Rect(row: row + taken, column: column, columns: columns, rows: rows - taken)
    )
  }

  /// The left `count` columns, at most all, and what is left beside them.
  package func split(left count: Int) -> (left: Rect, rest: Rect) {
    let taken = max(0, min(count, columns))
    return (
      Rect(row: row, column: column, columns: taken, rows: rows),
      Rect(row: row, column: column + taken, columns: columns - taken, rows: rows)
    )
  }
}
