import KernelInterface

/// The way of the inputs into the domain: Bᵀ·X·B of the square of the picture that each tile depends on; outside of
/// the picture it is 0.
func winogradInput(_ task: WinogradTask) {
  task.points == Six.points ? input(task, Six.self) : input(task, Eight.self)
}

/// The way of the deltas into the domain for Rule 2: A·δ·Aᵀ of every tile; outside of the picture deltas are 0.
func winogradDelta(_ task: WinogradTask) {
  task.points == Six.points ? delta(task, Six.self) : delta(task, Eight.self)
}

/// The way out of the domain: Aᵀ·M·A of every tile, then bias and activation or gate; pixels outside of the picture
/// are dropped.
func winogradOutput(_ task: WinogradTask) {
  task.points == Six.points ? output(task, Six.self) : output(task, Eight.self)
}

@inline(__always)
private func input<Line: WinogradLine>(_ task: WinogradTask, _ line: Line.Type) {
  let (points, lanes, room) = (Line.points, Lanes.scalarCount, task.room)
  forEachTile(task) { tile in
    let lines = TileLines(
      task, tile, top: tile.row - task.radius, left: tile.column - task.radius, size: points,
      patch: room + points * points * lanes)
    for channel in stride(from: 0, to: task.channels, by: lanes) {
      for j in 0..<points {
        Line(at: lines, j * task.channels + channel).inputTransformed
          .store(to: room + j * lanes, stride: points * lanes)
      }
      for i in 0..<points {
        Line(at: room + i * points * lanes, stride: lanes).inputTransformed
          .store(
            to: tile.domain + channel + i * points * tile.positionStride,
            stride: tile.positionStride)
      }
    }
  }
}

@inline(__always)
private func delta<Line: WinogradLine>(_ task: WinogradTask, _ line: Line.Type) {
  let (points, m) = (Line.points, WinogradTask.tileSize)
  let (lanes, room) = (Lanes.scalarCount, task.room)
  forEachTile(task) { tile in
    let lines = TileLines(
      task, tile, top: tile.row, left: tile.column, size: m, patch: room + points * m * lanes)
    for channel in stride(from: 0, to: task.channels, by: lanes) {
      for j in 0..<m {
        Line(deltas: Four(at: lines, j * task.channels + channel))
          .store(to: room + j * lanes, stride: m * lanes)
      }
      for i in 0..<points {
        Line(deltas: Four(at: room + i * m * lanes, stride: lanes))
          .store(
            to: tile.domain + channel + i * points * tile.positionStride,
            stride: tile.positionStride)
      }
    }
  }
}

@inline(__always)
private func output<Line: WinogradLine>(_ task: WinogradTask, _ line: Line.Type) {
  let (points, lanes, room) = (Line.points, Lanes.scalarCount, task.room)
  forEachTile(task) { tile in
    let rows = min(WinogradTask.tileSize, task.height - tile.row)
    let columns = min(WinogradTask.tileSize, task.width - tile.column)
    for channel in stride(from: 0, to: task.channels, by: lanes) {
      for j in 0..<points {
        Line(
          at: tile.domain + channel + j * tile.positionStride, stride: points * tile.positionStride
        ).outputs.store(to: room + j * lanes, stride: points * lanes)
      }
      for i in 0..<rows {
        let sums = Line(at: room + i * points * lanes, stride: lanes).outputs
        let to =
          tile.image + (tile.row + i) * task.rowStride + tile.column * task.channels + channel
        finish(sums.a, task, to, channel)
        if columns > 1 { finish(sums.b, task, to + task.channels, channel) }
        if columns > 2 { finish(sums.c, task, to + 2 * task.channels, channel) }
        if columns > 3 { finish(sums.d, task, to + 3 * task.channels, channel) }
      }
    }
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
