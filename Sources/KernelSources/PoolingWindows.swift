import KernelInterface

/// What is computed for every window of a picture.
protocol WindowVisitor {
  /// Called once per window and register of channels: `image` is the upper left corner of the window, `pooled` the
  /// place of its result, `places` says which elements there the lanes of a register stand for.
  func visit(
    _ task: PoolingTask, _ image: UnsafeMutablePointer<Float>,
    _ pooled: UnsafeMutablePointer<Float>, _ places: some WindowPlaces)
}

/// Which elements of a picture, and of the results of its windows, the lanes of a register stand for.
protocol WindowPlaces {
  func load(_ pixel: UnsafePointer<Float>) -> Lanes
  func store(_ lanes: Lanes, to pixel: UnsafeMutablePointer<Float>)
  func storeResult(_ lanes: Lanes, to pooled: UnsafeMutablePointer<Float>)
}

/// Calls the visitor for every window and register of channels; two windows share one when channels are few.
@inline(__always)
func forEachWindow(_ task: PoolingTask, _ visitor: some WindowVisitor) {
  let (lanes, distance) = (Lanes.scalarCount, task.size * task.channels)
  let pairs = 2 * task.channels == lanes ? task.width / 2 : 0
  for sample in 0..<task.samples {
    for row in 0..<task.height {
      var image = task.image + sample * task.imageSample + row * task.size * task.imageRow
      var pooled = task.pooled + sample * task.pooledSample + row * task.pooledRow
      for _ in 0..<pairs {
        visitor.visit(task, image, pooled, TwoWindows(distance: distance))
        image += 2 * distance
        pooled += 2 * task.channels
      }
      for _ in 2 * pairs..<task.width {
        var channel = 0
        while channel + lanes <= task.channels {
          visitor.visit(task, image + channel, pooled + channel, FullRegister())
          channel += lanes
        }
        if channel < task.channels {
          visitor.visit(
            task, image + channel, pooled + channel,
            PartOfRegister(count: task.channels - channel))
        }
        image += distance
        pooled += task.channels
      }
    }
  }
}

/// All lanes are neighbouring channels of one pixel.
private struct FullRegister: WindowPlaces {
  @inline(__always)
  func load(_ pixel: UnsafePointer<Float>) -> Lanes { Lanes(at: pixel) }
  @inline(__always)
  func store(_ lanes: Lanes, to pixel: UnsafeMutablePointer<Float>) { lanes.store(to: pixel) }
  @inline(__always)
  func storeResult(_ lanes: Lanes, to pooled: UnsafeMutablePointer<Float>) {
    lanes.store(to: pooled)
  }
}

/// The first `count` lanes are the last channels of a pixel; the others are not used.
private struct PartOfRegister: WindowPlaces {
  let count: Int

  @inline(__always)
  func load(_ pixel: UnsafePointer<Float>) -> Lanes { Lanes(at: pixel) }
  @inline(__always)
  func store(_ lanes: Lanes, to pixel: UnsafeMutablePointer<Float>) {
    for i in 0..<count { pixel[i] = lanes[i] }
  }
  @inline(__always)
  func storeResult(_ lanes: Lanes, to pooled: UnsafeMutablePointer<Float>) {
    store(lanes, to: pooled)
  }
}

/// Half of the lanes are the channels of one window, half those of its right neighbour; their results lie side by
/// side.
private struct TwoWindows: WindowPlaces {
  let distance: Int

  @inline(__always)
  func load(_ pixel: UnsafePointer<Float>) -> Lanes {
    Lanes(halfAt: pixel, andAt: pixel + distance)
  }
  @inline(__always)
  func store(_ lanes: Lanes, to pixel: UnsafeMutablePointer<Float>) {
    lanes.storeHalves(to: pixel, and: pixel + distance)
  }
  @inline(__always)
  func storeResult(_ lanes: Lanes, to pooled: UnsafeMutablePointer<Float>) {
    lanes.store(to: pooled)
  }
}
