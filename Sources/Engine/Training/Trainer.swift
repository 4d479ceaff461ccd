/// Lets a learner learn from a data set, epoch by epoch.
///
/// An epoch permutes the training rows (one `permutation(m)` of the learner's generator), cuts them
/// into batches and makes one update a batch. With the generator that drew the weights this is the
/// order of draws of the paper's code.
public struct Trainer {
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

  /// Does the updates; a copy of the trainer shares it.
  private let engine: StreamingLearner
  public let plan: Plan
  private var position: TrainingPosition
  private let isResumed: Bool

  /// - Parameters:
  ///   - learner: the parameters to start from, and the generator of all draws.
  ///   - plan: what is learnt from, how often, and by which rate.
  ///   - threads: how many compute; results depend on their number in the last digits.
  public init(learner: Learner<Float>, plan: Plan, threads: Int = 1) {
    self.plan = plan
    engine = StreamingLearner(learner, threads: threads)
    position = TrainingPosition()
    isResumed = false
  }

  /// Goes on where a state was kept; with the same plan, data and threads every number is that of an
  /// unbroken run.
  public init(resuming state: TrainingState, plan: Plan, threads: Int = 1) {
    self.plan = plan
    engine = StreamingLearner(state.learner, threads: threads)
    position = state.position
    isResumed = true
  }

  /// The learner as it is now.
  public var learner: Learner<Float> { engine.learner }

  /// Trains, then measures the test part.
  ///
  /// - Parameters:
  ///   - training: samples to learn from; they fit the network (`Dataset.check`).
  ///   - test: samples that are only measured, before and after.
  ///   - checkpoints: who keeps states on the way, at an interruption, and when all updates are made.
  ///   - isCancelled: asked between updates; true ends the training with the parameters as they are.
  ///   - report: told every event.
  /// - Returns: whether the training came to its end.
  public mutating func run(
    training: Dataset, test: Dataset, checkpoints: Checkpointing = .none,
    isCancelled: () -> Bool = { false }, report: (TrainingEvent) -> Void
  ) -> Outcome {
    let learned = training.count - Int(Double(training.count) * plan.validationShare)
    let cuts = plan.batching.cuts(of: learned)
    report(beginning(training: training, test: test, learned: learned, batches: cuts.count))
    while position.epoch <= plan.epochs {
      let order = epochOrder(of: learned)
      guard
        var summary = runEpoch(
          batches: cuts.map { order[$0] }, of: training, checkpoints: checkpoints,
          isCancelled: isCancelled, report: report)
      else {
        checkpoints.keep(state)
        report(.interrupted(epoch: position.epoch, batch: position.batches))
        return .interrupted
      }
      summary.validation = measure(training, rows: learned..<training.count)
      report(.epoch(summary))
      position = TrainingPosition(epoch: position.epoch + 1)
      if position.epoch <= plan.epochs { offer(to: checkpoints) }
    }
    checkpoints.keep(state)
    guard !isCancelled() else {
      report(.interrupted(epoch: plan.epochs, batch: cuts.count))
      return .interrupted
    }
    report(.test(engine.evaluate(test)))
    return .finished
  }

  private var state: TrainingState { TrainingState(learner: engine.learner, position: position) }

  private func offer(to checkpoints: Checkpointing) {
    if checkpoints.isDue(position) { checkpoints.keep(state) }
  }

  /// The first event: what the initial parameters achieve, or where a run goes on.
  private func beginning(
    training: Dataset, test: Dataset, learned: Int, batches: Int
  ) -> TrainingEvent {
    guard !isResumed else {
      return .resume(
        TrainingResumption(
          epochs: plan.epochs, samples: learned, batches: batches, epoch: position.epoch,
          batch: position.batches))
    }
    return .start(
      TrainingStart(
        epochs: plan.epochs, samples: learned, batches: batches,
        initialNorms: engine.norms,
        train: engine.evaluate(training, rows: 0..<learned),
        validation: measure(training, rows: learned..<training.count),
        test: engine.evaluate(test)))
  }

  /// The rows of the epoch in its order, drawn now or, in the middle of an epoch, once more.
  private mutating func epochOrder(of learned: Int) -> [Int] {
    guard plan.shuffles else { return Array(0..<learned) }
    if var source = position.orderSource { return source.permutation(learned) }
    position.orderSource = engine.random
    return engine.random.permutation(learned)
  }

  /// The updates of an epoch that are not made yet.
  ///
  /// - Returns: the means over all its batches, or nil when cancelled.
  private mutating func runEpoch(
    batches: [ArraySlice<Int>], of data: Dataset, checkpoints: Checkpointing,
    isCancelled: () -> Bool, report: (TrainingEvent) -> Void
  ) -> EpochReport? {
    let epoch = position.epoch
    let rate = plan.schedule.rate(
      initial: engine.optimizer.learningRate, epoch: epoch - 1, total: plan.epochs)
    let clock = ContinuousClock()
    for rows in batches.dropFirst(position.batches) {
      guard !isCancelled() else { return nil }
      let start = clock.now
      let result = engine.step(rows, of: data, learningRate: rate)
      position.seconds += (clock.now - start) / .seconds(1)
      position.mean.loss += result.loss / Double(batches.count)
      position.mean.accuracy += result.accuracy / Double(batches.count)
      position.batches += 1
      report(
        .batch(
          BatchReport(epoch: epoch, batch: position.batches, result: result, learningRate: rate)))
      if position.batches < batches.count { offer(to: checkpoints) }
    }
    let samples = batches.reduce(0) { $0 + $1.count }
    return EpochReport(
      epoch: epoch, result: position.mean, seconds: position.seconds,
      samplesPerSecond: Double(samples) / max(position.seconds, 1e-9),
      norms: engine.norms, learningRate: rate)
  }

  private func measure(_ data: Dataset, rows: Range<Int>) -> Evaluation? {
    rows.isEmpty ? nil : engine.evaluate(data, rows: rows)
  }
}
