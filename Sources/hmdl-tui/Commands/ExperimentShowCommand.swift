import ArgumentParser
import Engine
import Runs

/// `experiment show ID`: the settings and published figures of one experiment.
struct ExperimentShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the network, settings and published figures of an experiment.")

  @Argument(help: "The id of the paper's table.")
  var id: String

  @Flag(help: "Print the description file, to be changed and run: experiment run FILE.")
  var json = false

  @OptionGroup var published: PublishedOptions

  func run() throws {
    let catalogue = try Catalogue.load()
    let experiment = try catalogue.experiment(id)
    if json, let description = catalogue.description(of: experiment) {
      print(String(decoding: try description.encoded(), as: UTF8.self), terminator: "")
    } else {
      published.print(try CatalogueText.show(experiment, in: catalogue, width: published.width))
    }
  }
}
