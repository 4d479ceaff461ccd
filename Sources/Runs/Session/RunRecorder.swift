import Engine
import Foundation

/// Keeps one repetition of a run in its directory: log, checkpoints, at the end the weights.
///
/// Whenever the process is killed, the last checkpoint and the log up to it are whole, and the next process goes on
/// from there.
final class RunRecorder {
  private let directory: RepetitionDirectory
  private let log: TrainingLog
  private let interval: CheckpointInterval
  private let run: String
  private let data: [UInt32]
  /// The number of threads that compute.
  let threads: Int
  private let complain: (String) -> Void
  /// The state from which the training goes on; nil when it begins.
  let resumed: TrainingState?
  /// Why the last checkpoint could not be written; the training goes on all the same.
  private(set) var failure: (any Error)?

  private let clock = ContinuousClock()
  private var kept: ContinuousClock.Instant
  private var updatesSince = 0

  /// Opens the directory of a repetition that is not finished.
  ///
  /// - Parameters:
  ///   - directory: of the repetition.
  ///   - setup: the repetition, ready to begin.
  ///   - description: of the run.
  ///   - settings: how many threads compute, how often and how much is kept.
  ///   - complain: told when a checkpoint cannot be written, while the training goes on.
  /// - Throws: `FileError` about broken or unwritable files, `RunError` when the checkpoint was written by another run or
  ///   with another number of threads.
  init(
    _ directory: RepetitionDirectory, setup: TrainingSetup, description: RunDescription,
    settings: RunSettings, complain: @escaping (String) -> Void
  ) throws {
    self.complain = complain
    try directory.prepare()
    let checkpoint =
      directory.hasCheckpoint
      ? try Checkpoint(contentsOf: directory.checkpointPath, for: setup.learner) : nil
    data = [setup.training.fingerprint, setup.test.fingerprint]
    if let checkpoint { try Self.check(checkpoint, of: directory, against: description, data) }
    let wanted = settings.threads ?? checkpoint?.threads ?? description.threads
    let stored = checkpoint?.threads ?? wanted
    guard wanted == stored || settings.mayChangeThreads else {
      throw RunError(
        "\(directory.path) was computed on \(stored) thread\(stored == 1 ? "" : "s"), not \(wanted): sums would be added in another order; "
          + "leave out --threads, or add --change-threads")
    }
    threads = wanted
    self.directory = directory
    interval = settings.interval
    run = String(decoding: try description.encoded(), as: UTF8.self)
    resumed = checkpoint?.state
    log = try TrainingLog(
      path: directory.logPath, seed: setup.seed, threads: threads,
      batches: settings.logsAllBatches ? .all : .firstEpochs, keeping: checkpoint?.logLength ?? 0)
    kept = clock.now
  }

  private static func check(
    _ checkpoint: Checkpoint, of directory: RepetitionDirectory,
    against description: RunDescription, _ data: [UInt32]
  ) throws {
    let path = directory.checkpointPath
    let written = try RunDescription(data: Data(checkpoint.run.utf8), name: path)
    guard written.agrees(with: description) else {
      throw FileError(
        file: path,
        reason: "was written by another run than description.json describes; was that changed?")
    }
    guard checkpoint.data == data else {
      throw RunError(
        "\(directory.path) was trained on other data than \(description.data.place) now holds; bring those back, or begin a new run"
      )
    }
    let position = checkpoint.state.position
    guard position.epoch <= description.epochs + 1,
      position.batches == 0 || position.orderSource != nil || !description.shuffles
    else { throw FileError(file: path, reason: "is a broken checkpoint: there is no such place") }
  }

  func write(_ event: TrainingEvent) { log.write(event) }

  var checkpointing: Checkpointing {
    Checkpointing(
      isDue: { [self] _ in
        updatesSince += 1
        return interval.isOver(updates: updatesSince, time: clock.now - kept)
      },
      keep: { [self] in keep($0) })
  }

  /// Writes a checkpoint. The log is synchronised first: a checkpoint must not count lines of the log that a crash
  /// of the machine could lose.
  private func keep(_ state: TrainingState) {
    log.synchronize()
    do {
      if let failure = log.failure { throw failure }
      try Checkpoint(state: state, threads: threads, logLength: log.length, run: run, data: data)
        .write(to: directory.checkpointPath)
      failure = nil
    } catch {
      if failure == nil { complain("No checkpoint: \(error)") }
      failure = error
    }
    updatesSince = 0
    kept = clock.now
  }

  /// Writes the weights; their file says that the repetition is finished.
  ///
  /// - Throws: `FileError` when the log or the weights could not be written.
  func finish(_ network: Network<Float>, seed: UInt32) throws {
    if let failure = log.failure { throw failure }
    log.synchronize()
    try network.weightsFile(seed: seed).write(to: directory.weightsPath)
  }
}

extension Network where Element == Float {
  /// The weights as a file, which also names their network and seed.
  package func weightsFile(seed: UInt32) -> Safetensors {
    let extents = inputShape.dimensions.map(String.init).joined(separator: "x")
    return Safetensors(
      tensors: namedWeights,
      metadata: [
        "structure": "\(extents)->\(StructureString.string(descriptions))", "seed": String(seed),
      ])
  }
}
