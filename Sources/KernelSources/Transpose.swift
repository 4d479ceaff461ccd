import KernelInterface

/// Squares as wide as a register, and what is left over element by element.
func transpose(_ task: TransposeTask) {
  let edge = Lanes.scalarCount
  let (squareRows, squareColumns) = (task.rows / edge * edge, task.columns / edge * edge)
  for column in stride(from: 0, to: squareColumns, by: edge) {
    for row in stride(from: 0, to: squareRows, by: edge) { transposeSquare(task, row, column) }
  }
  for row in 0..<task.rows {
    for column in (row < squareRows ? squareColumns : 0)..<task.columns {
      task.to[column * task.toRow + row] = task.from[row * task.fromRow + column]
    }
  }
}

/// Transposes a square of n×n elements by log₂ n perfect shuffles. Each takes elements of rows i and i + n/2 in
/// turns and writes them to rows 2i and 2i + 1.
private func transposeSquare(_ task: TransposeTask, _ row: Int, _ column: Int) {
  let edge = Lanes.scalarCount
  let to = task.to + column * task.toRow + row
  var (source, sourceRow) = (task.from + row * task.fromRow + column, task.fromRow)
  var rest = edge / 2
  while rest > 0 {
    // The shuffles go to one half of the scratch buffer and the other in turns; the last one writes the result.
    let isLast = rest == 1
    let (target, targetRow) =
      isLast ? (to, task.toRow) : (task.room + (source == task.room ? edge * edge : 0), edge)
    for i in 0..<edge / 2 {
      let (upper, lower) = (
        Lanes(at: source + i * sourceRow), Lanes(at: source + (i + edge / 2) * sourceRow)
      )
      var (first, second) = (Lanes(), Lanes())
      first.evenHalf = upper.lowHalf
      first.oddHalf = lower.lowHalf
      second.evenHalf = upper.highHalf
      second.oddHalf = lower.highHalf
      first.store(to: target + 2 * i * targetRow)
      second.store(to: target + (2 * i + 1) * targetRow)
    }
    (source, sourceRow) = (UnsafePointer(target), targetRow)
    rest /= 2
  }
}
