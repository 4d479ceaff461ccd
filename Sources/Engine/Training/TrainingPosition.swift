/// How far a training has come, between two updates.
///
/// Together with the learner it is all that is needed to go on as if the training had never stopped: the rest of the
/// epoch's batches follow from the generator that drew the order of its rows.
public struct TrainingPosition: Equatable, Sendable {
  /// The epoch of the next update, from 1; beyond the last one when all are made.
  public var epoch = 1
  /// Updates of that epoch that are made; all of them only while the validation rows are measured.
  public var batches = 0
  /// The generator just before the epoch's order was drawn from it; nil before that.
  public var orderSource: RandomSource?
  /// Σ lossₖ/n and Σ accuracyₖ/n over the updates made, n the batches of an epoch.
  public var mean = Evaluation(loss: 0, accuracy: 0)
  /// Wall-clock time of the epoch's updates so far.
  public var seconds = 0.0

  public init(epoch: Int = 1) { self.epoch = epoch }
}

/// A learner and where it stands: a run that can go on from here.
public struct TrainingState: Sendable {
  public var learner: Learner<Float>
  public var position: TrainingPosition

  public init(learner: Learner<Float>, position: TrainingPosition = TrainingPosition()) {
    self.learner = learner
    self.position = position
  }
}

/// When the states of a training are kept, and how.
public struct Checkpointing {
  /// Called between updates; the state is composed only when it returns true.
  public var isDue: (TrainingPosition) -> Bool
  /// Called with the state when it is due, when the training is interrupted, and when all updates are made.
  public var keep: (TrainingState) -> Void

  public init(
    isDue: @escaping (TrainingPosition) -> Bool, keep: @escaping (TrainingState) -> Void
  ) {
    self.isDue = isDue
    self.keep = keep
  }

  /// Nobody keeps anything.
  public static var none: Checkpointing { Checkpointing(isDue: { _ in false }, keep: { _ in }) }
}
