import KernelInterface

/// Max pooling; on the way back the winner is found again instead of remembered.
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

/// Average pooling: the mean of every window, and a delta's equal shares.
final class AveragePoolingStage: Stage, @unchecked Sendable {
  private let below: Signal
  private let above: Signal
  private let size: Int

  init(below: Signal, above: Signal, size: Int) {
    self.below = below
    self.above = above
    self.size = size
  }

  func forward(_ part: SubBatch) {
    let (image, pooled) = (below.values(part.thread), above.values(part.thread))
    let weight = 1 / Float(size * size)
    forEachCell(part) { cell, corner in
      var total: Float = 0
      for a in 0..<size {
        for b in 0..<size { total += image[corner + a * below.rowStride + b * below.channels] }
      }
      pooled[cell] = total * weight
    }
  }

  func backward(_ part: SubBatch, sendsBack: Bool) {
    guard sendsBack else { return }
    let (image, pooled) = (below.deltas(part.thread), above.deltas(part.thread))
    let values = below.values(part.thread)
    let weight = 1 / Float(size * size)
    forEachCell(part) { cell, corner in
      let delta = pooled[cell] * weight
      for a in 0..<size {
        for b in 0..<size {
          let place = corner + a * below.rowStride + b * below.channels
          image[place] = below.isGated && !(values[place] > 0) ? 0 : delta
        }
      }
    }
    below.clearDeltas(part, belowRow: above.height * size, rightOf: above.width * size)
  }

  /// Calls `body` with every output's place and that of its window's upper left corner.
  private func forEachCell(_ part: SubBatch, _ body: (_ cell: Int, _ corner: Int) -> Void) {
    for sample in 0..<part.count {
      for j in 0..<above.height {
        for k in 0..<above.width {
          let cell =
            sample * above.sampleStride + j * above.rowStride + k * above.channels
          let corner =
            sample * below.sampleStride + j * size * below.rowStride + k * size * below.channels
          for p in 0..<above.channels { body(cell + p, corner + p) }
        }
      }
    }
  }
}

extension Signal {
  /// Pixels that no window covers get no delta.
  fileprivate func clearDeltas(_ part: SubBatch, belowRow covered: Int, rightOf column: Int) {
    guard covered < height || column < width else { return }
    for sample in 0..<part.count {
      let start = deltas(part.thread) + sample * sampleStride
      for row in 0..<height {
        let from = row < covered ? column : 0
        (start + row * rowStride + from * channels)
          .update(repeating: 0, count: (width - from) * channels)
      }
    }
  }

  fileprivate func copyValuesToDeltas(_ part: SubBatch) {
    deltas(part.thread).update(from: values(part.thread), count: part.count * sampleStride)
  }
}
