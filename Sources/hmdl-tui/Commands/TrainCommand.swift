import ArgumentParser
import Engine

/// `hmdl-tui train`: a whole model, without a screen.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a network and say how good it became.",
    discussion: """
      Alone it trains a small network on the disk problem in seconds. Ctrl-C finishes the batch, saves what was \
      trained where --save says and exits with 130; a second Ctrl-C exits at once.
      """)

  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Run") var settings: RunOptions
  @OptionGroup(title: "Optimizer") var optimizer: OptimizerOptions
  @OptionGroup(title: "Penalties and clipping") var penalties: PenaltyOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    let setup = try TrainingSetup(
      data: data, run: settings, optimizer: optimizer, penalties: penalties)
    for case let path? in [output.log, output.save] { try FileAccess.checkWritable(path) }
    let log = try output.log.map { path in
      try TrainingLog(
        path: path, seed: setup.seed, threads: settings.threads, logsBatches: output.logBatches)
    }
    let console = TrainingConsole()
    console.announce(setup)
    var trainer = Trainer(learner: setup.learner, plan: setup.plan)
    Interruption.watch()
    var interruption: (epoch: Int, batch: Int)?
    _ = trainer.run(
      training: setup.training, test: setup.test, isCancelled: { Interruption.isRequested },
      report: { event in
        log?.write(event)
        console.show(event)
        if case .interrupted(let epoch, let batch) = event { interruption = (epoch, batch) }
      })
    try save(trainer.learner.network, seed: setup.seed, console)
    if let interruption {
      let kept = output.save == nil ? "nothing was saved, as --save was not given" : "saved"
      console.complain(
        "Interrupted in epoch \(interruption.epoch) after \(interruption.batch) batches; \(kept).")
      throw ExitCode(Interruption.status)
    }
    if let failure = log?.failure { throw failure }
  }

  private func save(_ network: Network<Float>, seed: UInt32, _ console: TrainingConsole) throws {
    guard let path = output.save else { return }
    let inputShape = network.inputShape.dimensions.map(String.init).joined(separator: "x")
    let structure = StructureString.string(network.descriptions)
    let file = Safetensors(
      tensors: network.namedWeights,
      metadata: ["structure": "\(inputShape)->\(structure)", "seed": String(seed)])
    try file.write(to: path)
    console.say("Weights saved to \(path).")
  }
}
