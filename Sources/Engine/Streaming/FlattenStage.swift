import KernelInterface

/// Copies the rows of a picture, which have margins, into one list and back. For pictures without margins no stage
/// is needed.
final class FlattenStage: Stage, @unchecked Sendable {
  private let below: Signal
  private let above: Signal

  init(below: Signal, above: Signal) {
    self.below = below
    self.above = above
  }

  func forward(_ part: SubBatch) {
    let (picture, list) = (below.values(part.thread), above.values(part.thread))
    forEachRow(part) { row, place in
      (list + place).update(from: picture + row, count: below.rowCount)
    }
  }

  func backward(_ part: SubBatch, sendsBack: Bool) {
    guard sendsBack else { return }
    let (picture, list) = (below.deltas(part.thread), above.deltas(part.thread))
    let values = below.values(part.thread)
    forEachRow(part) { row, place in
      for i in 0..<below.rowCount {
        picture[row + i] = below.isGated && !(values[row + i] > 0) ? 0 : list[place + i]
      }
    }
  }

  private func forEachRow(_ part: SubBatch, _ body: (_ row: Int, _ place: Int) -> Void) {
    for sample in 0..<part.count {
      for row in 0..<below.height {
        body(
          sample * below.sampleStride + row * below.rowStride,
          sample * above.sampleStride + row * below.rowCount)
      }
    }
  }
}

extension Flatten: StreamedLayer where Element == Float {
  func needs(_ kernels: KernelSet) -> StreamingNeeds {
    var needs = StreamingNeeds()
    needs.onlyReshapes = true
    return needs
  }

  func worksInPlace(_ boundary: StageBoundary) -> Bool { boundary.margins.below == 0 }

  func stage(_ site: StageSite) -> (any Stage)? {
    site.below === site.above ? nil : FlattenStage(below: site.below, above: site.above)
  }
}
