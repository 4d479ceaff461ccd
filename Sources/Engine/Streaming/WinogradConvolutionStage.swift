import KernelInterface

/// A convolution with its activation in Winograd's domain: 36 small products a chunk of tiles.
///
/// Rule 1 is the same with the mirrored kernel. Rule 2 is the transpose of the forward pass: deltas go into the
/// domain by A, are multiplied with the inputs there, and only the sum of all tiles comes back by Gᵀ.
final class WinogradConvolutionStage: Stage, @unchecked Sendable {
  private let below: Signal
  private let above: Signal
  private let geometry: ConvolutionGeometry
  private let activation: Activation
  private let store: ParameterStore
  private let weights: ParameterStore.Slot
  private let bias: ParameterStore.Slot
  private let workspace: Workspace
  private let kernels: KernelSet
  private let tileSize: Int
  /// G and Gᵀ.
  private let kernelTable: AlignedBuffer
  private let gradientTable: AlignedBuffer
  /// G·W·Gᵀ `[36, c_in, c_out]`, and that of the mirrored kernel `[36, c_out, c_in]`.
  private let kernel: AlignedBuffer
  private let mirrored: AlignedBuffer
  private let mirroredKernel: AlignedBuffer?
  /// What stands above and below a picture.
  private let zeros: AlignedBuffer
  /// Gradients in the domain by thread, `[36, c_in, c_out]`.
  private let gradients: [AlignedBuffer]

  init(
    below: Signal, above: Signal, geometry: ConvolutionGeometry, tileSize: Int,
    activation: Activation, store: ParameterStore, weights: ParameterStore.Slot,
    bias: ParameterStore.Slot, workspace: Workspace, kernels: KernelSet, threads: Int,
    sendsBack: Bool
  ) {
    self.below = below
    self.above = above
    self.geometry = geometry
    self.tileSize = tileSize
    self.activation = activation
    self.store = store
    self.weights = weights
    self.bias = bias
    self.workspace = workspace
    self.kernels = kernels
    let k = geometry.kernelSize
    let table = WinogradTables.kernelTable(kernelSize: k)
    kernelTable = AlignedBuffer(count: table.count)
    gradientTable = AlignedBuffer(count: table.count)
    for i in 0..<6 {
      for j in 0..<k {
        kernelTable.start[i * k + j] = Float(table[i * k + j])
        gradientTable.start[j * 6 + i] = Float(table[i * k + j])
      }
    }
    let pairs = geometry.inputChannels * geometry.outputChannels
    kernel = AlignedBuffer(count: 36 * pairs)
    mirrored = AlignedBuffer(count: sendsBack ? k * k * pairs : 0)
    mirroredKernel = sendsBack ? AlignedBuffer(count: 36 * pairs) : nil
    zeros = AlignedBuffer(count: 6 * max(geometry.inputChannels, geometry.outputChannels))
    gradients = (0..<threads).map { _ in AlignedBuffer(count: 36 * pairs) }
  }

  /// Tiles of one chunk: enough that 36 products are worth their operands, few enough for the second-level cache.
  private static let chunk = 112

  /// What a thread needs to work: a patch of the picture, then inputs and outputs of a chunk in the domain.
  static func workspaceCount(_ geometry: ConvolutionGeometry, tileSize: Int) -> Int {
    let channels = geometry.inputChannels + geometry.outputChannels
    let across = (geometry.width + tileSize - 1) / tileSize
    return patchCount(geometry) + 36 * channels * max(chunk, across)
  }

  private static func patchCount(_ geometry: ConvolutionGeometry) -> Int {
    36 * max(geometry.inputChannels, geometry.outputChannels)
  }

  private func domain(_ thread: Int) -> UnsafeMutablePointer<Float> {
    workspace.space(thread) + Self.patchCount(geometry)
  }

  func prepare(thread: Int, of threads: Int) {
    store.clearGradients(weights, thread: thread)
    store.clearGradients(bias, thread: thread)
    gradients[thread].clear()
    let pairs = geometry.inputChannels * geometry.outputChannels
    let range = share(thread, of: threads, count: pairs, unit: kernels.lanes)
    transform(store.values.start + weights.offset, to: kernel, range, thread)
    guard let mirroredKernel else { return }
    mirror(range)
    transform(mirrored.start, to: mirroredKernel, range, thread)
  }

  private func transform(
    _ weights: UnsafePointer<Float>, to domain: AlignedBuffer, _ range: Range<Int>, _ thread: Int
  ) {
    kernels.sandwich(
      SandwichTask(
        table: kernelTable.start, inputSize: geometry.kernelSize, outputSize: 6, input: weights,
        output: domain.start, stride: geometry.inputChannels * geometry.outputChannels,
        range: range, room: workspace.room(thread)))
  }

  /// W `[k, k, c_in, c_out]` turned by half a turn, `[k, k, c_out, c_in]`; the pairs of `range` in the result.
  private func mirror(_ range: Range<Int>) {
    let (n, m) = (geometry.inputChannels, geometry.outputChannels)
    let taps = geometry.kernelSize * geometry.kernelSize
    for tap in 0..<taps {
      let from = store.values.start + weights.offset + (taps - 1 - tap) * n * m
      let to = mirrored.start + tap * n * m
      for pair in range { to[pair] = from[pair % n * m + pair / n] }
    }
  }

  func forward(_ part: SubBatch) {
    correlate(
      from: below, below.values(part.thread), with: kernel, to: above, above.values(part.thread),
      bias: store.values.start + bias.offset, finish: activation == .relu ? .relu : .none, part)
    activation.applyUnlessFused(to: above, part)
  }

  func backward(_ part: SubBatch, sendsBack: Bool) {
    activation.backwardUnlessFused(above, part)
    addGradients(part)
    guard sendsBack, let mirroredKernel else { return }
    correlate(
      from: above, above.deltas(part.thread), with: mirroredKernel, to: below,
      below.deltas(part.thread), bias: nil, finish: below.isGated ? .gate : .none, part)
  }

  /// ∂W = Gᵀ·[Σ over tiles of (Bᵀ·d·B) ∘ (A·δ·Aᵀ)]·G.
  func completeGradients(thread: Int) {
    let pairs = geometry.inputChannels * geometry.outputChannels
    kernels.sandwich(
      SandwichTask(
        table: gradientTable.start, inputSize: 6, outputSize: geometry.kernelSize,
        input: gradients[thread].start, output: store.gradients[thread].start + weights.offset,
        stride: pairs, range: 0..<pairs, room: workspace.room(thread)))
  }

  private func correlate(
    from source: Signal, _ input: UnsafeMutablePointer<Float>, with kernel: AlignedBuffer,
    to target: Signal, _ output: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>?,
    finish: ProductTask.Finish, _ part: SubBatch
  ) {
    let (n, m) = (source.channels, target.channels)
    forEachChunk(part) { tileRows in
      let inputs = task(source, input, tileRows, domain: domain(part.thread), part)
      let tiles = inputs.tiles
      let sums = inputs.domain + 36 * tiles * n
      kernels.winogradInput(inputs)
      var product = ProductTask(
        a: inputs.domain, aRow: n, aStep: 1, b: kernel.start, bStep: m, c: sums, cRow: m,
        rows: tiles, columns: m, depth: n, room: workspace.room(part.thread))
      product.groups = 36
      product.aGroup = tiles * n
      product.bGroup = n * m
      product.cGroup = tiles * m
      kernels.product(product)
      var outputs = task(target, output, tileRows, domain: sums, part)
      outputs.bias = bias.map { UnsafePointer($0) }
      outputs.finish = finish
      kernels.winogradOutput(outputs)
    }
  }

  private func addGradients(_ part: SubBatch) {
    let (n, m) = (geometry.inputChannels, geometry.outputChannels)
    let deltas = above.deltas(part.thread)
    for sample in 0..<part.count {
      kernels.columnSums(
        ColumnSumTask(
          x: deltas + sample * above.sampleStride, group: above.rowStride, row: m,
          groups: above.height, rows: above.width, columns: m,
          to: store.gradients[part.thread].start + bias.offset,
          room: workspace.room(part.thread)))
    }
    forEachChunk(part) { tileRows in
      let inputs = task(
        below, below.values(part.thread), tileRows, domain: domain(part.thread), part)
      let tiles = inputs.tiles
      kernels.winogradInput(inputs)
      let slopes = task(above, deltas, tileRows, domain: inputs.domain + 36 * tiles * n, part)
      kernels.winogradDelta(slopes)
      var product = ProductTask(
        a: inputs.domain, aRow: 1, aStep: n, b: slopes.domain, bStep: m,
        c: gradients[part.thread].start, cRow: m, rows: n, columns: m, depth: tiles,
        room: workspace.room(part.thread))
      product.groups = 36
      product.aGroup = tiles * n
      product.bGroup = tiles * m
      product.cGroup = n * m
      product.accumulates = true
      kernels.product(product)
    }
  }

  private func forEachChunk(_ part: SubBatch, _ body: (Range<Int>) -> Void) {
    let across = (geometry.width + tileSize - 1) / tileSize
    let down = (geometry.height + tileSize - 1) / tileSize
    let rows = part.count * down
    let chunks = (rows + max(1, Self.chunk / across) - 1) / max(1, Self.chunk / across)
    for chunk in 0..<chunks { body(chunk * rows / chunks..<(chunk + 1) * rows / chunks) }
  }

  private func task(
    _ signal: Signal, _ image: UnsafeMutablePointer<Float>, _ tileRows: Range<Int>,
    domain: UnsafeMutablePointer<Float>, _ part: SubBatch
  ) -> WinogradTask {
    WinogradTask(
      image: image, sampleStride: signal.sampleStride, rowStride: signal.rowStride,
      channels: signal.channels, height: signal.height, width: signal.width,
      margin: signal.margin, tileSize: tileSize, radius: geometry.radius, tileRows: tileRows,
      zeros: zeros.start, domain: domain, room: workspace.room(part.thread))
  }
}
