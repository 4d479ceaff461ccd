import KernelInterface

/// Dropout. It works in place if nothing but the sign of its input is needed later.
final class DropoutStage: Stage, @unchecked Sendable {
  private let below: Signal
  private let above: Signal
  private let rate: Double
  private let kernels: KernelSet
  /// The mask of one sample, for when all samples share it.
  private let sharedMask: AlignedBuffer
  /// The masks of the current batch.
  var masks = Masks.none

  enum Masks {
    /// No masks: the network predicts, and everything passes.
    case none
    /// Hashed from the index of every element in the batch.
    case hashed(key: UInt32)
    /// One mask for all samples.
    case shared
  }

  init(below: Signal, above: Signal, rate: Double, kernels: KernelSet) {
    self.below = below
    self.above = above
    self.rate = rate
    self.kernels = kernels
    sharedMask = AlignedBuffer(count: below.shape.count)
  }

  /// Draws the masks of a batch as `Dropout` does: a key for masks of single samples, or one mask, element by
  /// element.
  func draw(_ random: inout RandomSource, scope: ForwardContext.MaskScope) {
    switch scope {
    case .sample: masks = .hashed(key: random.nextWord())
    case .batch:
      let kept = DropoutHash.scale(rate)
      for i in 0..<sharedMask.count { sharedMask.start[i] = random.uniform() > rate ? kept : 0 }
      masks = .shared
    }
  }

  func forward(_ part: SubBatch) {
    multiply(from: below, below.values(part.thread), to: above, above.values(part.thread), part)
  }

  func backward(_ part: SubBatch, sendsBack: Bool) {
    guard sendsBack else { return }
    multiply(from: above, above.deltas(part.thread), to: below, below.deltas(part.thread), part)
  }

  private func multiply(
    from source: Signal, _ input: UnsafeMutablePointer<Float>, to target: Signal,
    _ output: UnsafeMutablePointer<Float>, _ part: SubBatch
  ) {
    let count = source.rowCount
    for sample in 0..<part.count {
      for row in 0..<source.height {
        let x = input + sample * source.sampleStride + row * source.rowStride
        let y = output + sample * target.sampleStride + row * target.rowStride
        switch masks {
        case .none: if x != y { y.update(from: x, count: count) }
        case .hashed(let key):
          let place = (part.first + sample) * source.shape.count + row * count
          kernels.dropout(
            DropoutTask(
              input: x, output: y, count: count, key: key,
              first: UInt32(truncatingIfNeeded: place), threshold: DropoutHash.threshold(rate),
              scale: DropoutHash.scale(rate)))
        case .shared:
          let m = sharedMask.start + row * count
          for i in 0..<count { y[i] = x[i] * m[i] }
        }
      }
    }
  }
}

extension Dropout: StreamedLayer where Element == Float {
  func needs(_ kernels: KernelSet) -> StreamingNeeds {
    var needs = StreamingNeeds()
    needs.hasEqualMargins = true
    return needs
  }

  func worksInPlace(_ boundary: StageBoundary) -> Bool {
    boundary.below.isInPlace && boundary.margins.below == boundary.margins.above
      && !(boundary.keepsValues && !boundary.below.isGated)
  }

  func stage(_ site: StageSite) -> (any Stage)? {
    DropoutStage(below: site.below, above: site.above, rate: rate, kernels: site.kernels)
  }
}
