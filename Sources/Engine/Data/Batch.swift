/// Some samples with their targets side by side, as a network takes them. The buffers are reused by the next batch.
public struct Batch: Sendable {
  /// `[n, …]`.
  public private(set) var inputs = Tensor<Float>.empty
  /// `[n, outputs…]`: one-hot classes, a single 0 or 1, or real values.
  public private(set) var targets = Tensor<Float>.empty

  public init() {}

  /// Fills the batch with the samples of `rows`, in that order.
  ///
  /// - Parameters:
  ///   - rows: positions in `data`.
  ///   - data: where the samples are.
  ///   - outputShape: the output of the network for one sample; it fits `data` (`Dataset.check`).
  public mutating func gather(
    _ rows: some RandomAccessCollection<Int>, of data: Dataset, outputShape: Shape
  ) {
    inputs.resize(data.sampleShape.batched(rows.count))
    targets.resize(outputShape.batched(rows.count))
    let (size, outputs) = (data.sampleShape.count, outputShape.count)
    inputs.elements.withUnsafeMutableBufferPointer { inputs in
      targets.elements.withUnsafeMutableBufferPointer { targets in
        guard let input = inputs.baseAddress, let target = targets.baseAddress else { return }
        for (place, row) in rows.enumerated() {
          data.copySample(row, into: input + place * size)
          data.copyTarget(row, outputs: outputs, into: target + place * outputs)
        }
      }
    }
  }
}
