import KernelInterface

extension Activation {
  /// What kernels do with a finished sum while they store it.
  var finish: ProductTask.Finish {
    switch function.fusion {
    case .rectifier: .relu
    case .trivial, .separate: .none
    }
  }

  /// Whether a delta must be made 0 where the value is not positive.
  var gatesDeltas: Bool { function.fusion == .rectifier }

  /// Whether a delta may overwrite its value: true if the derivative depends on nothing but the sign of the value, which
  /// the kernel reads just before it writes the delta.
  var letsDeltasReplaceValues: Bool { function.fusion != .separate }

  /// Y = f(S) for the activations that kernels do not apply while they store S.
  func applyUnlessFused(to signal: Signal, _ part: SubBatch) {
    guard function.fusion == .separate else { return }
    forEachRow(of: signal, part) { offset in
      let row = UnsafeMutableBufferPointer(
        start: signal.values(part.thread) + offset, count: signal.rowCount)
      function.apply(to: row, classes: signal.channels)
    }
  }

  /// δ = J_f · (input gradient of the layer above), for the activations whose derivative kernels do not apply while
  /// they store it.
  func backwardUnlessFused(_ signal: Signal, _ part: SubBatch) {
    guard function.fusion == .separate else { return }
    forEachRow(of: signal, part) { offset in
      let count = signal.rowCount
      function.backward(
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
