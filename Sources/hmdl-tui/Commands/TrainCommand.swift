import ArgumentParser
import Engine
import Runs
import Tutor

/// `hmdl-tui train`: trains a model, without a screen.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a network and print its loss and accuracy.",
    discussion: """
      Alone it trains a small network on the disk problem in seconds. With --output the run is kept in a directory, \
      and Ctrl-C, a crash or a reboot costs little: --resume goes on with it bit for bit. Without, Ctrl-C \
      finishes the batch, saves what was trained where --save says and exits with 130; a second Ctrl-C exits at once.
      """)

  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Run") var settings: RunOptions
  @OptionGroup(title: "Optimizer") var optimizer: OptimizerOptions
  @OptionGroup(title: "Penalties and clipping") var penalties: PenaltyOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Going on") var resuming: ResumeOptions

  func validate() throws {
    guard resuming.checkpointEvery == nil || resuming.resume != nil || output.output != nil else {
      throw ValidationError(
        "--checkpoint-every needs --output or --resume, a directory to write to.")
    }
    guard !output.logBatches || resuming.resume != nil || output.output != nil || output.log != nil
    else { throw ValidationError("--log-batches needs --output or --log, a place to write to.") }
    guard resuming.resume != nil else { return }
    guard output.output == nil, output.log == nil, output.save == nil else {
      throw ValidationError(
        "--resume goes on in its directory: leave out --output, --log and --save.")
    }
    var asked = try description()
    asked.threads = Processor.threadCount
    guard try asked == TrainCommand.parse([]).description() else {
      throw ValidationError(
        "--resume takes everything from the directory's description.json; "
          + "beside it go only --threads, --checkpoint-every and --log-batches.")
    }
  }

  private func description() throws -> RunDescription {
    try RunDescription(data: data, run: settings, optimizer: optimizer, penalties: penalties)
  }

  private var runSettings: RunSettings {
    RunSettings(
      interval: resuming.interval, logsAllBatches: output.logBatches, threads: settings.threads,
      mayChangeThreads: resuming.changeThreads)
  }

  func run() throws {
    try Processor.checkChoice()
    let console = TrainingConsole()
    if let path = resuming.resume {
      _ = try Interruption.stopping(
        RunSession(resuming: path, settings: runSettings, console: console))
    } else if output.output != nil {
      _ = try Interruption.stopping(
        RunSession(
          try description(), output: output.output, settings: runSettings, console: console))
    } else {
      try trainAlone(try description(), console)
    }
  }

  /// Trains one repetition outside of a run directory; writes what --log and --save ask for.
  private func trainAlone(_ description: RunDescription, _ console: TrainingConsole) throws {
    let setup = try TrainingSetup(description)
    for case let path? in [output.log, output.save] { try FileAccess.checkWritable(path) }
    let log = try output.log.map { path in
      try TrainingLog(
        path: path, seed: setup.seed, threads: description.threads,
        batches: output.logBatches ? .all : .none)
    }
    console.announce(setup)
    var trainer = try Trainer(
      learner: setup.learner, plan: setup.plan, threads: description.threads,
      engines: .processor)
    Interruption.watch()
    var interruption: (epoch: Int, batch: Int)?
    _ = try trainer.run(
      training: setup.training, test: setup.test, isCancelled: { Interruption.isRequested },
      report: { event in
        log?.write(event)
        console.show(event)
        if case .interrupted(let epoch, let batch) = event { interruption = (epoch, batch) }
      })
    if let path = output.save {
      try trainer.learner.network.weightsFile(seed: setup.seed).write(to: path)
      console.say("Weights saved to \(path).")
    }
    if let interruption {
      let kept = output.save == nil ? "nothing was saved, as --save was not given" : "saved"
      console.complain(
        "Interrupted in epoch \(interruption.epoch) after \(interruption.batch) batches; \(kept).")
      throw ExitCode(Interruption.status)
    }
    if let failure = log?.failure { throw failure }
  }
}
