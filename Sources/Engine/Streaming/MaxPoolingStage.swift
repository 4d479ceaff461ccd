import KernelInterface

/// Max pooling. The forward pass does not store which element of a window is the largest; the backward pass searches for
/// it again.
final class MaxPoolingStage: Stage, @unchecked Sendable {
  private let below: Signal
  private let above: Signal
  private let size: Int
  private let kernels: KernelSet

  init(below: Signal, above: Signal, size: Int, kernels: KernelSet) {
    self.below = below
    self.above = above
    self.size = size
    self.kernels = kernels
  }

  func forward(_ part: SubBatch) {
    kernels.maxPooling(
      task(image: below.values(part.thread), pooled: above.values(part.thread), part))
  }

  func backward(_ part: SubBatch, sendsBack: Bool) {
    guard sendsBack else { return }
    if !below.isInPlace { below.copyValuesToDeltas(part) }
    var task = task(image: below.deltas(part.thread), pooled: above.deltas(part.thread), part)
    task.gates = below.isGated
    kernels.maxPoolingBack(task)
    below.clearDeltas(part, belowRow: above.height * size, rightOf: above.width * size)
  }

  private func task(
    image: UnsafeMutablePointer<Float>, pooled: UnsafeMutablePointer<Float>, _ part: SubBatch
  ) -> PoolingTask {
    PoolingTask(
      image: image, imageSample: below.sampleStride, imageRow: below.rowStride, pooled: pooled,
      pooledSample: above.sampleStride, pooledRow: above.rowStride, samples: part.count,
      height: above.height, width: above.width, channels: above.channels, size: size)
  }
}

extension MaxPooling2D: StreamedLayer where Element == Float {
  func stage(_ site: StageSite) -> (any Stage)? {
    MaxPoolingStage(below: site.below, above: site.above, size: size, kernels: site.kernels)
  }
}

extension Signal {
  fileprivate func copyValuesToDeltas(_ part: SubBatch) {
    deltas(part.thread).update(from: values(part.thread), count: part.count * sampleStride)
  }
}
