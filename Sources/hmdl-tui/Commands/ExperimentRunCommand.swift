import ArgumentParser
import Engine
import Foundation
import Runs
import Tutor

/// `experiment run`: a run of the paper, or of a description file, and the published figures beside it.
struct ExperimentRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run an experiment and print its figures beside the published ones.",
    discussion: """
      The same data, initial weights and batches as the paper's run of that id; the first epoch's convolutions are tiled, \
      unless --convolution names one algorithm for all. A description file of one's own begins \
      as the output of 'experiment show ID --json'; its id is the paper's hash of what it says. A run that is kept \
      (--output) goes on after an interruption with 'train --resume DIRECTORY'.
      """)

  @Argument(help: "The id of the paper's table, or a description file (.json).")
  var experiment: String

  @Option(help: "How many repetitions, each with the next seed and split.")
  var repetitions: Int?

  @Option(help: "How many epochs, to have a shorter run.")
  var epochs: Int?

  @Option(
    name: .customLong("data-dir"),
    help: ArgumentHelp("Where the files of the data set are.", valueName: "directory"))
  var dataDirectory: String?

  @Option(
    help: ArgumentHelp(
      "Keep the run in a new directory: description, logs, checkpoints, weights.",
      valueName: "directory"))
  var output: String?

  @Flag(
    help: "Print one JSON object for ours, hmdl and Keras each; progress goes to standard error.")
  var json = false

  @OptionGroup var engine: EngineOptions

  @OptionGroup var published: PublishedOptions

  func validate() throws {
    try TrainingLimits.count.check(repetitions, "--repetitions")
    try TrainingLimits.count.check(epochs, "--epochs")
  }

  func run() throws {
    let catalogue = try Catalogue.load()
    let (full, id) = try self.description(catalogue)
    var description = full
    description.repetitions = repetitions ?? full.repetitions
    description.epochs = epochs ?? full.epochs
    description.threads = engine.threads ?? full.threads
    if let convolution = engine.convolution {
      (description.convolution, description.preciseEpochs) = (convolution, 0)
    }
    let console = TrainingConsole(sentences: json ? .standardError : .standardOutput)
    let session = try RunSession(
      description, output: output, settings: RunSettings(threads: engine.threads), console: console)
    let shape = session.first?.network.inputShape ?? []
    let name = try id ?? full.experimentID(inputShape: shape) + " (\(experiment))"
    console.say(heading(name, description, of: full))
    let results = try Interruption.stopping(session)
    let comparison = ExperimentComparison(
      runs: [("ours", results)], experiment: catalogue.experiment(repeatedBy: description),
      gpu: published.gpu)
    if json {
      for object in comparison.objects { print(object.line) }
    } else {
      published.print([""] + comparison.lines(width: published.width))
    }
  }

  private var isFile: Bool { experiment.hasSuffix(".json") || experiment.contains("/") }

  /// The description of the whole experiment, and its id if it is one of the paper's.
  private func description(
    _ catalogue: Catalogue
  ) throws -> (description: RunDescription, id: String?) {
    if isFile {
      var description = try RunDescription(contentsOf: experiment)
      description.data.directory = path(dataDirectory) ?? description.data.directory
      return (description, nil)
    }
    let found = try catalogue.experiment(experiment)
    guard var description = catalogue.description(of: found),
      try catalogue.recomputedID(of: found) == found.id
    else { throw RunError("the catalogue's description of \(found.id) has another id") }
    description.data.directory = path(dataDirectory)
    return (description, found.id)
  }

  private func path(_ directory: String?) -> String? {
    directory.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
  }

  private func heading(
    _ name: String, _ description: RunDescription, of full: RunDescription
  ) -> String {
    var parts: [String] = []
    if description.repetitions != full.repetitions {
      parts.append("\(description.repetitions) of \(full.repetitions) repetitions")
    }
    if description.epochs != full.epochs {
      parts.append("\(description.epochs) of \(full.epochs) epochs")
    }
    let shortened = parts.isEmpty ? "" : ", " + parts.joined(separator: ", ")
    let kept = output == nil ? " Nothing is kept, as --output is not given." : ""
    return "Experiment \(name)\(shortened).\(kept)"
  }
}
