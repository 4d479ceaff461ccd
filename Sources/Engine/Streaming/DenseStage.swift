import KernelInterface

/// A dense layer with its activation: three products of the micro-kernel.
final class DenseStage: Stage, @unchecked Sendable {
  private let below: Signal
  private let above: Signal
  private let activation: Activation
  private let store: ParameterStore
  private let weights: ParameterStore.Slot
  private let bias: ParameterStore.Slot
  private let workspace: Workspace
  private let kernels: KernelSet
  /// W `[out, in]` for Rule 1, made anew for every update; nil when nothing is sent back.
  private let transposed: AlignedBuffer?

  private var inputs: Int { weights.columns }
  private var units: Int { weights.rows }

  init(
    below: Signal, above: Signal, activation: Activation, store: ParameterStore,
    weights: ParameterStore.Slot, bias: ParameterStore.Slot, workspace: Workspace,
    kernels: KernelSet, sendsBack: Bool
  ) {
    self.below = below
    self.above = above
    self.activation = activation
    self.store = store
    self.weights = weights
    self.bias = bias
    self.workspace = workspace
    self.kernels = kernels
    transposed = sendsBack ? AlignedBuffer(count: weights.count) : nil
  }

  func prepare(thread: Int, of threads: Int) {
    store.clearGradients(weights, thread: thread)
    store.clearGradients(bias, thread: thread)
    guard let transposed else { return }
    let (from, to) = (store.values.start + weights.offset, transposed.start)
    let (inputs, units) = (inputs, units)
    let edge = 16  // a square of 16×16 numbers stays in the first-level cache
    for top in stride(from: 0, to: units, by: edge) {
      let rows = share(thread, of: threads, count: inputs, unit: edge)
      for left in stride(from: rows.lowerBound, to: rows.upperBound, by: edge) {
        for unit in top..<min(top + edge, units) {
          for input in left..<min(left + edge, rows.upperBound) {
            to[unit * inputs + input] = from[input * units + unit]
          }
        }
      }
    }
  }

  /// S = X·W + b `[n, out]`.
  func forward(_ part: SubBatch) {
    var task = ProductTask(
      a: below.values(part.thread), aRow: below.sampleStride, aStep: 1,
      b: store.values.start + weights.offset, bStep: units, c: above.values(part.thread),
      cRow: above.sampleStride, rows: part.count, columns: units, depth: inputs,
      room: workspace.room(part.thread))
    task.bias = UnsafePointer(store.values.start + bias.offset)
    task.finish = activation == .relu ? .relu : .none
    kernels.product(task)
    activation.applyUnlessFused(to: above, part)
  }

  /// ∂W += Xᵀ·δ, ∂b += Σ δ, then G = δ·Wᵀ.
  func backward(_ part: SubBatch, sendsBack: Bool) {
    activation.backwardUnlessFused(above, part)
    let (deltas, gradients) = (above.deltas(part.thread), store.gradients[part.thread].start)
    kernels.columnSums(
      ColumnSumTask(
        x: deltas, group: 0, row: above.sampleStride, groups: 1, rows: part.count, columns: units,
        to: gradients + bias.offset, room: workspace.room(part.thread)))
    var task = ProductTask(
      a: below.values(part.thread), aRow: 1, aStep: below.sampleStride, b: deltas,
      bStep: above.sampleStride, c: gradients + weights.offset, cRow: units, rows: inputs,
      columns: units, depth: part.count, room: workspace.room(part.thread))
    task.accumulates = true
    kernels.product(task)
    guard sendsBack, let transposed else { return }
    var back = ProductTask(
      a: deltas, aRow: above.sampleStride, aStep: 1, b: transposed.start, bStep: inputs,
      c: below.deltas(part.thread), cRow: below.sampleStride, rows: part.count, columns: inputs,
      depth: units, room: workspace.room(part.thread))
    back.finish = below.isGated ? .gate : .none
    kernels.product(back)
  }
}
