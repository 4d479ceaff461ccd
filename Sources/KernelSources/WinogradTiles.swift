import KernelInterface

// Where tiles lie in the picture and in Winograd's domain.

/// Where one tile lies.
struct Place {
  /// Pixel (0, 0) of the tile's sample.
  let image: UnsafeMutablePointer<Float>
  let row: Int
  let column: Int
  /// The tile's first channel at point 0 of the domain.
  let domain: UnsafeMutablePointer<Float>
  /// The distance from one point of the domain to the next.
  let positionStride: Int
}

@inline(__always)
func forEachTile(_ task: WinogradTask, _ body: (Place) -> Void) {
  var domain = task.domain
  for tileRow in task.tileRows {
    let (sample, down) = tileRow.quotientAndRemainder(dividingBy: task.tilesDown)
    for across in 0..<task.tilesAcross {
      body(
        Place(
          image: task.image + sample * task.sampleStride, row: down * WinogradTask.tileSize,
          column: across * WinogradTask.tileSize, domain: domain,
          positionStride: task.positionStride))
      domain += task.channels
    }
  }
}

/// Where each line of a square of the picture begins; lines beyond the square's size are not to be read.
struct TileLines {
  let a: UnsafePointer<Float>, b: UnsafePointer<Float>, c: UnsafePointer<Float>
  let d: UnsafePointer<Float>, e: UnsafePointer<Float>, f: UnsafePointer<Float>
  let g: UnsafePointer<Float>, h: UnsafePointer<Float>

  @inline(__always)
  private init(_ line: (Int) -> UnsafePointer<Float>) {
    (a, b, c, d) = (line(0), line(1), line(2), line(3))
    (e, f, g, h) = (line(4), line(5), line(6), line(7))
  }

  /// Lines of the picture itself, whose margins are zeros, or of a copy in `patch` where the square reaches beyond
  /// the margins.
  @inline(__always)
  init(
    _ task: WinogradTask, _ tile: Place, top: Int, left: Int, size: Int,
    patch: UnsafeMutablePointer<Float>
  ) {
    // The right margin of a row is followed by the left margin of the next row, so twice the margin is zeros.
    if left >= -task.margin, left + size <= task.width + 2 * task.margin {
      self.init { i in
        top + i >= 0 && top + i < task.height
          ? UnsafePointer(tile.image + (top + i) * task.rowStride + left * task.channels)
          : task.zeros
      }
    } else {
      copyPatch(task, tile.image, top: top, left: left, size: size, to: patch)
      self.init { i in UnsafePointer(patch + i * size * task.channels) }
    }
  }
}

/// Copies a square that reaches beyond the picture, with zeros outside.
private func copyPatch(
  _ task: WinogradTask, _ image: UnsafeMutablePointer<Float>, top: Int, left: Int, size: Int,
  to patch: UnsafeMutablePointer<Float>
) {
  for i in 0..<size {
    for j in 0..<size {
      let to = patch + (i * size + j) * task.channels
      let (row, column) = (top + i, left + j)
      if row >= 0, row < task.height, column >= 0, column < task.width {
        to.update(
          from: image + row * task.rowStride + column * task.channels, count: task.channels)
      } else {
        to.update(repeating: 0, count: task.channels)
      }
    }
  }
}
