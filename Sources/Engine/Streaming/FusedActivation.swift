extension Activation {
  /// Y = f(S) for activations that no kernel applies while it stores S.
  func applyUnlessFused(to signal: Signal, _ part: SubBatch) {
    guard self != .relu, self != .identity else { return }
    forEachRow(of: signal, part) { offset in
      let row = UnsafeMutableBufferPointer(
        start: signal.values(part.thread) + offset, count: signal.rowCount)
      apply(to: row, classes: signal.channels)
    }
  }

  /// δ = J_f · what was sent back, for activations whose derivative no kernel applies while it stores.
  func backwardUnlessFused(_ signal: Signal, _ part: SubBatch) {
    guard self != .relu, self != .identity else { return }
    forEachRow(of: signal, part) { offset in
      let count = signal.rowCount
      backward(
        UnsafeMutableBufferPointer(start: signal.deltas(part.thread) + offset, count: count),
        output: UnsafeBufferPointer(start: signal.values(part.thread) + offset, count: count),
        classes: signal.channels)
    }
  }

  private func forEachRow(of signal: Signal, _ part: SubBatch, _ body: (_ offset: Int) -> Void) {
    for sample in 0..<part.count {
      for row in 0..<signal.height { body(sample * signal.sampleStride + row * signal.rowStride) }
    }
  }
}
