import ArgumentParser
import Engine
import Runs
import Tutor

/// What is trained, for how long, and by which conventions.
struct RunOptions: ParsableArguments {
  @Option(help: "The network, such as 'F();D(64,r);DR(0.25);D(40,sm);'.")
  var network: String?

  @Option(
    help: """
      hmdl: the conventions of the paper's code: Adam, η 1e-3, ε 1e-7, gradients summed over the \
      batch, one dropout mask per batch, 100 epochs; the seed is the split's number. Convolutions of the first epoch \
      are tiled, which loses fewest digits, unless --convolution names another algorithm.
      """)
  var preset: TrainingPreset?

  @Option(help: "How many times all training samples are used.")
  var epochs: Int?

  @Option(help: "Updates per epoch: the samples are cut into so many nearly equal batches.")
  var batches: Int?

  @Option(help: "Samples per update, instead of --batches.")
  var batchSize: Int?

  @Flag(inversion: .prefixedNo, help: "Take the samples in a new order in every epoch.")
  var shuffle = true

  @Option(help: "The loss, which training makes small.")
  var loss: Loss?

  @Option(help: "Whether gradients are averaged or summed over a batch.")
  var reduction: BatchReduction?

  @Option(
    help: "How the first weights are drawn; default: he-uniform before ReLU, else glorot-uniform.")
  var initializer: Initializer?

  @Option(help: "Whether each sample has a dropout mask of its own, or the batch shares one.")
  var maskScope: ForwardContext.MaskScope?

  @Option(help: "The seed of all random numbers, 0 to \(UInt32.max).")
  var seed: UInt32?

  @OptionGroup var engine: EngineOptions

  var threads: Int? { engine.threads }

  func validate() throws {
    try TrainingLimits.count.check(epochs, "--epochs")
    try TrainingLimits.count.check(batches, "--batches")
    try TrainingLimits.count.check(batchSize, "--batch-size")
    guard batches == nil || batchSize == nil else {
      throw ValidationError("--batches and --batch-size exclude each other: give one of them.")
    }
  }
}

/// What is kept of a run.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep the run in a new directory: description, log, checkpoints, weights.",
      valueName: "directory"))
  var output: String?

  @Option(help: ArgumentHelp("Log the run as JSON Lines.", valueName: "file"))
  var log: String?

  @Flag(help: "Log every batch, not only those of the first two epochs (--output) or none (--log).")
  var logBatches = false

  @Option(help: ArgumentHelp("Save the trained weights as safetensors.", valueName: "file"))
  var save: String?

  func validate() throws {
    guard output == nil || (log == nil && save == nil) else {
      throw ValidationError("--output keeps log and weights itself: leave out --log and --save.")
    }
    guard log == nil || log != save else {
      throw ValidationError("--log and --save name the same file.")
    }
  }
}

/// How a run that is kept in a directory goes on after an interruption.
struct ResumeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Go on with an interrupted run, as if it had never stopped.", valueName: "directory"))
  var resume: String?

  @Option(
    help: ArgumentHelp(
      "Write a checkpoint after so many updates (default: every \(CheckpointInterval.standardSeconds) seconds).",
      valueName: "batches"))
  var checkpointEvery: Int?

  @Flag(help: "Let --threads change the number of threads of a run that goes on.")
  var changeThreads = false

  func validate() throws {
    try TrainingLimits.count.check(checkpointEvery, "--checkpoint-every")
    guard resume != nil || !changeThreads else {
      throw ValidationError("--change-threads belongs to --resume.")
    }
  }

  var interval: CheckpointInterval { checkpointEvery.map(CheckpointInterval.updates) ?? .standard }
}
