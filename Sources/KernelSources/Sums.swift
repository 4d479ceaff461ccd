import KernelInterface

/// The gradient of a bias: deltas summed over pixels and samples.
func columnSums(_ task: ColumnSumTask) {
  let (columns, lanes) = (task.columns, Lanes.scalarCount)
  // With few columns a register holds several neighbouring rows; its lanes are added up at the end.
  let shared = columns > 0 && columns < lanes && lanes % columns == 0 ? lanes / columns : 1
  guard shared > 1, task.row == columns, task.rows % shared == 0 else { return sum(task) }
  var wide = task
  wide.row = lanes
  wide.rows = task.rows / shared
  wide.columns = lanes
  wide.to = task.room
  Lanes.zero.store(to: task.room)
  sum(wide)
  for place in 0..<lanes { task.to[place % columns] += task.room[place] }
}

private func sum(_ task: ColumnSumTask) {
  var column = 0
  while column + Lanes.scalarCount <= task.columns {
    // Four independent sums: each addition to a single one would wait for the addition before it.
    var (s0, s1, s2, s3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    for group in 0..<task.groups {
      var p = task.x + group * task.group + column
      var rows = task.rows
      while rows >= 4 {
        s0 += Lanes(at: p)
        s1 += Lanes(at: p + task.row)
        s2 += Lanes(at: p + 2 * task.row)
        s3 += Lanes(at: p + 3 * task.row)
        p += 4 * task.row
        rows -= 4
      }
      while rows > 0 {
        s0 += Lanes(at: p)
        p += task.row
        rows -= 1
      }
    }
    (Lanes(at: task.to + column) + ((s0 + s1) + (s2 + s3))).store(to: task.to + column)
    column += Lanes.scalarCount
  }
  while column < task.columns {
    var sum: Float = 0
    for group in 0..<task.groups {
      for row in 0..<task.rows { sum += task.x[group * task.group + row * task.row + column] }
    }
    task.to[column] += sum
    column += 1
  }
}

/// to += x.
func add(_ x: UnsafePointer<Float>, _ count: Int, _ to: UnsafeMutablePointer<Float>) {
  var i = 0
  while i + Lanes.scalarCount <= count {
    (Lanes(at: to + i) + Lanes(at: x + i)).store(to: to + i)
    i += Lanes.scalarCount
  }
  while i < count {
    to[i] += x[i]
    i += 1
  }
}
