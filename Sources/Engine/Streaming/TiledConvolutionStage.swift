import KernelInterface

/// A convolution with its activation as matrix products: the rows of the picture with their margins are the left
/// operand as they are, so no windows are copied.
///
/// With few output channels several neighbouring pixels share a register. The kernel is then widened by one tap per
/// further pixel and stored once per pixel, shifted by a tap each time, so that a row of the product holds the
/// outputs of all these pixels.
final class TiledConvolutionStage: CorrelationStage, @unchecked Sendable {
  let site: ConvolutionSite
  let kernel: WidenedKernel
  let mirroredKernel: WidenedKernel?
  private let widenedBias: AlignedBuffer
  /// Gradients of the widened kernel per thread; empty when the kernel is not widened.
  private let widenedGradients: [AlignedBuffer]

  init(_ site: ConvolutionSite) {
    self.site = site
    let (geometry, lanes) = (site.geometry, site.kernels.lanes)
    let forward = WidenedKernel(geometry: geometry, lanes: lanes)
    kernel = forward
    mirroredKernel =
      site.sendsBack ? WidenedKernel(geometry: geometry.reversed, lanes: lanes) : nil
    widenedBias = AlignedBuffer(count: forward.columns)
    widenedGradients =
      forward.pixels > 1 ? (0..<site.threads).map { _ in AlignedBuffer(count: forward.count) } : []
  }

  var biasValues: UnsafePointer<Float> { UnsafePointer(widenedBias.start) }

  func prepare(thread: Int, of threads: Int) {
    clearGradients(thread: thread)
    if !widenedGradients.isEmpty { widenedGradients[thread].clear() }
    let (values, bias) = (site.store.values.start, site.bias)
    // The kernel is so small that one thread prepares it; a second thread, if any, prepares the mirrored one.
    if thread == 0 {
      kernel.widen(values + site.weights.offset)
      for place in 0..<kernel.columns {
        widenedBias.start[place] = values[bias.offset + place % bias.count]
      }
    }
    if thread == threads - 1 { mirroredKernel?.widenMirrored(values + site.weights.offset) }
  }

  func completeGradients(thread: Int) {
    guard !widenedGradients.isEmpty else { return }
    kernel.narrow(
      widenedGradients[thread].start,
      to: site.store.gradients[thread].start + site.weights.offset)
  }

  /// S = Σ over rows a of the kernel of X[row j + a] · W[a], plus b.
  func correlate(_ correlation: Correlation, with kernel: WidenedKernel, _ part: SubBatch) {
    let (source, target) = (correlation.source, correlation.target)
    let (k, r, height) = (site.geometry.kernelSize, site.geometry.radius, site.geometry.height)
    for sample in 0..<part.count {
      let x = correlation.input + sample * source.sampleStride - r * source.channels
      let y = correlation.output + sample * target.sampleStride
      var row = 0
      while row < height {
        // Rows whose windows lie inside the picture are one product; rows at the edges meet fewer rows of the
        // kernel and are done one by one.
        let taps = max(0, r - row)..<min(k, height + r - row)
        let isInner = taps.count == k
        let rows = isInner ? max(1, height - r - row) : 1
        var task = ProductTask(
          a: x + (row + taps.lowerBound - r) * source.rowStride,
          aRow: kernel.pixels * source.channels,
          aStep: 1, b: kernel.values(row: taps.lowerBound), bStep: kernel.columns,
          c: y + row * target.rowStride, cRow: kernel.columns,
          rows: site.geometry.width / kernel.pixels, columns: kernel.columns, depth: kernel.depth,
          room: site.workspace.room(part.thread))
        task.groups = rows
        task.aGroup = source.rowStride
        task.cGroup = target.rowStride
        task.segments = taps.count
        task.aSegment = source.rowStride
        task.bSegment = kernel.rowCount
        task.bias = correlation.bias
        task.finish = correlation.finish
        site.kernels.product(task)
        row += rows
      }
    }
  }

  /// ∂W[a] += X[row j + a]ᵀ · δ[row j] over rows and samples, ∂b += Σ δ.
  func addGradients(_ part: SubBatch) {
    let sums =
      widenedGradients.isEmpty
      ? site.store.gradients[part.thread].start + site.weights.offset
      : widenedGradients[part.thread].start
    // Some rows of δ are used for all rows of the kernel while they are in the cache.
    let (geometry, terms) = (site.geometry, site.geometry.width / kernel.pixels)
    let rowsTogether = max(1, site.kernels.blocking.deepest / terms)
    for sample in 0..<part.count {
      addBiasGradients(sample, part)
      for top in stride(from: 0, to: geometry.height, by: rowsTogether) {
        let rows = top..<min(top + rowsTogether, geometry.height)
        for a in 0..<geometry.kernelSize {
          addGradients(kernelRow: a, rows, sample, to: sums + a * kernel.rowCount, part)
        }
      }
    }
  }

  private func addBiasGradients(_ sample: Int, _ part: SubBatch) {
    let above = site.above
    site.kernels.columnSums(
      ColumnSumTask(
        x: above.deltas(part.thread) + sample * above.sampleStride, group: above.rowStride,
        row: above.channels, groups: above.height, rows: above.width, columns: above.channels,
        to: site.store.gradients[part.thread].start + site.bias.offset,
        room: site.workspace.room(part.thread)))
  }

  /// Adds to one row of the kernel's gradient the terms of some rows of one sample's δ.
  private func addGradients(
    kernelRow a: Int, _ deltaRows: Range<Int>, _ sample: Int,
    to sums: UnsafeMutablePointer<Float>, _ part: SubBatch
  ) {
    let (below, above, geometry) = (site.below, site.above, site.geometry)
    let shift = a - geometry.radius
    // The rows of δ for which this row of the kernel lies in the picture.
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
      room: site.workspace.room(part.thread))
    task.segments = rows.count
    task.aSegment = below.rowStride
    task.bSegment = above.rowStride
    task.accumulates = true
    site.kernels.product(task)
  }
}
