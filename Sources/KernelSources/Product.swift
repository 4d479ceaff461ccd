import CProcessor
import KernelInterface

/// C = A·B or C += A·B, tile by tile: two registers wide as long as there are columns for it, then one register.
/// Deep sums are made panel by panel, `deepest` terms at a time: as many rows of B, a tile wide, stay in the first-level
/// cache while all rows of A are multiplied with them.
func product(_ task: ProductTask, _ blocking: ProductBlocking) {
  let deepest = blocking.deepest
  guard task.segments == 1, task.groups == 1, task.depth > deepest else {
    return productOfPanel(task, blocking)
  }
  // A gate reads what C held before, so C must not be written until the sum is finished.
  guard task.finish != .gate else { return gatedProduct(task, blocking) }
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
    productOfPanel(part, blocking)
  }
}

/// A deep product that ends with a gate: its sums are made in a scratch buffer, one stripe of columns after the
/// other. Where there is no such buffer all terms are added up in one go.
private func gatedProduct(_ task: ProductTask, _ blocking: ProductBlocking) {
  let wide = WideColumns.count
  guard let room = task.copyRoom, task.columns % wide == 0,
    task.rows * wide <= blocking.copyCount
  else { return productOfPanel(task, blocking) }
  var stripe = task
  (stripe.c, stripe.cRow, stripe.columns) = (room, wide, wide)
  (stripe.copyRoom, stripe.bias, stripe.finish, stripe.accumulates) = (nil, nil, .none, false)
  for column in stride(from: 0, to: task.columns, by: wide) {
    stripe.b = task.b + column
    product(stripe, blocking)
    for row in 0..<task.rows {
      var sum = WideRow()
      sum.add(room + row * wide, wide)
      finish(sum, task, task.c + row * task.cRow + column, column)
    }
  }
}

private func productOfPanel(_ task: ProductTask, _ blocking: ProductBlocking) {
  let isTall = task.groups == 1 && task.segments == 1 && task.rows >= 4 * TallestTile.rows
  guard isTall, let room = task.copyRoom, copyPays(task, blocking) else {
    return productOfBlock(task, nil, blocking, isTall: isTall)
  }
  // As many rows of A at a time as their copy has space for.
  for first in stride(from: 0, to: task.rows, by: blocking.copiedRows) {
    var block = task
    block.a += first
    block.c += first * task.cRow
    block.rows = min(blocking.copiedRows, task.rows - first)
    copyTiles(block, to: room)
    productOfBlock(block, room, blocking, isTall: true)
  }
}

/// All stripes of columns for some rows of A, whose tiles may have been copied one after the other (`copy`). With
/// many rows (`isTall`) C is too large for the cache, and a copy of each stripe of B pays.
private func productOfBlock(
  _ task: ProductTask, _ copy: UnsafePointer<Float>?, _ blocking: ProductBlocking, isTall: Bool
) {
  let (wide, narrow) = (WideColumns.count, NarrowColumns.count)
  for group in 0..<task.groups {
    var column = 0
    while task.columns - column > narrow {
      let stripe =
        isTall && task.depth <= blocking.deepest
        ? copiedStripe(task, column) : stripe(of: task, group, column)
      productOfStripe(task, stripe, WideRow.self, group, column, copy, isTall: isTall)
      column += wide
    }
    if column < task.columns {
      productOfStripe(
        task, stripe(of: task, group, column), NarrowRow.self, group, column, copy, isTall: isTall)
    }
  }
}

/// The stripe of B at a column where B itself stands.
@inline(__always)
private func stripe(of task: ProductTask, _ group: Int, _ column: Int) -> Stripe {
  Stripe(b: task.b + group * task.bGroup + column, step: task.bStep)
}

/// One stripe of columns, as wide as a tile: all its rows, cut into tiles of nearly equal height.
@inline(__always)
private func productOfStripe<Row: Tile>(
  _ task: ProductTask, _ stripe: Stripe, _ row: Row.Type, _ group: Int, _ column: Int,
  _ copy: UnsafePointer<Float>?, isTall: Bool
) {
  let tiles = Tiles(rows: task.rows)
  for tile in 0..<tiles.count {
    let (first, height) = (tiles.first(tile), tiles.height(tile))
    let c = task.c + group * task.cGroup + first * task.cRow + column
    if isTall { fetch(c, task.cRow, height, Row.Columns.count) }
    if let copy {
      productOfTile(
        task, stripe, row, copy + tile * TallestTile.rows * task.depth, TallestTile.rows, c, height,
        column)
    } else {
      productOfTile(
        task, stripe, row, task.a + group * task.aGroup + first * task.aRow, task.aStep, c, height,
        column)
    }
  }
}

/// Asks the processor to bring a tile of C into the cache while its sum is computed.
@inline(__always)
private func fetch(_ c: UnsafePointer<Float>, _ cRow: Int, _ height: Int, _ width: Int) {
  for row in 0..<height {
    processor_fetch(c + row * cRow)
    processor_fetch(c + row * cRow + width - 1)
  }
}

@inline(__always)
private func productOfTile<Row: Tile>(
  _ task: ProductTask, _ stripe: Stripe, _ row: Row.Type, _ a: UnsafePointer<Float>, _ aStep: Int,
  _ c: UnsafeMutablePointer<Float>, _ height: Int, _ column: Int
) {
  // Cases for tiles taller than the tallest one of this instruction set are removed by the compiler.
  let tallest = TallestTile.rows
  switch height {
  case 1: run(task, stripe, Row.self, a, aStep, c, column)
  case 2: run(task, stripe, Rows2<Row>.self, a, aStep, c, column)
  case 3: run(task, stripe, Rows3<Row>.self, a, aStep, c, column)
  case 4: run(task, stripe, Rows4<Row>.self, a, aStep, c, column)
  case 5: run(task, stripe, Rows5<Row>.self, a, aStep, c, column)
  case 6: run(task, stripe, Rows6<Row>.self, a, aStep, c, column)
  case 7 where tallest >= 7: run(task, stripe, Rows7<Row>.self, a, aStep, c, column)
  case 8 where tallest >= 8: run(task, stripe, Rows8<Row>.self, a, aStep, c, column)
  case 9 where tallest >= 9: run(task, stripe, Rows9<Row>.self, a, aStep, c, column)
  case 10 where tallest >= 10: run(task, stripe, Rows10<Row>.self, a, aStep, c, column)
  case 11 where tallest >= 11: run(task, stripe, Rows11<Row>.self, a, aStep, c, column)
  case 12 where tallest >= 12: run(task, stripe, Rows12<Row>.self, a, aStep, c, column)
  case 13 where tallest >= 13: run(task, stripe, Rows13<Row>.self, a, aStep, c, column)
  case 14 where tallest >= 14: run(task, stripe, Rows14<Row>.self, a, aStep, c, column)
  default: break
  }
}

/// One tile: its sum in registers, then bias and activation, then the store.
@inline(__always)
private func run<T: Tile>(
  _ task: ProductTask, _ stripe: Stripe, _ tile: T.Type, _ a: UnsafePointer<Float>, _ aStep: Int,
  _ c: UnsafeMutablePointer<Float>, _ column: Int
) {
  let sum = sum(task, stripe, tile, a, aStep)
  if task.columns - column >= T.Columns.count {
    finish(sum, task, c, column)
  } else {
    sum.store(task.room, T.Columns.count)
    finishPart(task.room, T.Columns.count, T.rows, task, c, column)
  }
}

@inline(__always)
private func sum<T: Tile>(
  _ task: ProductTask, _ stripe: Stripe, _ tile: T.Type, _ a: UnsafePointer<Float>, _ aStep: Int
) -> T {
  var sum = T()
  var (a, b) = (a, stripe.b)
  var segments = task.segments
  // Loops that run at least once (`repeat`): for `while` the compiler keeps two copies of every accumulator.
  repeat {
    var (places, bStep) = (RowPlaces(a, task.aRows), b)
    var depth = task.depth
    repeat {
      sum.multiplyAdd(places, 0, T.Columns(bStep))
      places.move(by: aStep)
      bStep += stripe.step
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

/// The last columns of C, narrower than the tile: its sums are in `sums` and are finished element by element.
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
