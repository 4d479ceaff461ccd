import ArgumentParser
import Engine
import Runs

/// `experiment list`: every experiment of the paper's tables.
struct ExperimentListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the experiments of the paper's tables.")

  @OptionGroup var published: PublishedOptions

  @Flag(help: "Recompute every id as the hash of its description; a difference is exit status 1.")
  var verify = false

  func run() throws {
    let catalogue = try Catalogue.load()
    guard verify else {
      return published.print(
        CatalogueText.list(catalogue, gpu: published.gpu, width: published.width))
    }
    var agreeing = 0
    for experiment in catalogue.experiments {
      let id = try catalogue.recomputedID(of: experiment)
      if id == experiment.id { agreeing += 1 }
      published.print(["\(experiment.id)  \(id == experiment.id ? "✓" : "✗ \(id ?? "none")")"])
    }
    let count = catalogue.experiments.count
    published.print(["\(agreeing) of \(count) ids are the hash of their description."])
    guard agreeing == count else { throw ExitCode.failure }
  }
}
