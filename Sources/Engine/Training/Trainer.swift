/// Lets a learner learn from a data set, epoch by epoch.
///
/// An epoch permutes the training rows (one `permutation(m)` of the learner's generator), cuts them
/// into batches and makes one update a batch. With the generator that drew the weights this is the
/// order of draws of the paper's code.
public struct Trainer: Sendable {
  public struct Plan: Equatable, Sendable {
    public var epochs: Int
    public var batching: Batching
    public var schedule: Schedule
    /// Whether every epoch takes the rows in a new order.
    public var shuffles: Bool
    /// The share of the training rows, from the end, that is measured after every epoch instead of
    /// learnt; below 1.
    public var validationShare: Double

    public init(
      epochs: Int, batching: Batching, schedule: Schedule = .constant, shuffles: Bool = true,
      validationShare: Double = 0
    ) {
      self.epochs = epochs
      self.batching = batching
      self.schedule = schedule
      self.shuffles = shuffles
      self.validationShare = validationShare
    }
  }

  public enum Outcome: Equatable, Sendable { case finished, interrupted }

  public private(set) var learner: Learner<Float>
  public let plan: Plan
  private var batch = Batch()
  /// The batch before this one: the network still holds it, so its buffers are not free to be overwritten.
  private var heldBatch = Batch()

  public init(learner: Learner<Float>, plan: Plan) {
    self.learner = learner
    self.plan = plan
  }

  /// Trains, then measures the test part.
  ///
  /// - Parameters:
  ///   - training: samples to learn from; they fit the network (`Dataset.check`).
  ///   - test: samples that are only measured, before and after.
  ///   - isCancelled: asked between updates; true ends the training with the parameters as they are.
  ///   - report: told every event.
  /// - Returns: whether the training came to its end.
  public mutating func run(
    training: Dataset, test: Dataset, isCancelled: () -> Bool = { false },
    report: (TrainingEvent) -> Void
  ) -> Outcome {
    let learned = training.count - Int(Double(training.count) * plan.validationShare)
    let cuts = plan.batching.cuts(of: learned)
    let validation = learned..<training.count
    report(
      .start(
        TrainingStart(
          epochs: plan.epochs, samples: learned, batches: cuts.count,
          initialNorms: ParameterNorms(of: learner.network),
          train: learner.network.evaluate(training, rows: 0..<learned, loss: learner.loss),
          validation: measure(training, rows: validation),
          test: learner.network.evaluate(test, loss: learner.loss))))
    for epoch in stride(from: 1, through: plan.epochs, by: 1) {
      let order = plan.shuffles ? learner.context.random.permutation(learned) : Array(0..<learned)
      guard
        var summary = runEpoch(
          epoch, batches: cuts.map { order[$0] }, of: training, isCancelled: isCancelled,
          report: report)
      else { return .interrupted }
      summary.validation = measure(training, rows: validation)
      report(.epoch(summary))
    }
    guard !isCancelled() else {
      report(.interrupted(epoch: plan.epochs, batch: cuts.count))
      return .interrupted
    }
    report(.test(learner.network.evaluate(test, loss: learner.loss)))
    return .finished
  }

  /// - Returns: the means of the batches, or nil when cancelled.
  private mutating func runEpoch(
    _ epoch: Int, batches: [ArraySlice<Int>], of data: Dataset, isCancelled: () -> Bool,
    report: (TrainingEvent) -> Void
  ) -> EpochReport? {
    let rate = plan.schedule.rate(
      initial: learner.optimizer.description.learningRate, epoch: epoch - 1, total: plan.epochs)
    let clock = ContinuousClock()
    let start = clock.now
    var mean = Evaluation(loss: 0, accuracy: 0)
    for (index, rows) in batches.enumerated() {
      guard !isCancelled() else {
        report(.interrupted(epoch: epoch, batch: index))
        return nil
      }
      let result = step(rows, of: data, learningRate: rate)
      mean.loss += result.loss / Double(batches.count)
      mean.accuracy += result.accuracy / Double(batches.count)
      report(
        .batch(BatchReport(epoch: epoch, batch: index + 1, result: result, learningRate: rate)))
    }
    let seconds = (clock.now - start) / .seconds(1)
    let samples = batches.reduce(0) { $0 + $1.count }
    return EpochReport(
      epoch: epoch, result: mean, seconds: seconds,
      samplesPerSecond: Double(samples) / max(seconds, 1e-9),
      norms: ParameterNorms(of: learner.network), learningRate: rate)
  }

  /// One update; its loss and accuracy are those before it.
  private mutating func step(
    _ rows: ArraySlice<Int>, of data: Dataset, learningRate: Double
  ) -> Evaluation {
    swap(&batch, &heldBatch)
    batch.gather(rows, of: data, outputShape: learner.network.outputShape)
    let loss = learner.step(batch.inputs, target: batch.targets, learningRate: learningRate)
    return Evaluation(
      loss: loss, accuracy: Accuracy.share(learner.network.output, target: batch.targets))
  }

  private mutating func measure(_ data: Dataset, rows: Range<Int>) -> Evaluation? {
    rows.isEmpty ? nil : learner.network.evaluate(data, rows: rows, loss: learner.loss)
  }
}
