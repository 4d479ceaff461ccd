/// What a trainer reports, by value, while it works.
public enum TrainingEvent: Equatable, Sendable {
  /// Before the first update.
  case start(TrainingStart)
  /// Reported instead of the start when a training is resumed.
  case resume(TrainingResumption)
  case batch(BatchReport)
  case epoch(EpochReport)
  /// Training stopped on request after this batch of this epoch, both counted from 1; 0 is none.
  case interrupted(epoch: Int, batch: Int)
  /// The test part, after the last epoch.
  case test(Evaluation)
}

/// What is known before the first update.
public struct TrainingStart: Equatable, Sendable {
  public var epochs: Int
  /// Training samples per epoch.
  public var samples: Int
  /// Updates per epoch.
  public var batches: Int
  public var initialNorms: ParameterNorms
  /// Loss and accuracy of the initial parameters; the validation part is nil where there is none.
  public var train: Evaluation
  public var validation: Evaluation?
  public var test: Evaluation
}

/// Where a training goes on.
public struct TrainingResumption: Equatable, Sendable {
  public var epochs: Int
  /// Training samples per epoch.
  public var samples: Int
  /// Updates per epoch.
  public var batches: Int
  /// The epoch of the next update, from 1, and how many of its updates are made.
  public var epoch: Int
  public var batch: Int
}

/// One update.
public struct BatchReport: Equatable, Sendable {
  /// From 1.
  public var epoch: Int
  /// From 1.
  public var batch: Int
  /// Loss and accuracy of the batch before the update, with dropout on.
  public var result: Evaluation
  /// η of the update.
  public var learningRate: Double
}

/// All updates of one pass over the training samples.
public struct EpochReport: Equatable, Sendable {
  /// From 1.
  public var epoch: Int
  /// The means of the losses and accuracies of its batches, each from before the batch's update.
  public var result: Evaluation
  /// Wall-clock time of the updates alone.
  public var seconds: Double
  public var samplesPerSecond: Double
  /// After the last update.
  public var norms: ParameterNorms
  /// After the last update, dropout off; nil without a validation part.
  public var validation: Evaluation?
  public var learningRate: Double
}
