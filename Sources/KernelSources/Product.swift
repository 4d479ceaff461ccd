import KernelInterface

/// A stretch of B this deep and a tile wide stays in the first-level cache while rows pass over it.
private let deepest = 128

/// C (+)= A·B, tile by tile: a pair of registers wide while the columns last, then one register.
func product(_ task: ProductTask) {
  // A gate needs the old C until the sum is finished, so it is summed up in one go.
  guard task.segments == 1, task.groups == 1, task.depth > deepest, task.finish != .gate else {
    return productOfPanel(task)
  }
  let panels = (task.depth + deepest - 1) / deepest
  for panel in 0..<panels {
    let (start, end) = (panel * task.depth / panels, (panel + 1) * task.depth / panels)
    var part = task
    part.a += start * task.aStep
    part.b += start * task.bStep
    part.depth = end - start
    part.accumulates = task.accumulates || panel > 0
    if panel < panels - 1 {
      part.bias = nil
      part.finish = .none
    }
    productOfPanel(part)
  }
}

private func productOfPanel(_ task: ProductTask) {
  let (wide, narrow) = (WideColumns.count, NarrowColumns.count)
  // Many rows are worth a copy of B's stripe: rows of B a power of two apart would fight for a few places in the cache.
  let packs = task.groups == 1 && task.segments == 1 && task.rows >= 4 * TallestTile.rows
  for group in 0..<task.groups {
    var column = 0
    while task.columns - column > narrow {
      productOfStripe(packs ? packed(task, column) : task, WideRow.self, group, column)
      column += wide
    }
    if column < task.columns { productOfStripe(task, NarrowRow.self, group, column) }
  }
}

/// The task with a stripe of B, two registers wide, side by side in its working space.
private func packed(_ task: ProductTask, _ column: Int) -> ProductTask {
  let (wide, copy) = (WideColumns.count, task.room + TallestTile.rows * WideColumns.count)
  guard task.depth <= deepest else { return task }
  for k in 0..<task.depth {
    let columns = WideColumns(task.b + k * task.bStep + column)
    columns.low.store(to: copy + k * wide)
    columns.high.store(to: copy + k * wide + Lanes.scalarCount)
  }
  var packed = task
  packed.b = UnsafePointer(copy) - column
  packed.bStep = wide
  return packed
}

/// All rows of the columns that one tile covers, cut into tiles of nearly equal height.
@inline(__always)
private func productOfStripe<Row: Tile>(
  _ task: ProductTask, _ row: Row.Type, _ group: Int, _ column: Int
) {
  let tiles = (task.rows + TallestTile.rows - 1) / TallestTile.rows
  var first = 0
  for tile in 0..<tiles {
    let next = (tile + 1) * task.rows / tiles
    productOfTile(task, row, group, first, next - first, column)
    first = next
  }
}

@inline(__always)
private func productOfTile<Row: Tile>(
  _ task: ProductTask, _ row: Row.Type, _ group: Int, _ first: Int, _ height: Int,
  _ column: Int
) {
  // What is taller than the tallest tile folds away when the kernels are compiled.
  let tallest = TallestTile.rows
  switch height {
  case 1: run(task, Row.self, group, first, column)
  case 2: run(task, Rows2<Row>.self, group, first, column)
  case 3: run(task, Rows3<Row>.self, group, first, column)
  case 4: run(task, Rows4<Row>.self, group, first, column)
  case 5: run(task, Rows5<Row>.self, group, first, column)
  case 6: run(task, Rows6<Row>.self, group, first, column)
  case 7 where tallest >= 7: run(task, Rows7<Row>.self, group, first, column)
  case 8 where tallest >= 8: run(task, Rows8<Row>.self, group, first, column)
  case 9 where tallest >= 9: run(task, Rows9<Row>.self, group, first, column)
  case 10 where tallest >= 10: run(task, Rows10<Row>.self, group, first, column)
  case 11 where tallest >= 11: run(task, Rows11<Row>.self, group, first, column)
  case 12 where tallest >= 12: run(task, Rows12<Row>.self, group, first, column)
  case 13 where tallest >= 13: run(task, Rows13<Row>.self, group, first, column)
  case 14 where tallest >= 14: run(task, Rows14<Row>.self, group, first, column)
  default: break
  }
}

/// One tile: the sum in registers, then what becomes of it.
@inline(__always)
private func run<T: Tile>(
  _ task: ProductTask, _ tile: T.Type, _ group: Int, _ first: Int, _ column: Int
) {
  let a = task.a + group * task.aGroup + first * task.aRow
  let c = task.c + group * task.cGroup + first * task.cRow + column
  let sum = sum(task, tile, a, task.b + group * task.bGroup + column)
  if task.columns - column >= T.Columns.count {
    finish(sum, task, c, column)
  } else {
    sum.store(task.room, T.Columns.count)
    finishPart(task.room, T.Columns.count, T.rows, task, c, column)
  }
}

@inline(__always)
private func sum<T: Tile>(
  _ task: ProductTask, _ tile: T.Type, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>
) -> T {
  var sum = T()
  var (a, b) = (a, b)
  var segments = task.segments
  // Loops that run at least once: with others the compiler keeps two copies of every accumulator.
  repeat {
    var (places, bStep) = (RowPlaces(a, task.aRows), b)
    var depth = task.depth
    repeat {
      sum.multiplyAdd(places, 0, T.Columns(bStep))
      places.move(by: task.aStep)
      bStep += task.bStep
      depth -= 1
    } while depth > 0
    a += task.aSegment
    b += task.bSegment
    segments -= 1
  } while segments > 0
  return sum
}

@inline(__always)
private func finish<T: Tile>(
  _ sum: T, _ task: ProductTask, _ c: UnsafeMutablePointer<Float>, _ column: Int
) {
  var sum = sum
  if task.accumulates { sum.add(c, task.cRow) }
  if let bias = task.bias { sum.add(bias: T.Columns(bias + column)) }
  switch task.finish {
  case .none: break
  case .relu: sum.rectify()
  case .gate: sum.gate(c, task.cRow)
  }
  sum.store(c, task.cRow)
}

/// What is left of C is narrower than the tile, whose raw sums stand in `sums`: they are finished one by one.
@inline(never)
private func finishPart(
  _ sums: UnsafePointer<Float>, _ width: Int, _ rows: Int, _ task: ProductTask,
  _ c: UnsafeMutablePointer<Float>, _ column: Int
) {
  for row in 0..<rows {
    for j in 0..<task.columns - column {
      let old = c[row * task.cRow + j]
      var sum = sums[row * width + j]
      if task.accumulates { sum += old }
      if let bias = task.bias { sum += bias[column + j] }
      switch task.finish {
      case .none: break
      case .relu: if sum <= 0 { sum = 0 }
      case .gate: if !(old > 0) { sum = 0 }
      }
      c[row * task.cRow + j] = sum
    }
  }
}
