import ArgumentParser
import Engine
import Runs

/// `hmdl-tui evaluate`: how good stored weights are on the test part of a data set.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Print loss and accuracy of stored weights on test samples.",
    discussion: """
      Opens only the test files of mnist and cifar-10: their levels, 0 to 255, are fixed by the format, \
      so that no training picture is needed to scale them.
      """)

  @OptionGroup var stored: StoredModelOptions

  @Option(help: "The loss; default: the usual one for the last activation.")
  var loss: Loss?

  @Flag(help: "Print {\"loss\":…,\"accuracy\":…}.")
  var json = false

  @OptionGroup var engine: EngineOptions

  @OptionGroup(title: "Data") var choice: SourceOptions

  func run() throws {
    let model = try stored.model()
    let data = try choice.place.dataPlace.part(.test, of: choice.data, seed: model.seed ?? 0)
    try Processor.checkChoice()
    var network = try model.network(sampleShape: data.sampleShape)
    try data.check(inputShape: network.inputShape, outputShape: network.outputShape)
    // Of the quick algorithms this one rounds least; a single pass need not be quicker.
    network.useConvolution(engine.convolution ?? .tiled)
    let learner = Learner(
      network: network,
      loss: loss ?? .standard(for: network.descriptions.last?.activation ?? .identity),
      optimizer: OptimizerDescription(.sgd))
    let result = try TrainingEngineFactory.processor.engine(
      for: learner, threads: engine.threadCount
    ).evaluate(data)
    if json {
      let value: JSONValue = [
        "loss": .number(result.loss), "accuracy": .number(result.accuracy),
      ]
      print(value.line)
    } else {
      let samples = TrainingProgress.grouped(data.count)
      print("\(samples) test samples: \(TrainingProgress.sentence(result))")
    }
  }
}
