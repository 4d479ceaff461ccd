import ArgumentParser
import Engine

/// `experiment compare RUN…`: kept runs beside each other and the published figures.
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
    let experiment = experiments.first ?? nil
    for (run, other) in zip(kept, experiments) where other?.id != experiment?.id {
      throw RunError(
        "\(run.path) is \(other.map { "experiment \($0.id)" } ?? "no experiment of the paper"), but "
          + "\(kept.first?.path ?? "the first run") is \(experiment?.id ?? "none")")
    }
    let comparison = ExperimentComparison(
      runs: kept.map { ($0.name, $0.results) }, experiment: experiment, gpu: published.gpu)
    guard !json else {
      for object in comparison.objects { print(object.line) }
      return
    }
    var lines = [experiment.map { "Experiment \($0.id)" } ?? "No experiment of the paper"]
    lines += kept.flatMap { run in
      ExperimentText.wrap("\(run.name): \(RunSummary.progress(run))", published.width)
    }
    published.print(lines + [""] + comparison.lines(width: published.width))
  }
}
