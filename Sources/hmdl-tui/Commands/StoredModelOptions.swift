import ArgumentParser
import Engine
import Runs

/// Which trained network is used.
struct StoredModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The weights, as train saves them (safetensors).", valueName: "file"))
  var weights: String

  @Option(
    help: ArgumentHelp(
      "The network of the weights; default: the one their file names.", valueName: "string"))
  var network: String?

  func model() throws -> StoredModel { try StoredModel(weights, network: network) }
}
