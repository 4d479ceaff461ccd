import KernelInterface

/// A dense layer with its activation: three matrix products by the micro-kernel.
final class DenseStage: Stage, @unchecked Sendable {
  private let below: Signal
  private let above: Signal
  private let activation: Activation
  private let store: ParameterStore
  let weights: ParameterStore.Slot
  private let bias: ParameterStore.Slot
  private let workspace: Workspace
  private let kernels: KernelSet
  private let batch: CurrentBatch
  /// True if the input is not overwritten before the backward pass ends.
  private let keepsInputs: Bool
  /// W `[out, in]` for Rule 1, transposed once per update; nil when the layer computes no input gradient.
  private let transposed: AlignedBuffer?

  /// True if the update computes Rule 2 for this batch, not the backward pass.
  var leavesGradientToUpdate: Bool { keepsInputs && batch.isAtOnce }

  private var inputs: Int { weights.columns }
  var units: Int { weights.rows }

  init(
    _ site: StageSite, activation: Activation, weights: ParameterStore.Slot,
    bias: ParameterStore.Slot
  ) {
    below = site.below
    above = site.above
    self.activation = activation
    store = site.store
    self.weights = weights
    self.bias = bias
    workspace = site.workspace
    kernels = site.kernels
    batch = site.batch
    keepsInputs = !site.sendsBack || !site.below.isInPlace
    transposed = site.sendsBack ? AlignedBuffer(count: weights.count) : nil
  }

  func prepare(thread: Int, of threads: Int) {
    if !leavesGradientToUpdate { store.clearGradients(weights, thread: thread) }
    store.clearGradients(bias, thread: thread)
    guard let transposed else { return }
    let rows = share(thread, of: threads, count: inputs, unit: 16)
    kernels.transpose(
      TransposeTask(
        from: store.values.start + weights.offset + rows.lowerBound * units, fromRow: units,
        to: transposed.start + rows.lowerBound, toRow: inputs, rows: rows.count, columns: units,
        room: workspace.room(thread)))
  }

  /// S = X·W + b `[n, out]`.
  func forward(_ part: SubBatch) {
    var task = ProductTask(
      a: below.values(part.thread), aRow: below.sampleStride, aStep: 1,
      b: store.values.start + weights.offset, bStep: units, c: above.values(part.thread),
      cRow: above.sampleStride, rows: part.count, columns: units, depth: inputs,
      room: workspace.room(part.thread))
    task.bias = UnsafePointer(store.values.start + bias.offset)
    task.finish = activation.finish
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
    if !leavesGradientToUpdate {
      addGradient(
        ofRows: 0..<inputs, from: part.thread, count: part.count, to: gradients + weights.offset,
        isFirst: false, thread: part.thread)
    }
    guard sendsBack, let transposed else { return }
    var back = ProductTask(
      a: deltas, aRow: above.sampleStride, aStep: 1, b: transposed.start, bStep: inputs,
      c: below.deltas(part.thread), cRow: below.sampleStride, rows: part.count, columns: inputs,
      depth: units, room: workspace.room(part.thread))
    back.copyRoom = workspace.space(part.thread)
    back.finish = below.isGated ? .gate : .none
    kernels.product(back)
  }

  /// Some rows of ∂W, summed over the whole batch, computed when the update needs them, so that they stay in the
  /// cache.
  ///
  /// - Parameters:
  ///   - rows: inputs.
  ///   - gradient: `[rows, out]`, overwritten.
  ///   - thread: the thread whose scratch buffer is used.
  func gradient(ofRows rows: Range<Int>, to gradient: UnsafeMutablePointer<Float>, thread: Int) {
    var isFirst = true
    for source in 0..<batch.threadCount {
      let count = batch.samples(source).count
      guard count > 0 else { continue }
      addGradient(
        ofRows: rows, from: source, count: count, to: gradient, isFirst: isFirst, thread: thread)
      isFirst = false
    }
  }

  /// ∂W = Xᵀ·δ or ∂W += Xᵀ·δ over the samples of the thread `source`, for some rows of ∂W.
  private func addGradient(
    ofRows rows: Range<Int>, from source: Int, count: Int,
    to gradient: UnsafeMutablePointer<Float>, isFirst: Bool, thread: Int
  ) {
    var task = ProductTask(
      a: below.values(source) + rows.lowerBound, aRow: 1, aStep: below.sampleStride,
      b: above.deltas(source), bStep: above.sampleStride, c: gradient, cRow: units,
      rows: rows.count, columns: units, depth: count, room: workspace.room(thread))
    task.accumulates = !isFirst
    task.copyRoom = workspace.space(thread)
    kernels.product(task)
  }
}

extension Dense: StreamedLayer where Element == Float {
  /// A large layer whose input is not overwritten by deltas before the backward pass ends can leave its gradient to the
  /// update, so it asks for that.
  func needs(_ kernels: KernelSet) -> StreamingNeeds {
    var needs = StreamingNeeds()
    needs.workspaceCount = kernels.blocking.copyCount
    needs.keepsInputs = inputShape.count * outputShape.count >= 1 << 15
    return needs
  }

  func stage(_ site: StageSite) -> (any Stage)? {
    guard let weights = site.slot(.weights), let bias = site.slot(.bias) else { return nil }
    return DenseStage(site, activation: activation, weights: weights, bias: bias)
  }
}
