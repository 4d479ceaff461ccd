import KernelInterface

/// Bᵀ·X·B of every 6×6 stretch of the picture; outside of it stands 0.
func winogradInput(_ task: WinogradTask) {
  forEachTile(task) { tile, room in
    let patch = room + 36 * Lanes.scalarCount
    let (top, left) = (tile.row - task.radius, tile.column - task.radius)
    var (from, row, pixel) = (UnsafePointer(patch), 6 * task.channels, task.channels)
    if top >= 0, top + 6 <= task.height, left >= -task.margin,
      left + 6 <= task.width + task.margin
    {
      from = UnsafePointer(tile.image + top * task.rowStride + left * task.channels)
      row = task.rowStride
      pixel = task.channels
    } else {
      copyPatch(task, tile.image, top: top, left: left, size: 6, to: patch)
    }
    for channel in stride(from: 0, to: task.channels, by: Lanes.scalarCount) {
      for j in 0..<6 {
        Six(at: from + j * pixel + channel, stride: row).inputTransformed
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
    var (from, row) = (UnsafePointer(patch), m * task.channels)
    if tile.row + m <= task.height, tile.column + m <= task.width {
      from = UnsafePointer(tile.image + tile.row * task.rowStride + tile.column * task.channels)
      row = task.rowStride
    } else {
      copyPatch(task, tile.image, top: tile.row, left: tile.column, size: m, to: patch)
    }
    for channel in stride(from: 0, to: task.channels, by: lanes) {
      for j in 0..<m {
        deltas(at: from + j * task.channels + channel, stride: row, count: m)
          .store(to: room + j * lanes, stride: m * lanes)
      }
      for i in 0..<6 {
        deltas(at: room + i * m * lanes, stride: lanes, count: m)
          .store(
            to: tile.domain + channel + i * 6 * tile.positionStride, stride: tile.positionStride)
      }
    }
  }
}

@inline(__always)
private func deltas(at p: UnsafePointer<Float>, stride: Int, count: Int) -> Six {
  if count == 2 { return Six(deltas: Lanes(at: p), Lanes(at: p + stride)) }
  return Six(
    deltas: Lanes(at: p), Lanes(at: p + stride), Lanes(at: p + 2 * stride),
    Lanes(at: p + 3 * stride))
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
