import Engine

/// How a run is carried out; none of these settings changes its numbers, except the engine in the last digits.
package struct RunSettings {
  package var interval = CheckpointInterval.standard
  package var logsAllBatches = false
  /// The number of threads that the command line asks for; nil for that of the checkpoint or the description.
  package var threads: Int?
  package var mayChangeThreads = false
  /// Makes the engine that computes.
  package var engines = TrainingEngineFactory.processor

  package init(
    interval: CheckpointInterval = CheckpointInterval.standard, logsAllBatches: Bool = false,
    threads: Int? = nil, mayChangeThreads: Bool = false,
    engines: TrainingEngineFactory = .processor
  ) {
    self.interval = interval
    self.logsAllBatches = logsAllBatches
    self.threads = threads
    self.mayChangeThreads = mayChangeThreads
    self.engines = engines
  }
}

/// Carries out a run, repetition after repetition, and keeps it in a directory if there is one.
package struct RunSession {
  package let description: RunDescription
  /// Where the run is kept; nil when nothing is.
  package let directory: RunDirectory?
  package let settings: RunSettings
  package let console: TrainingConsole
  /// The first repetition of a new run, checked before anything is written.
  package let first: TrainingSetup?
  /// nil: nothing is kept.
  private let lock: RunLock?

  /// A new run.
  ///
  /// - Parameters:
  ///   - description: of the run.
  ///   - output: a new directory, or nil to keep nothing.
  ///   - settings: how it is carried out.
  ///   - console: told every event.
  /// - Throws: an error about the description or the directory, before anything is written.
  package init(
    _ description: RunDescription, output: String?, settings: RunSettings, console: TrainingConsole
  ) throws {
    first = try TrainingSetup(description)
    self.description = description
    self.settings = settings
    self.console = console
    directory = try output.map {
      try RunDirectory(new: $0, description: try description.encoded())
    }
    lock = try directory?.lock()
  }

  /// A run that is resumed.
  ///
  /// - Throws: `FileError` when the directory holds none, or another process works on it.
  package init(resuming path: String, settings: RunSettings, console: TrainingConsole) throws {
    let directory = try RunDirectory(existing: path)
    lock = try directory.lock()
    description = try RunDescription(contentsOf: directory.descriptionPath)
    self.directory = directory
    first = nil
    self.settings = settings
    self.console = console
  }

  /// Trains every repetition that is not finished, and closes the directory: another session may then open it. To be
  /// called once.
  ///
  /// - Parameter isCancelled: asked after every batch; when true, the run stops there.
  /// - Returns: the results of all repetitions.
  /// - Throws: `RunInterrupted` when cancelled, after having said how to go on.
  package func run(isCancelled: @escaping () -> Bool) throws -> [RepetitionResult] {
    defer { lock?.release() }
    return try (1...description.repetitions).map { repetition in
      if let kept = directory?.repetition(repetition), kept.isFinished {
        console.say("\(name(of: repetition)) is finished.")
        return try RepetitionResult(repetition: repetition, log: RunLog(contentsOf: kept.logPath))
      }
      return try train(repetition, isCancelled)
    }
  }

  private func name(of repetition: Int) -> String {
    description.repetitions == 1
      ? "The run" : "Repetition \(repetition) of \(description.repetitions)"
  }

  private func train(
    _ repetition: Int, _ isCancelled: @escaping () -> Bool
  ) throws -> RepetitionResult {
    let known = repetition == 1 ? first : nil
    let setup = try known ?? TrainingSetup(description, repetition: repetition)
    if description.repetitions > 1 { console.say("\(name(of: repetition)):") }
    console.announce(setup)
    let recorder = try directory.map {
      try RunRecorder(
        $0.repetition(repetition), setup: setup, description: description, settings: settings,
        complain: console.complain)
    }
    let threads = recorder?.threads ?? settings.threads ?? description.threads
    var trainer =
      try recorder?.resumed.map {
        try Trainer(resuming: $0, plan: setup.plan, threads: threads, engines: settings.engines)
      }
      ?? Trainer(
        learner: setup.learner, plan: setup.plan, threads: threads, engines: settings.engines)
    var result = RepetitionResult(repetition: repetition, seed: setup.seed)
    let outcome = try trainer.run(
      training: setup.training, test: setup.test,
      checkpoints: recorder?.checkpointing ?? .none,
      isCancelled: isCancelled,
      report: { event in
        recorder?.write(event)
        result.take(event)
        console.show(event)
      })
    if outcome == .interrupted { throw stop(recorder) }
    guard let recorder, let kept = directory?.repetition(repetition) else { return result }
    try recorder.finish(trainer.learner.network, seed: setup.seed)
    console.say("Kept in \(kept.path).")
    return try RepetitionResult(repetition: repetition, log: RunLog(contentsOf: kept.logPath))
  }

  /// Prints how the run can be resumed.
  private func stop(_ recorder: RunRecorder?) -> any Error {
    if let failure = recorder?.failure { return failure }
    let hint =
      directory.map { "go on with: hmdl-tui train --resume \(Self.quoted($0.path))" }
      ?? "nothing was kept, as --output was not given"
    console.complain("Interrupted; \(hint)")
    return RunInterrupted()
  }

  /// A path, quoted for a shell where it needs that.
  private static func quoted(_ path: String) -> String {
    let plain = path.allSatisfy { $0.isLetter || $0.isNumber || "/._-+".contains($0) }
    return plain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
  }
}
