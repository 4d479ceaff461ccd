import KernelInterface

/// A convolution with its activation by the micro-kernel alone: rows of the picture with their margins already are
/// the left operand, so no columns are laid out.
///
/// With few output channels several neighbouring pixels share a register: the kernel is made so many taps
/// wider, shifted by a tap for each, and a row of the product holds the outputs of all of them.
final class TiledConvolutionStage: Stage, @unchecked Sendable {
  private let below: Signal
  private let above: Signal
  private let geometry: ConvolutionGeometry
  private let activation: Activation
  private let store: ParameterStore
  private let weights: ParameterStore.Slot
  private let bias: ParameterStore.Slot
  private let workspace: Workspace
  private let kernels: KernelSet
  private let forwardKernel: WidenedKernel
  /// The mirrored kernel of Rule 1; nil when nothing is sent back.
  private let backwardKernel: WidenedKernel?
  private let widenedBias: AlignedBuffer
  /// Gradients of the widened kernel by thread; empty when it is not wider.
  private let widenedGradients: [AlignedBuffer]

  init(
    below: Signal, above: Signal, geometry: ConvolutionGeometry, activation: Activation,
    store: ParameterStore, weights: ParameterStore.Slot, bias: ParameterStore.Slot,
    workspace: Workspace, kernels: KernelSet, threads: Int, sendsBack: Bool
  ) {
    self.below = below
    self.above = above
    self.geometry = geometry
    self.activation = activation
    self.store = store
    self.weights = weights
    self.bias = bias
    self.workspace = workspace
    self.kernels = kernels
    let forward = WidenedKernel(geometry: geometry, lanes: kernels.lanes)
    forwardKernel = forward
    backwardKernel =
      sendsBack ? WidenedKernel(geometry: geometry.reversed, lanes: kernels.lanes) : nil
    widenedBias = AlignedBuffer(count: forward.columns)
    widenedGradients =
      forward.pixels > 1 ? (0..<threads).map { _ in AlignedBuffer(count: forward.count) } : []
  }

  func prepare(thread: Int, of threads: Int) {
    store.clearGradients(weights, thread: thread)
    store.clearGradients(bias, thread: thread)
    if !widenedGradients.isEmpty { widenedGradients[thread].clear() }
    // Small enough for one thread; with two the second has the mirrored one.
    if thread == 0 {
      forwardKernel.widen(store.values.start + weights.offset)
      for place in 0..<forwardKernel.columns {
        widenedBias.start[place] = store.values.start[bias.offset + place % bias.count]
      }
    }
    if thread == threads - 1 {
      backwardKernel?.widenMirrored(store.values.start + weights.offset)
    }
  }

  /// S = Σ over rows a of the kernel of X[row j + a] · W[a], plus b.
  func forward(_ part: SubBatch) {
    correlate(
      from: below, below.values(part.thread), with: forwardKernel, to: above,
      above.values(part.thread), bias: widenedBias.start,
      finish: activation == .relu ? .relu : .none, part)
    activation.applyUnlessFused(to: above, part)
  }

  /// Rule 2, then Rule 1: the correlation of δ with the mirrored kernel.
  func backward(_ part: SubBatch, sendsBack: Bool) {
    activation.backwardUnlessFused(above, part)
    addGradients(part)
    guard sendsBack, let backwardKernel else { return }
    correlate(
      from: above, above.deltas(part.thread), with: backwardKernel, to: below,
      below.deltas(part.thread), bias: nil, finish: below.isGated ? .gate : .none, part)
  }

  func completeGradients(thread: Int) {
    guard !widenedGradients.isEmpty else { return }
    forwardKernel.narrow(
      widenedGradients[thread].start, to: store.gradients[thread].start + weights.offset)
  }

  private func correlate(
    from source: Signal, _ input: UnsafeMutablePointer<Float>, with kernel: WidenedKernel,
    to target: Signal, _ output: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>?,
    finish: ProductTask.Finish, _ part: SubBatch
  ) {
    let (k, r, height) = (geometry.kernelSize, geometry.radius, geometry.height)
    for sample in 0..<part.count {
      let x = input + sample * source.sampleStride - r * source.channels
      let y = output + sample * target.sampleStride
      var row = 0
      while row < height {
        // Rows whose windows lie in the picture go together; at the edges each has fewer kernel rows.
        let taps = max(0, r - row)..<min(k, height + r - row)
        let isInner = taps.count == k
        let rows = isInner ? max(1, height - r - row) : 1
        var task = ProductTask(
          a: x + (row + taps.lowerBound - r) * source.rowStride,
          aRow: kernel.pixels * source.channels,
          aStep: 1, b: kernel.values(row: taps.lowerBound), bStep: kernel.columns,
          c: y + row * target.rowStride, cRow: kernel.columns,
          rows: geometry.width / kernel.pixels, columns: kernel.columns, depth: kernel.depth,
          room: workspace.room(part.thread))
        task.groups = rows
        task.aGroup = source.rowStride
        task.cGroup = target.rowStride
        task.segments = taps.count
        task.aSegment = source.rowStride
        task.bSegment = kernel.rowCount
        task.bias = bias.map { UnsafePointer($0) }
        task.finish = finish
        kernels.product(task)
        row += rows
      }
    }
  }

  /// ∂W[a] += X[row j + a]ᵀ · δ[row j] over rows and samples, ∂b += Σ δ.
  private func addGradients(_ part: SubBatch) {
    let gradients = store.gradients[part.thread].start
    let kernel = forwardKernel
    let sums =
      widenedGradients.isEmpty
      ? gradients + weights.offset : widenedGradients[part.thread].start
    // Some rows of δ meet all rows of the kernel while they are in the cache.
    let terms = geometry.width / kernel.pixels
    let rowsTogether = max(1, KernelSet.deepest / terms)
    for sample in 0..<part.count {
      let d = above.deltas(part.thread) + sample * above.sampleStride
      kernels.columnSums(
        ColumnSumTask(
          x: d, group: above.rowStride, row: above.channels, groups: geometry.height,
          rows: above.width, columns: above.channels, to: gradients + bias.offset,
          room: workspace.room(part.thread)))
      for top in stride(from: 0, to: geometry.height, by: rowsTogether) {
        let rows = top..<min(top + rowsTogether, geometry.height)
        for a in 0..<geometry.kernelSize {
          addGradients(kernelRow: a, rows, sample, to: sums + a * kernel.rowCount, part)
        }
      }
    }
  }

  /// The terms of one row of the kernel that some rows of one sample's δ bring.
  private func addGradients(
    kernelRow a: Int, _ deltaRows: Range<Int>, _ sample: Int,
    to sums: UnsafeMutablePointer<Float>, _ part: SubBatch
  ) {
    let (kernel, shift) = (forwardKernel, a - geometry.radius)
    // Those of δ for which this row of the kernel lies in the picture.
    let first = max(0, -shift)
    let rows = deltaRows.clamped(
      to: first..<max(first, min(geometry.height, geometry.height - shift)))
    guard !rows.isEmpty else { return }
    let x =
      below.values(part.thread) + sample * below.sampleStride - geometry.radius * below.channels
    let d = above.deltas(part.thread) + sample * above.sampleStride
    var task = ProductTask(
      a: x + (rows.lowerBound + shift) * below.rowStride, aRow: 1,
      aStep: kernel.pixels * below.channels, b: d + rows.lowerBound * above.rowStride,
      bStep: kernel.columns, c: sums, cRow: kernel.columns, rows: kernel.depth,
      columns: kernel.columns, depth: geometry.width / kernel.pixels,
      room: workspace.room(part.thread))
    task.segments = rows.count
    task.aSegment = below.rowStride
    task.bSegment = above.rowStride
    task.accumulates = true
    kernels.product(task)
  }
}
