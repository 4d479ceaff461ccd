/// Average pooling: the mean of every window; backward, equal shares of its delta.
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

  /// Calls `body` with the offset of every output and that of the upper left corner of its window.
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

extension AveragePooling2D: StreamedLayer where Element == Float {
  func stage(_ site: StageSite) -> (any Stage)? {
    AveragePoolingStage(below: site.below, above: site.above, size: size)
  }
}
