/// The extent of a screen in character cells.
struct Size: Equatable, Hashable, Sendable {
  var columns: Int
  var rows: Int
}

/// A cell of a screen, counted from 0 at the upper left.
struct Position: Equatable, Hashable, Sendable {
  var row: Int
  var column: Int
}

/// A block of cells; one with no rows or no columns is empty, and every operation keeps it from
/// becoming less than that.
struct Rect: Equatable, Hashable, Sendable {
  var row: Int
  var column: Int
  var columns: Int
  var rows: Int

  init(row: Int, column: Int, columns: Int, rows: Int) {
    self.row = row
    self.column = column
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// The whole of a screen.
  init(_ size: Size) {
    self.init(row: 0, column: 0, columns: size.columns, rows: size.rows)
  }

  var size: Size { Size(columns: columns, rows: rows) }
  var isEmpty: Bool { rows == 0 || columns == 0 }
  var rowRange: Range<Int> { row..<(row + rows) }
  var columnRange: Range<Int> { column..<(column + columns) }

  func contains(_ position: Position) -> Bool {
    rowRange.contains(position.row) && columnRange.contains(position.column)
  }

  /// The block inside a margin.
  func inset(rows marginRows: Int = 0, columns marginColumns: Int = 0) -> Rect {
    Rect(
      row: row + min(marginRows, rows), column: column + min(marginColumns, columns),
      columns: columns - 2 * marginColumns, rows: rows - 2 * marginRows)
  }

  /// The upper `count` rows, at most all, and what is left below them.
  func split(top count: Int) -> (top: Rect, rest: Rect) {
    let taken = max(0, min(count, rows))
    return (
      Rect(row: row, column: column, columns: columns, rows: taken),
      Rect(row: row + taken, column: column, columns: columns, rows: rows - taken)
    )
  }

  /// The left `count` columns, at most all, and what is left beside them.
  func split(left count: Int) -> (left: Rect, rest: Rect) {
    let taken = max(0, min(count, columns))
    return (
      Rect(row: row, column: column, columns: taken, rows: rows),
      Rect(row: row, column: column + taken, columns: columns - taken, rows: rows)
    )
  }
}
