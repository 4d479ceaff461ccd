import KernelInterface

/// A block of neighbouring parameters of one tensor. One thread takes it through all steps of an update before the next
/// block, so that it stays in the cache.
struct UpdateBlock: @unchecked Sendable {
  /// The indices of the block in the buffers of the store.
  let range: Range<Int>
  let name: ParameterName
  /// The stage of the dense layer whose weights these are, which may have left their gradient to the update. References
  /// to it are not counted: the cores would compete for the memory of the count.
  unowned(unsafe) let stage: DenseStage?
  /// Rows of the dense layer's weights.
  let rows: Range<Int>

  /// Elements per block of a dense layer's weights: whole rows. There are many per block, since the deltas are read from
  /// memory once per block, yet so few that the block stays in the second-level cache.
  static func count(_ stage: DenseStage, _ blocking: ProductBlocking) -> Int {
    max(28, min(112, blocking.cachedGradients / stage.units)) * stage.units
  }

  /// Elements per block of other parameters.
  private static let usual = 2048

  /// A thread's share of every tensor; the stages must outlive the blocks.
  static func blocks(
    of store: ParameterStore, denseStages: [DenseStage], _ blocking: ProductBlocking, thread: Int,
    of threads: Int
  ) -> [UpdateBlock] {
    store.slots.flatMap { slot in
      let stage = denseStages.first { $0.weights.offset == slot.offset }
      let row = stage?.units ?? 16
      let own = share(thread, of: threads, count: slot.count, unit: row)
      let count = stage.map { Self.count($0, blocking) } ?? usual
      return stride(from: own.lowerBound, to: own.upperBound, by: count).map { start in
        let end = min(start + count, own.upperBound)
        return UpdateBlock(
          range: slot.offset + start..<slot.offset + end, name: slot.name, stage: stage,
          rows: start / row..<end / row)
      }
    }
  }
}
