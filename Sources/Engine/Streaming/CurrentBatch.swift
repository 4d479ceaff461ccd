/// The current batch, which all threads read, and each thread's results.
final class CurrentBatch: @unchecked Sendable {
  private(set) var count = 0
  private(set) var learns = false
  private var rows: ArraySlice<Int> = []
  private var data: Dataset?
  /// The most samples of a sub-batch.
  private let capacity: Int
  private let outputs: Int
  private let threads: [PerThread]

  private final class PerThread: @unchecked Sendable {
    /// The outputs and the targets of a sub-batch, one sample after the other, and the input of one sample.
    let outputs: AlignedBuffer
    let targets: AlignedBuffer
    let line: AlignedBuffer
    /// The sum of the losses of the thread's samples, and how many of them are classified correctly.
    var loss = 0.0
    var right = 0

    init(capacity: Int, outputs: Int, inputs: Int) {
      self.outputs = AlignedBuffer(count: capacity * outputs)
      targets = AlignedBuffer(count: capacity * outputs)
      line = AlignedBuffer(count: inputs)
    }
  }

  init(threads: Int, capacity: Int, outputs: Int, inputs: Int) {
    self.capacity = capacity
    self.outputs = outputs
    self.threads = (0..<threads).map { _ in
      PerThread(capacity: capacity, outputs: outputs, inputs: inputs)
    }
  }

  func set(rows: ArraySlice<Int>, data: Dataset, learns: Bool) {
    self.rows = rows
    self.data = data
    self.learns = learns
    count = rows.count
    for thread in threads {
      thread.loss = 0
      thread.right = 0
    }
  }

  var threadCount: Int { threads.count }

  /// A thread's share of the samples.
  func samples(_ thread: Int) -> Range<Int> { share(thread, of: threadCount, count: count) }

  /// How many sub-batches a thread's share is cut into.
  func partCount(_ thread: Int) -> Int { (samples(thread).count + capacity - 1) / capacity }

  /// One of the sub-batches of a thread. They are of equal size: a last one of few samples would cost nearly as much as
  /// a full one.
  func part(_ number: Int, of thread: Int) -> SubBatch {
    let (samples, parts) = (samples(thread), partCount(thread))
    let first = samples.lowerBound + number * samples.count / parts
    let next = samples.lowerBound + (number + 1) * samples.count / parts
    return SubBatch(thread: thread, first: first, count: next - first)
  }

  /// True if every thread takes its share as one sub-batch, so that the signals of the whole batch are in memory
  /// when the backward pass ends.
  var isAtOnce: Bool { count <= threadCount * capacity }

  /// The means over the batch.
  var evaluation: Evaluation {
    let samples = Double(max(count, 1))
    return Evaluation(
      loss: threads.reduce(0) { $0 + $1.loss } / samples,
      accuracy: Double(threads.reduce(0) { $0 + $1.right }) / samples)
  }

  /// Requests the data of some samples from the disk, if it is slow, before they are loaded.
  ///
  /// - Returns: the end of the range: the first sample that has not been requested.
  func prefetch(_ samples: Range<Int>) -> Int {
    guard let data, data.isSlow else { return samples.upperBound }
    for sample in samples { data.prefetchSample(rows[rows.startIndex + sample]) }
    return samples.upperBound
  }

  /// Copies the inputs of some samples into the signal and their targets into a buffer of the thread.
  func load(_ part: SubBatch, into input: Signal) {
    guard let data else { return }
    let own = threads[part.thread]
    for sample in 0..<part.count {
      let row = rows[rows.startIndex + part.first + sample]
      let start = input.values(part.thread) + sample * input.sampleStride
      data.copyTarget(row, outputs: outputs, into: own.targets.start + sample * outputs)
      if input.rowStride == input.rowCount {
        data.copySample(row, into: start)
        continue
      }
      data.copySample(row, into: own.line.start)
      for y in 0..<input.height {
        (start + y * input.rowStride).update(
          from: own.line.start + y * input.rowCount, count: input.rowCount)
      }
    }
  }

  /// Adds up loss and accuracy of some samples.
  func judge(_ part: SubBatch, _ output: Signal, loss: Loss) {
    let own = threads[part.thread]
    for sample in 0..<part.count {
      let y = own.outputs.start + sample * outputs
      let t = UnsafeBufferPointer(start: own.targets.start + sample * outputs, count: outputs)
      let values = output.values(part.thread) + sample * output.sampleStride
      for row in 0..<output.height {
        (y + row * output.rowCount).update(
          from: values + row * output.rowStride, count: output.rowCount)
      }
      let answer = UnsafeBufferPointer(start: y, count: outputs)
      own.loss += loss.total(answer, t, outputs: outputs)
      if Accuracy.isRight(answer, t) { own.right += 1 }
    }
  }

  /// The initial error E = ∂Loss/∂Y of some samples, after `judge`.
  func setError(_ part: SubBatch, _ output: Signal, loss: Loss, reduction: BatchReduction) {
    let own = threads[part.thread]
    let divisor = reduction == .mean ? Float(count) : 1
    for sample in 0..<part.count {
      let deltas = output.deltas(part.thread) + sample * output.sampleStride
      for row in 0..<output.height {
        for i in 0..<output.rowCount {
          let place = sample * outputs + row * output.rowCount + i
          let y = own.outputs.start[place]
          let slope = loss.slope(y, own.targets.start[place], count: Float(outputs)) / divisor
          deltas[row * output.rowStride + i] = output.isGated && !(y > 0) ? 0 : slope
        }
      }
    }
  }
}
