import KernelInterface

/// The largest of every window; a nan wins over numbers.
func maxPooling(_ task: PoolingTask) { forEachWindow(task, Largest()) }

/// The backward pass, in place: the winner of each window gets its delta, the others 0. The first wins a tie.
func maxPoolingBack(_ task: PoolingTask) { forEachWindow(task, Winners()) }

private struct Largest: WindowVisitor {
  @inline(__always)
  func visit(
    _ task: PoolingTask, _ image: UnsafeMutablePointer<Float>,
    _ pooled: UnsafeMutablePointer<Float>, _ places: some WindowPlaces
  ) {
    places.storeResult(largest(task, image, places), to: pooled)
  }
}

private struct Winners: WindowVisitor {
  @inline(__always)
  func visit(
    _ task: PoolingTask, _ image: UnsafeMutablePointer<Float>,
    _ pooled: UnsafeMutablePointer<Float>, _ places: some WindowPlaces
  ) {
    var best = largest(task, image, places)
    // With nan as the largest value no element of the window is equal to it, so the window has no winner.
    if task.gates { best.replace(with: .nan, where: best .<= 0) }
    let delta = Lanes(at: pooled)
    var isOpen = best .== best
    forEachPixel(task, image) { pixel in
      let equals = places.load(pixel) .== best
      places.store(Lanes.zero.replacing(with: delta, where: equals .& isOpen), to: pixel)
      isOpen = isOpen .& .!equals
    }
  }
}

@inline(__always)
private func largest(
  _ task: PoolingTask, _ image: UnsafeMutablePointer<Float>, _ places: some WindowPlaces
) -> Lanes {
  var best = places.load(image)
  var isNumber = best .== best
  // A comparison with nan is always false, so nans are looked for separately.
  forEachPixel(task, image) { pixel in
    let value = places.load(pixel)
    best.replace(with: value, where: value .> best)
    isNumber = isNumber .& (value .== value)
  }
  return Lanes(repeating: .nan).replacing(with: best, where: isNumber)
}

@inline(__always)
private func forEachPixel(
  _ task: PoolingTask, _ image: UnsafeMutablePointer<Float>,
  _ body: (UnsafeMutablePointer<Float>) -> Void
) {
  var row = image
  for _ in 0..<task.size {
    var pixel = row
    for _ in 0..<task.size {
      body(pixel)
      pixel += task.channels
    }
    row += task.imageRow
  }
}
