/// Trains a learner on a data set, epoch by epoch.
///
/// An epoch permutes the training rows (one `permutation(m)` of the learner's generator), cuts them into batches and
/// makes one update per batch. When the same generator drew the weights before, all random numbers are drawn in the
/// order of the paper's code.
public struct Trainer {
  public struct Plan: Equatable, Sendable {
    public var epochs: Int
    public var batching: Batching
    public var schedule: Schedule
    /// Whether every epoch takes the rows in a new order.
    public var shuffles: Bool
    /// The share of the training rows that is set aside for validation: the last rows, measured after every epoch and
    /// never learnt from. From 0 to below 1.
    public var validationShare: Double
    /// For how many epochs at the beginning convolutions are computed by `tiled` before `auto` takes over. Adam's first
    /// corrections are ±η however small a gradient is, so the rounding errors of `winograd` could decide their signs.
    public var preciseEpochs: Int

    public init(
      epochs: Int, batching: Batching, schedule: Schedule = .constant, shuffles: Bool = true,
      validationShare: Double = 0, preciseEpochs: Int = 0
    ) {
      self.epochs = epochs
      self.batching = batching
      self.schedule = schedule
      self.shuffles = shuffles
      self.validationShare = validationShare
      self.preciseEpochs = preciseEpochs
    }
  }

  public enum Outcome: Equatable, Sendable { case finished, interrupted }

  /// Makes the updates. A copy of the trainer has the same engine, not a copy of it.
  private let engine: any TrainingEngine
  public let plan: Plan
  private var position: TrainingPosition
  private let isResumed: Bool

  /// - Parameters:
  ///   - learner: the parameters to start from, and the generator of all draws.
  ///   - plan: how many epochs, in which batches, at which learning rate.
  ///   - threads: how many share the work; results depend on their number in the last digits.
  ///   - engines: makes the engine that does the updates.
  /// - Throws: why there can be no such engine.
  public init(
    learner: Learner<Float>, plan: Plan, threads: Int = 1, engines: TrainingEngineFactory
  ) throws {
    try self.init(
      TrainingState(learner: learner), isResumed: false, plan, threads: threads, engines)
  }

  /// Goes on from a kept state. With the same plan, data and number of threads all results are those of a run without
  /// an interruption, bit for bit.
  ///
  /// - Throws: why there can be no such engine.
  public init(
    resuming state: TrainingState, plan: Plan, threads: Int = 1, engines: TrainingEngineFactory
  ) throws {
    try self.init(state, isResumed: true, plan, threads: threads, engines)
  }

  private init(
    _ state: TrainingState, isResumed: Bool, _ plan: Plan, threads: Int,
    _ engines: TrainingEngineFactory
  ) throws {
    var learner = state.learner
    if plan.preciseEpochs > 0 {
      learner.network.useConvolution(state.position.epoch > plan.preciseEpochs ? .auto : .tiled)
    }
    engine = try engines.engine(for: learner, threads: threads)
    position = state.position
    self.plan = plan
    self.isResumed = isResumed
  }

  /// The learner as it is now.
  public var learner: Learner<Float> { engine.learner }

  /// Trains, then measures the test part.
  ///
  /// - Parameters:
  ///   - training: samples to learn from; they fit the network (`Dataset.check`).
  ///   - test: samples that are only measured, before and after.
  ///   - checkpoints: keeps states during the training, at an interruption, and when all updates are made.
  ///   - isCancelled: asked between updates, and every few thousand samples of a measurement; true ends the training
  ///     with the parameters as they are.
  ///   - report: called with every event.
  /// - Returns: whether the training came to its end.
  /// - Throws: why the engine cannot go on; the state before the update that failed is kept.
  public mutating func run(
    training: Dataset, test: Dataset, checkpoints: Checkpointing = .none,
    isCancelled: () -> Bool = { false }, report: (TrainingEvent) -> Void
  ) throws -> Outcome {
    let learned = training.count - Int(Double(training.count) * plan.validationShare)
    let cuts = plan.batching.cuts(of: learned)
    var hasBegun = false
    do {
      report(
        try beginning(
          training: training, test: test, learned: learned, batches: cuts.count,
          isCancelled: isCancelled))
      hasBegun = true
      while position.epoch <= plan.epochs {
        let order = epochOrder(of: learned)
        var summary = try runEpoch(
          batches: cuts.map { order[$0] }, of: training, checkpoints: checkpoints,
          isCancelled: isCancelled, report: report)
        if learned < training.count {
          summary.validation = try engine.measure(
            training, rows: learned..<training.count, isCancelled: isCancelled)
        }
        report(.epoch(summary))
        position = TrainingPosition(epoch: position.epoch + 1)
        if plan.preciseEpochs == position.epoch - 1 { engine.useConvolution(.auto) }
        if position.epoch <= plan.epochs { offer(to: checkpoints) }
      }
      checkpoints.keep(state)
      guard !isCancelled() else { throw CancellationError() }
      report(
        .test(try engine.measure(test, rows: 0..<test.count, isCancelled: isCancelled)))
      return .finished
    } catch {
      // Before the first event no update was made, and after the last update the state has been kept already.
      let isLearning = position.epoch <= plan.epochs
      if hasBegun, isLearning { checkpoints.keep(state) }
      guard error is CancellationError else { throw error }
      report(
        isLearning
          ? .interrupted(epoch: position.epoch, batch: position.batches)
          : .interrupted(epoch: plan.epochs, batch: cuts.count))
      return .interrupted
    }
  }

  private var state: TrainingState { TrainingState(learner: engine.learner, position: position) }

  private func offer(to checkpoints: Checkpointing) {
    if checkpoints.isDue(position) { checkpoints.keep(state) }
  }

  /// The first event: loss and accuracy of the initial parameters, or where a resumed run goes on.
  private func beginning(
    training: Dataset, test: Dataset, learned: Int, batches: Int, isCancelled: () -> Bool
  ) throws -> TrainingEvent {
    guard !isResumed else {
      return .resume(
        TrainingResumption(
          epochs: plan.epochs, samples: learned, batches: batches, epoch: position.epoch,
          batch: position.batches))
    }
    func measure(_ data: Dataset, _ rows: Range<Int>) throws -> Evaluation {
      try engine.measure(data, rows: rows, isCancelled: isCancelled)
    }
    return .start(
      TrainingStart(
        epochs: plan.epochs, samples: learned, batches: batches,
        initialNorms: engine.norms,
        train: try measure(training, 0..<learned),
        validation: learned < training.count
          ? try measure(training, learned..<training.count) : nil,
        test: try measure(test, 0..<test.count)))
  }

  /// The rows in the order of the current epoch. In the middle of an epoch, after a resumption, its order is drawn again
  /// from the generator that drew it.
  private mutating func epochOrder(of learned: Int) -> [Int] {
    guard plan.shuffles else { return Array(0..<learned) }
    if var source = position.orderSource { return source.permutation(learned) }
    position.orderSource = engine.random
    return engine.random.permutation(learned)
  }

  /// Makes those updates of an epoch that have not been made yet.
  ///
  /// - Returns: the means over all its batches.
  private mutating func runEpoch(
    batches: [ArraySlice<Int>], of data: Dataset, checkpoints: Checkpointing,
    isCancelled: () -> Bool, report: (TrainingEvent) -> Void
  ) throws -> EpochReport {
    let epoch = position.epoch
    let rate = plan.schedule.rate(
      initial: engine.optimizer.learningRate, epoch: epoch - 1, total: plan.epochs)
    let clock = ContinuousClock()
    for rows in batches.dropFirst(position.batches) {
      guard !isCancelled() else { throw CancellationError() }
      let start = clock.now
      let result = try engine.step(rows, of: data, learningRate: rate)
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
}
