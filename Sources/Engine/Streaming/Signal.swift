/// The numbers between two stages, for one sub-batch per thread: values in the forward pass, deltas in the backward
/// pass.
///
/// A picture `[h, w, c]` has a margin of zero pixels left and right of every row, so that the rows of a
/// convolution's windows are contiguous. Where the derivative of the activation needs no more than the sign of the
/// value (ReLU, identity), a delta overwrites its value, unless the values are needed until the backward pass ends.
final class Signal: @unchecked Sendable {
  let shape: Shape
  let height: Int
  let width: Int
  let channels: Int
  /// Pixels of zeros on either side of a row.
  let margin: Int
  /// The distances from one row to the next, and from one sample to the next.
  let rowStride: Int
  let sampleStride: Int
  /// True if the values are outputs of ReLU, so that deltas become 0 where the value is not positive.
  let isGated: Bool

  private let origin: Int
  private let threadStride: Int
  private let valueBuffer: AlignedBuffer
  private let deltaBuffer: AlignedBuffer

  /// - Parameters:
  ///   - shape: of one sample.
  ///   - margin: pixels of zeros on either side of a row.
  ///   - activation: whose output the values are.
  ///   - capacity: the most samples of a sub-batch.
  ///   - threads: the number of sub-batches at the same time, one per thread.
  ///   - keepsValues: true if deltas must not overwrite values.
  init(
    shape: Shape, margin: Int, activation: Activation, capacity: Int, threads: Int,
    keepsValues: Bool = false
  ) {
    self.shape = shape
    let isPicture = shape.rank == 3
    height = isPicture ? shape[0] : 1
    width = isPicture ? shape[1] : 1
    channels = isPicture ? shape[2] : shape.count
    let margin = isPicture ? margin : 0
    self.margin = margin
    rowStride = (width + 2 * margin) * channels
    // Not a power of two: else the 14 rows of a tile would compete for the same set of the cache.
    sampleStride = (height * rowStride + 15) / 16 * 16 + 16
    origin = margin * channels
    threadStride = capacity * sampleStride + 2 * origin
    isGated = activation.gatesDeltas
    valueBuffer = AlignedBuffer(count: threads * threadStride)
    deltaBuffer =
      !keepsValues && activation.letsDeltasReplaceValues
      ? valueBuffer : AlignedBuffer(count: threads * threadStride)
  }

  /// Pixel (0, 0) of a thread's first sample.
  func values(_ thread: Int) -> UnsafeMutablePointer<Float> {
    valueBuffer.start + thread * threadStride + origin
  }

  func deltas(_ thread: Int) -> UnsafeMutablePointer<Float> {
    deltaBuffer.start + thread * threadStride + origin
  }

  var isInPlace: Bool { valueBuffer === deltaBuffer }
  /// Elements per row without margins.
  var rowCount: Int { width * channels }
}

extension Signal {
  /// Pixels that no window covers get no delta.
  func clearDeltas(_ part: SubBatch, belowRow covered: Int, rightOf column: Int) {
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
}
