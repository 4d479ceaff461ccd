import KernelInterface

// Numbers that a product takes again and again, side by side: rows a power of two apart would fight for a few places
// in the cache, and columns of A would each bring a line of it for a few numbers.

/// The rows of a product in tiles of nearly equal height, the taller ones first.
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

/// The task with a stripe of B, two registers wide, in its working space; many rows are worth it.
func copiedStripe(_ task: ProductTask, _ column: Int) -> ProductTask {
  let (wide, copy) = (WideColumns.count, task.room + TallestTile.rows * WideColumns.count)
  for k in 0..<task.depth {
    let columns = WideColumns(task.b + k * task.bStep + column)
    columns.low.store(to: copy + k * wide)
    columns.high.store(to: copy + k * wide + Lanes.scalarCount)
  }
  var copied = task
  copied.b = UnsafePointer(copy) - column
  copied.bStep = wide
  return copied
}

/// Whether A's rows are neighbours and every number of it is taken often enough for a copy.
func copyPays(_ task: ProductTask) -> Bool {
  task.aRow == 1 && task.columns >= 4 * WideColumns.count
    && (32...KernelSet.deepest).contains(task.depth)
}

/// A, whose rows are neighbours, tile by tile `[tile, depth, tallest]`.
func copyTiles(_ task: ProductTask, to copy: UnsafeMutablePointer<Float>) {
  let tiles = Tiles(rows: task.rows)
  var to = copy
  for tile in 0..<tiles.count {
    let (first, height) = (tiles.first(tile), tiles.height(tile))
    for k in 0..<task.depth {
      let from = task.a + first + k * task.aStep
      // What is copied beyond the tile's height the next row overwrites.
      for start in stride(from: 0, to: height, by: Lanes.scalarCount) {
        Lanes(at: from + start).store(to: to + start)
      }
      to += TallestTile.rows
    }
  }
}
