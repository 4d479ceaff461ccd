import KernelInterface

/// A convolution with its activation in Winograd's domain: 36 (3×3) or 64 (5×5) small matrix products per chunk of
/// tiles.
///
/// Rule 1 is the same with the mirrored kernel. Rule 2 is the transpose of the forward pass: deltas are brought
/// into the domain by A and multiplied with the inputs there; the sum over all tiles is brought back by Gᵀ.
final class WinogradConvolutionStage: CorrelationStage, @unchecked Sendable {
  let site: ConvolutionSite
  private let tiling: WinogradTiling
  /// G and Gᵀ.
  private let kernelTable: AlignedBuffer
  private let gradientTable: AlignedBuffer
  /// G·W·Gᵀ `[positions, c_in, c_out]`, and that of the mirrored kernel `[positions, c_out, c_in]`.
  let kernel: AlignedBuffer
  let mirroredKernel: AlignedBuffer?
  private let mirrored: AlignedBuffer
  /// Zeros, read in place of rows above and below a picture.
  private let zeros: AlignedBuffer
  /// Gradients in the domain by thread, `[positions, c_in, c_out]`.
  private let gradients: [AlignedBuffer]

  init(_ site: ConvolutionSite, tables: WinogradTables) {
    self.site = site
    let (geometry, k) = (site.geometry, site.geometry.kernelSize)
    let (points, table) = (tables.count, tables.kernelTable)
    tiling = WinogradTiling(geometry: geometry)
    let positions = tiling.positions
    kernelTable = AlignedBuffer(count: table.count)
    gradientTable = AlignedBuffer(count: table.count)
    for i in 0..<points {
      for j in 0..<k {
        kernelTable.start[i * k + j] = Float(table[i * k + j])
        gradientTable.start[j * points + i] = Float(table[i * k + j])
      }
    }
    let pairs = geometry.inputChannels * geometry.outputChannels
    kernel = AlignedBuffer(count: positions * pairs)
    mirrored = AlignedBuffer(count: site.sendsBack ? k * k * pairs : 0)
    mirroredKernel = site.sendsBack ? AlignedBuffer(count: positions * pairs) : nil
    zeros = AlignedBuffer(count: points * max(geometry.inputChannels, geometry.outputChannels))
    gradients = (0..<site.threads).map { _ in AlignedBuffer(count: positions * pairs) }
  }

  private var pairs: Int { site.geometry.inputChannels * site.geometry.outputChannels }
  var biasValues: UnsafePointer<Float> {
    UnsafePointer(site.store.values.start + site.bias.offset)
  }

  func prepare(thread: Int, of threads: Int) {
    clearGradients(thread: thread)
    gradients[thread].clear()
    let range = share(thread, of: threads, count: pairs, unit: site.kernels.lanes)
    transform(site.store.values.start + site.weights.offset, to: kernel, range, thread)
    guard let mirroredKernel else { return }
    mirror(range)
    transform(mirrored.start, to: mirroredKernel, range, thread)
  }

  private func transform(
    _ weights: UnsafePointer<Float>, to domain: AlignedBuffer, _ range: Range<Int>, _ thread: Int
  ) {
    site.kernels.sandwich(
      SandwichTask(
        table: kernelTable.start, inputSize: site.geometry.kernelSize,
        outputSize: tiling.points, input: weights,
        output: domain.start, stride: pairs,
        range: range, room: site.workspace.room(thread)))
  }

  /// W `[k, k, c_in, c_out]` turned by half a turn, `[k, k, c_out, c_in]`; the pairs of `range` in the result.
  private func mirror(_ range: Range<Int>) {
    let (n, m) = (site.geometry.inputChannels, site.geometry.outputChannels)
    let taps = site.geometry.kernelSize * site.geometry.kernelSize
    for tap in 0..<taps {
      let from = site.store.values.start + site.weights.offset + (taps - 1 - tap) * n * m
      let to = mirrored.start + tap * n * m
      for pair in range { to[pair] = from[pair % n * m + pair / n] }
    }
  }

  /// ∂W = Gᵀ·[Σ over tiles of (Bᵀ·d·B) ∘ (A·δ·Aᵀ)]·G.
  func completeGradients(thread: Int) {
    site.kernels.sandwich(
      SandwichTask(
        table: gradientTable.start, inputSize: tiling.points,
        outputSize: site.geometry.kernelSize, input: gradients[thread].start,
        output: site.store.gradients[thread].start + site.weights.offset, stride: pairs,
        range: 0..<pairs, room: site.workspace.room(thread)))
  }

  func correlate(_ correlation: Correlation, with kernel: AlignedBuffer, _ part: SubBatch) {
    let (n, m) = (correlation.source.channels, correlation.target.channels)
    tiling.forEachChunk(samples: part.count) { tileRows in
      let inputs = task(
        correlation.source, correlation.input, tileRows, domain: domain(part.thread), part)
      var outputs = task(
        correlation.target, correlation.output, tileRows, domain: end(of: inputs), part)
      site.kernels.winogradInput(inputs)
      var product = ProductTask(
        a: inputs.domain, aRow: n, aStep: 1, b: kernel.start, bStep: m, c: outputs.domain, cRow: m,
        rows: inputs.tiles, columns: m, depth: n, room: site.workspace.room(part.thread))
      product.groups = tiling.positions
      product.aGroup = inputs.positionStride
      product.bGroup = n * m
      product.cGroup = outputs.positionStride
      site.kernels.product(product)
      outputs.bias = correlation.bias
      outputs.finish = correlation.finish
      site.kernels.winogradOutput(outputs)
    }
  }

  func addGradients(_ part: SubBatch) {
    let (below, above) = (site.below, site.above)
    let (n, m) = (below.channels, above.channels)
    tiling.forEachChunk(samples: part.count) { tileRows in
      let inputs = task(
        below, below.values(part.thread), tileRows, domain: domain(part.thread), part)
      let slopes = task(
        above, above.deltas(part.thread), tileRows, domain: end(of: inputs), part)
      site.kernels.winogradInput(inputs)
      site.kernels.winogradDelta(slopes)
      addBiasGradients(slopes, part)
      var product = ProductTask(
        a: inputs.domain, aRow: 1, aStep: n, b: slopes.domain, bStep: m,
        c: gradients[part.thread].start, cRow: m, rows: n, columns: m, depth: inputs.tiles,
        room: site.workspace.room(part.thread))
      product.groups = tiling.positions
      product.aGroup = inputs.positionStride
      product.bGroup = slopes.positionStride
      product.cGroup = n * m
      product.accumulates = true
      site.kernels.product(product)
    }
  }

  /// ∂b += Σ δ without a pass of its own: at the point 1 of both axes the domain holds the sum over a tile.
  private func addBiasGradients(_ slopes: WinogradTask, _ part: SubBatch) {
    site.kernels.columnSums(
      ColumnSumTask(
        x: slopes.domain + (tiling.points + 1) * slopes.positionStride, group: 0,
        row: slopes.channels, groups: 1, rows: slopes.tiles, columns: slopes.channels,
        to: site.store.gradients[part.thread].start + site.bias.offset,
        room: site.workspace.room(part.thread)))
  }

  /// The domain of a thread: the inputs, followed by the products or deltas.
  private func domain(_ thread: Int) -> UnsafeMutablePointer<Float> {
    site.workspace.space(thread) + tiling.patchCount
  }

  private func end(of task: WinogradTask) -> UnsafeMutablePointer<Float> {
    task.domain + tiling.positions * task.positionStride
  }

  private func task(
    _ signal: Signal, _ image: UnsafeMutablePointer<Float>, _ tileRows: Range<Int>,
    domain: UnsafeMutablePointer<Float>, _ part: SubBatch
  ) -> WinogradTask {
    WinogradTask(
      image: image, sampleStride: signal.sampleStride, rowStride: signal.rowStride,
      channels: signal.channels, height: signal.height, width: signal.width,
      margin: signal.margin, radius: site.geometry.radius, tileRows: tileRows,
      zeros: zeros.start, domain: domain, room: site.workspace.room(part.thread))
  }
}
