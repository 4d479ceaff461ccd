import KernelInterface

/// Bᵀ·X·B of every 6×6 stretch of the picture; outside of it stands 0.
func winogradInput(_ task: WinogradTask) {
  forEachTile(task) { tile, room in
    let patch = room + 36 * Lanes.scalarCount
    let (top, left) = (tile.row - task.radius, tile.column - task.radius)
    let lines = tileLines(task, tile, top: top, left: left, size: 6, patch: patch)
    for channel in stride(from: 0, to: task.channels, by: Lanes.scalarCount) {
      for j in 0..<6 {
        Six(at: lines, j * task.channels + channel).inputTransformed
          .store(to: room + j * Lanes.scalarCount, stride: 6 * Lanes.scalarCount)
      }
      let to = tile.domain + channel
      for i in 0..<6 {
        Six(at: room + i * 6 * Lanes.scalarCount, stride: Lanes.scalarCount).inputTransformed
          .store(to: to + i * 6 * tile.positionStride, stride: tile.positionStride)
      }
    }
  }
}

/// A·δ·Aᵀ of every m×m tile of deltas; outside of the picture they are 0.
func winogradDelta(_ task: WinogradTask) {
  let (m, lanes) = (task.tileSize, Lanes.scalarCount)
  forEachTile(task) { tile, room in
    let patch = room + 36 * lanes
    let lines = tileLines(task, tile, top: tile.row, left: tile.column, size: m, patch: patch)
    for channel in stride(from: 0, to: task.channels, by: lanes) {
      for j in 0..<m {
        deltas(at: lines, j * task.channels + channel, count: m)
          .store(to: room + j * lanes, stride: m * lanes)
      }
      for i in 0..<6 {
        let line = UnsafePointer(room + i * m * lanes)
        deltas(at: SixLines { line + min($0, m - 1) * lanes }, 0, count: m)
          .store(
            to: tile.domain + channel + i * 6 * tile.positionStride, stride: tile.positionStride)
      }
    }
  }
}

/// A square of the picture line by line: in the picture itself, whose margins are zeros, or in `patch` where it reaches
/// beyond them.
@inline(__always)
private func tileLines(
  _ task: WinogradTask, _ tile: Place, top: Int, left: Int, size: Int,
  patch: UnsafeMutablePointer<Float>
) -> SixLines {
  // What follows a row's margin is the next row's: zeros too.
  if left >= -task.margin, left + size <= task.width + 2 * task.margin {
    return SixLines { i in
      top + i >= 0 && top + i < task.height
        ? UnsafePointer(tile.image + (top + i) * task.rowStride + left * task.channels)
        : task.zeros
    }
  }
  copyPatch(task, tile.image, top: top, left: left, size: size, to: patch)
  return SixLines { i in UnsafePointer(patch + min(i, size - 1) * size * task.channels) }
}

/// Where the up to six lines of a tile begin.
private struct SixLines {
  let a: UnsafePointer<Float>, b: UnsafePointer<Float>, c: UnsafePointer<Float>
  let d: UnsafePointer<Float>, e: UnsafePointer<Float>, f: UnsafePointer<Float>

  @inline(__always)
  init(_ line: (Int) -> UnsafePointer<Float>) {
    (a, b, c, d, e, f) = (line(0), line(1), line(2), line(3), line(4), line(5))
  }
}

extension Six {
  @inline(__always)
  fileprivate init(at lines: SixLines, _ offset: Int) {
    self.init(
      Lanes(at: lines.a + offset), Lanes(at: lines.b + offset), Lanes(at: lines.c + offset),
      Lanes(at: lines.d + offset), Lanes(at: lines.e + offset), Lanes(at: lines.f + offset))
  }
}

@inline(__always)
private func deltas(at lines: SixLines, _ offset: Int, count: Int) -> Six {
  let (a, b) = (Lanes(at: lines.a + offset), Lanes(at: lines.b + offset))
  if count == 2 { return Six(deltas: a, b) }
  return Six(deltas: a, b, Lanes(at: lines.c + offset), Lanes(at: lines.d + offset))
}

/// Aᵀ·M·A of every tile, then bias and what becomes of a finished sum; pixels outside of the picture are dropped.
func winogradOutput(_ task: WinogradTask) {
  let (m, lanes) = (task.tileSize, Lanes.scalarCount)
  forEachTile(task) { tile, room in
    let (rows, columns) = (min(m, task.height - tile.row), min(m, task.width - tile.column))
    for channel in stride(from: 0, to: task.channels, by: lanes) {
      for j in 0..<6 {
        let from = tile.domain + channel + j * tile.positionStride
        outputs(
          Six(at: from, stride: 6 * tile.positionStride), to: room + j * lanes, stride: 6 * lanes,
          count: m)
      }
      for i in 0..<rows {
        let (line, to) = (room + i * 6 * lanes, tile.image + (tile.row + i) * task.rowStride)
        // The line's numbers are read before its outputs take their place.
        outputs(Six(at: line, stride: lanes), to: line, stride: lanes, count: m)
        for j in 0..<columns {
          finish(
            Lanes(at: line + j * lanes), task, to + (tile.column + j) * task.channels + channel,
            channel)
        }
      }
    }
  }
}

@inline(__always)
private func outputs(_ six: Six, to p: UnsafeMutablePointer<Float>, stride: Int, count: Int) {
  if count == 2 {
    let two = six.twoOutputs
    two.0.store(to: p)
    two.1.store(to: p + stride)
  } else {
    let four = six.fourOutputs
    four.0.store(to: p)
    four.1.store(to: p + stride)
    four.2.store(to: p + 2 * stride)
    four.3.store(to: p + 3 * stride)
  }
}

@inline(__always)
private func finish(
  _ sum: Lanes, _ task: WinogradTask, _ to: UnsafeMutablePointer<Float>, _ channel: Int
) {
  var sum = sum
  if let bias = task.bias { sum += Lanes(at: bias + channel) }
  switch task.finish {
  case .none: break
  case .relu: sum = sum.rectified
  case .gate: sum = sum.gated(by: Lanes(at: to))
  }
  sum.store(to: to)
}

/// Where one tile is, in the picture and in the domain.
private struct Place {
  /// Pixel (0, 0) of the tile's sample.
  let image: UnsafeMutablePointer<Float>
  let row: Int
  let column: Int
  /// Position 0 of the 36.
  let domain: UnsafeMutablePointer<Float>
  /// From one of the 36 to the next.
  let positionStride: Int
}

@inline(__always)
private func forEachTile(
  _ task: WinogradTask, _ body: (Place, UnsafeMutablePointer<Float>) -> Void
) {
  var domain = task.domain
  for tileRow in task.tileRows {
    let (sample, down) = tileRow.quotientAndRemainder(dividingBy: task.tilesDown)
    for across in 0..<task.tilesAcross {
      let place = Place(
        image: task.image + sample * task.sampleStride, row: down * task.tileSize,
        column: across * task.tileSize, domain: domain,
        positionStride: task.tiles * task.channels)
      body(place, task.room)
      domain += task.channels
    }
  }
}

/// A square of the picture that reaches over its edge, with zeros there.
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

/// T·X·Tᵀ, lanes of channel pairs at a time.
func sandwich(_ task: SandwichTask) {
  let (n, m, lanes) = (task.inputSize, task.outputSize, Lanes.scalarCount)
  let room = task.room
  for pair in stride(from: task.range.lowerBound, to: task.range.upperBound, by: lanes) {
    for i in 0..<m {
      for j in 0..<n {
        var sum = Lanes.zero
        for k in 0..<n {
          sum.accumulate(
            Lanes(repeating: task.table[i * n + k]),
            Lanes(at: task.input + (k * n + j) * task.stride + pair))
        }
        sum.store(to: room + (i * n + j) * lanes)
      }
      for j in 0..<m {
        var sum = Lanes.zero
        for k in 0..<n {
          sum.accumulate(
            Lanes(repeating: task.table[j * n + k]), Lanes(at: room + (i * n + k) * lanes))
        }
        sum.store(to: task.output + (i * m + j) * task.stride + pair)
      }
    }
  }
}
