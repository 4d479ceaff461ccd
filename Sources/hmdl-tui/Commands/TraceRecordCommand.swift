import ArgumentParser
import Engine
import Tracer
import Tutor

/// `trace record`: a case, or a network of its own on random input, event by event into a file.
struct TraceRecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Run a case or a network and write its trace.",
    usage: """
      hmdl-tui trace record --case FILE --output FILE
      hmdl-tui trace record --network STRING --input-shape 6,6,1 --output FILE [<options>]
      """)

  @Option(help: ArgumentHelp("The case to run (JSON).", valueName: "file"))
  var `case`: String?

  @Option(help: NetworkArgument.help)
  var network: String?

  @Option(help: NetworkArgument.shapeHelp)
  var inputShape: SampleShape?

  @Option(help: "The seed of the weights, inputs and targets of --network (default: 0).")
  var seed: UInt32?

  @Option(help: "Weight updates (default: 1).")
  var updates: Int?

  @Option(help: "Samples per update (default: 1).")
  var batch: Int?

  @Option(help: "The update rule (default: sgd).")
  var optimizer: OptimizerName?

  @Option(help: "The learning rate η (default: 0.001).")
  var learningRate: Double?

  @Option(help: "The loss (default: cross-entropy after softmax, else mse).")
  var loss: Loss?

  @Option(help: "The algorithm of all convolutions (default: direct, the definition).")
  var convolution: ConvolutionVariant?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The trace to write (JSON Lines).", valueName: "file"))
  var output: String

  func validate() throws {
    guard (`case` == nil) != (network == nil) else {
      throw ValidationError("Give either --case or --network.")
    }
    let options: [(String, Any?)] = [
      ("--input-shape", inputShape), ("--seed", seed), ("--updates", updates), ("--batch", batch),
      ("--optimizer", optimizer), ("--learning-rate", learningRate), ("--loss", loss),
    ]
    if `case` != nil, let (name, _) = options.first(where: { $0.1 != nil }) {
      throw ValidationError("\(name) belongs to --network; a case names its own.")
    }
    try TrainingLimits.count.check(updates, "--updates")
    try TrainingLimits.count.check(batch, "--batch")
    try TrainingLimits.positive.check(learningRate, "--learning-rate")
  }

  func run() throws {
    var experiment = try experiment()
    experiment.convolution = convolution ?? .direct
    try TraceFile.write(try experiment.record(), to: output)
  }

  private func experiment() throws -> Case {
    if let `case` { return try Case(contentsOf: `case`) }
    var description = OptimizerDescription(optimizer ?? .sgd)
    if let learningRate { description.learningRate = learningRate }
    let header = try NetworkArgument.header(
      network: network ?? "", inputShape: inputShape, loss: loss, optimizer: description)
    return try Case.random(
      header: header, seed: seed ?? 0, batch: batch ?? 1, updates: updates ?? 1)
  }
}
