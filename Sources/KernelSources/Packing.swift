import KernelInterface

// Copies of what a product reads again and again, laid out side by side. Rows whose distance is a power of two
// would compete for the same few places of the cache, and a column of A would load a whole cache line for every few
// elements.

/// The rows of a product, at least one, cut into tiles of nearly equal height, the taller ones first.
struct Tiles {
  let count: Int
  private let lowest: Int
  private let taller: Int

  @inline(__always)
  init(rows: Int) {
    count = (rows + TallestTile.rows - 1) / TallestTile.rows
    lowest = rows / count
    taller = rows - lowest * count
  }

  @inline(__always)
  func first(_ tile: Int) -> Int { tile * lowest + min(tile, taller) }
  @inline(__always)
  func height(_ tile: Int) -> Int { tile < taller ? lowest + 1 : lowest }
}

/// A stripe of B, two registers wide, row after row.
struct Stripe {
  /// Its first row, at the stripe's first column.
  let b: UnsafePointer<Float>
  let step: Int
}

/// A stripe of B, two registers wide, copied into the task's scratch buffer. It pays when A has many rows.
func copiedStripe(_ task: ProductTask, _ column: Int) -> Stripe {
  let (wide, copy) = (WideColumns.count, task.room + TallestTile.rows * WideColumns.count)
  for k in 0..<task.depth {
    let columns = WideColumns(task.b + k * task.bStep + column)
    columns.low.store(to: copy + k * wide)
    columns.high.store(to: copy + k * wide + Lanes.scalarCount)
  }
  return Stripe(b: UnsafePointer(copy), step: wide)
}

/// True if the rows of A lie side by side in memory and each element is read often enough for a copy to pay.
func copyPays(_ task: ProductTask, _ blocking: ProductBlocking) -> Bool {
  task.aRow == 1 && task.columns >= 4 * WideColumns.count
    && task.depth >= 32 && task.depth <= blocking.deepest
}

/// Copies A, whose rows lie side by side in memory, tile by tile: `[tile, depth, tallest]`.
func copyTiles(_ task: ProductTask, to copy: UnsafeMutablePointer<Float>) {
  let tiles = Tiles(rows: task.rows)
  var to = copy
  for tile in 0..<tiles.count {
    let (first, height) = (tiles.first(tile), tiles.height(tile))
    for k in 0..<task.depth {
      let from = task.a + first + k * task.aStep
      // What is copied beyond the height of the tile is overwritten by the next row.
      for start in stride(from: 0, to: height, by: Lanes.scalarCount) {
        Lanes(at: from + start).store(to: to + start)
      }
      to += TallestTile.rows
    }
  }
}
