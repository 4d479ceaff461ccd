import KernelInterface

/// The largest of every window; the first wins a tie and a nan wins over numbers.
func maxPooling(_ task: PoolingTask) {
  forEachWindow(task) { image, pooled, count in
    store(largest(task, image), to: pooled, count)
  }
}

/// The way back, in place: the winner takes the window's delta, the others 0.
func maxPoolingBack(_ task: PoolingTask) {
  forEachWindow(task) { image, pooled, count in
    var best = largest(task, image)
    // Nothing equals a nan: a window without a winner, or one that has had it.
    if task.gates { best.replace(with: .nan, where: best .<= 0) }
    let delta = Lanes(at: pooled)
    for i in 0..<task.size {
      for j in 0..<task.size {
        let place = image + i * task.imageRow + j * task.channels
        let value = Lanes(at: place)
        store(Lanes.zero.replacing(with: delta, where: value .== best), to: place, count)
        best.replace(with: .nan, where: value .== best)
      }
    }
  }
}

@inline(__always)
private func largest(_ task: PoolingTask, _ image: UnsafeMutablePointer<Float>) -> Lanes {
  var best = Lanes(at: image)
  for i in 0..<task.size {
    for j in 0..<task.size {
      let value = Lanes(at: image + i * task.imageRow + j * task.channels)
      best.replace(with: value, where: (value .> best) .| (value .!= value))
    }
  }
  return best
}

/// Calls `body` with every window's upper left corner, its result, and how many lanes of channels are meant.
@inline(__always)
private func forEachWindow(
  _ task: PoolingTask,
  _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
) {
  let lanes = Lanes.scalarCount
  for sample in 0..<task.samples {
    for row in 0..<task.height {
      var image = task.image + sample * task.imageSample + row * task.size * task.imageRow
      var pooled = task.pooled + sample * task.pooledSample + row * task.pooledRow
      for _ in 0..<task.width {
        for channel in stride(from: 0, to: task.channels, by: lanes) {
          body(image + channel, pooled + channel, min(lanes, task.channels - channel))
        }
        image += task.size * task.channels
        pooled += task.channels
      }
    }
  }
}

/// The first lanes only: those behind belong to the next pixel.
@inline(__always)
private func store(_ lanes: Lanes, to p: UnsafeMutablePointer<Float>, _ count: Int) {
  if count == Lanes.scalarCount {
    lanes.store(to: p)
  } else if 2 * count == Lanes.scalarCount {
    let half = lanes.lowHalf
    UnsafeMutableRawPointer(p).storeBytes(of: half, as: type(of: half))
  } else {
    for i in 0..<count { p[i] = lanes[i] }
  }
}
