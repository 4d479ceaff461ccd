import Foundation

/// Everything that is needed to go on with a training, in one file: weights, optimizer state, random generators,
/// position.
///
/// The file is a safetensors file. Its tensors are the weights under their usual names and the optimizer's state as
/// `c0.weight.state0`, …; its metadata hold the description of the run and, as JSON, the progress
/// (docs/formats.md). Integers and the words of generators are stored exactly, Doubles with enough digits to read
/// the same value back.
public struct Checkpoint: Sendable {
  public var state: TrainingState
  /// The number of threads; with another number sums may be added in another order.
  public var threads: Int
  /// Bytes of the log that belong to the updates made so far; whoever goes on cuts off the rest.
  public var logLength: Int
  /// The description of the run, as text.
  public var run: String
  /// The fingerprints of the training and the test part.
  public var data: [UInt32]

  public init(state: TrainingState, threads: Int, logLength: Int, run: String, data: [UInt32]) {
    self.state = state
    self.threads = threads
    self.logLength = logLength
    self.run = run
    self.data = data
  }

  private static let format = "hmdl-checkpoint 2"

  private enum MetadataKey {
    static let format = "format"
    static let run = "run"
    static let progress = "progress"
  }

  /// The part of a checkpoint that is not tensors.
  private struct Progress: Codable {
    let position: TrainingPosition
    let updates: Int
    let optimizerSteps: Int
    let random: RandomSource
    let threads: Int
    let logLength: Int
    let data: [UInt32]
  }
}

// MARK: - Writing

extension Checkpoint {
  /// Writes the file; an older one is replaced only by a whole one.
  ///
  /// - Throws: `FileError` when that is not possible.
  public func write(to path: String) throws {
    let learner = state.learner
    let progress = Progress(
      position: state.position, updates: learner.updates, optimizerSteps: learner.optimizer.steps,
      random: learner.context.random, threads: threads, logLength: logLength, data: data)
    let text = String(decoding: try JSON.encoder().encode(progress), as: UTF8.self)
    let tensors = learner.network.namedWeights
      .merging(learner.namedOptimizerState) { weights, _ in weights }
    try Safetensors(
      tensors: tensors,
      metadata: [
        MetadataKey.format: Self.format, MetadataKey.run: run, MetadataKey.progress: text,
      ]
    ).write(to: path)
  }
}

// MARK: - Reading

extension Checkpoint {
  /// Reads a checkpoint into a learner that was made from the same description.
  ///
  /// - Throws: `FileError` with one sentence when the file is missing, cut off, garbled, or belongs to another network
  ///   or optimizer.
  public init(contentsOf path: String, for learner: Learner<Float>) throws(FileError) {
    let file = try Safetensors(contentsOf: path)
    func refuse(_ reason: String) -> FileError { FileError(file: path, reason: reason) }
    guard file.metadata[MetadataKey.format] == Self.format else {
      throw refuse("is no checkpoint of this version of hmdl-tui")
    }
    guard let run = file.metadata[MetadataKey.run],
      let text = file.metadata[MetadataKey.progress],
      let progress = try? JSON.decode(Progress.self, from: Data(text.utf8))
    else { throw refuse("is a broken checkpoint: its metadata cannot be read") }
    let faults = [
      ("updates", TrainingLimits.counted.fault(progress.updates)),
      ("optimizerSteps", TrainingLimits.counted.fault(progress.optimizerSteps)),
      ("logLength", TrainingLimits.counted.fault(progress.logLength)),
      ("threads", TrainingLimits.threads.fault(progress.threads)),
    ]
    for case (let name, let fault?) in faults {
      throw refuse("is a broken checkpoint: \(name) in its metadata \(fault)")
    }
    var learner = learner
    do {
      try learner.restore(file.tensors, optimizerSteps: progress.optimizerSteps)
    } catch {
      throw refuse("does not belong to this run: \(error)")
    }
    learner.updates = progress.updates
    learner.context.random = progress.random
    self.init(
      state: TrainingState(learner: learner, position: progress.position),
      threads: progress.threads, logLength: progress.logLength, run: run,
      data: progress.data)
  }
}
