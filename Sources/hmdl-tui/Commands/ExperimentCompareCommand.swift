import ArgumentParser
import Engine
import Runs

/// `experiment compare RUN…`: kept runs side by side with the published figures.
struct ExperimentCompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare kept runs with each other and with hmdl's and Keras' published figures.")

  @Argument(help: ArgumentHelp("Directories of runs of one experiment.", valueName: "run"))
  var runs: [String]

  @Flag(help: "Print one JSON object for each run, hmdl and Keras.")
  var json = false

  @OptionGroup var published: PublishedOptions

  func run() throws {
    let catalogue = try Catalogue.load()
    let kept = try runs.map { try KeptRun(contentsOf: $0) }
    let experiments = kept.map { catalogue.experiment(repeatedBy: $0.description) }
    let isSame = Set(experiments.map { $0?.id }).count == 1
    let experiment = isSame ? experiments.first ?? nil : nil
    let comparison = ExperimentComparison(
      runs: kept.map { ($0.name, $0.results) }, experiment: experiment, gpu: published.gpu)
    guard !json else {
      for object in comparison.objects { print(object.line) }
      return
    }
    let heads = zip(kept, experiments).flatMap { run, experiment in
      CatalogueText.wrap(
        "\(run.name): \(experiment.map { "experiment \($0.id)" } ?? "no experiment of the paper"), "
          + RunSummary.progress(run) + ".", published.width)
    }
    published.print(heads + [""] + comparison.lines(width: published.width))
  }
}
