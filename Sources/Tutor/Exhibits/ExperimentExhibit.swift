import Engine
import Foundation
import Runs
import TerminalKit

/// The first repetition of a published experiment: its losses epoch by epoch, and the figures of the published log.
struct ExperimentExhibit: Exhibit {
  static let name = "experiment"
  static let settings = ["id"]

  let id: String
  let description: RunDescription
  /// Loss and accuracy at the end of the published log's first repetition; nil where none is published.
  let published: PublishedExperiment.Figures?

  init(_ settings: ExhibitSettings) throws(ExhibitFault) {
    guard let id = settings["id"] else {
      throw ExhibitFault("experiment needs id=, as in experiment id=1781687523")
    }
    do {
      let catalogue = try Catalogue.load()
      let experiment = try catalogue.experiment(id)
      guard var description = catalogue.description(of: experiment) else {
        throw ExhibitFault("the conventions of \(experiment.data) are not known")
      }
      description.repetitions = 1
      self.description = description
      published = experiment.published[.a100].hmdl.repetitions.first
    } catch {
      throw ExhibitFault("\(error)")
    }
    self.id = id
  }

  /// The same with the data in a directory.
  init(_ other: ExperimentExhibit, directory: String, epochs: Int) {
    var description = other.description
    description.data.directory = directory
    description.epochs = epochs
    (id, self.description, published) = (other.id, description, other.published)
  }

  var key: String { "\(Self.name) \(id)" }
  var command: String { "hmdl-tui experiment run \(id)" }
  var rows: Int { 22 }

  func compute(_ reporter: ExhibitReporter<ExperimentCurves>) throws -> ExperimentCurves? {
    if let data = DataName(rawValue: description.data.name),
      DataPlace(directory: description.data.directory).fault(for: data, naming: \.rawValue) != nil
    {
      throw Self.missing(data)
    }
    reporter.tell("reading the data", nil)
    let setup = try TrainingSetup(description)
    var curves = ExperimentCurves(
      epochs: description.epochs, training: setup.training.count, test: setup.test.count)
    func measure(_ network: Network<Float>) {
      var network = network
      curves.points.append(
        .init(
          training: network.evaluate(setup.training, loss: setup.learner.loss),
          test: network.evaluate(setup.test, loss: setup.learner.loss)))
    }
    measure(setup.learner.network)
    let epochs = description.epochs
    let done = try EpochWatch.train(setup, threads: description.threads) { event in
      curves.take(event)
    } look: { network in
      measure(network)
      return true
    } isWanted: {
      reporter.tell("epoch \(curves.points.count) of \(epochs)", curves)
    }
    return done ? curves : nil
  }

  static func missing(_ data: DataName) -> ExhibitFault {
    ExhibitFault(
      "The data \(data.rawValue) are not on this machine: 'hmdl-tui data fetch \(data.rawValue)' brings them, then "
        + "come back to this page. The lesson goes on without them.")
  }

  // MARK: - The picture

  func draw(_ curves: ExperimentCurves, on screen: inout Screen, in rect: Rect) {
    let forms = [
      "\(id), repetition 1: loss after every epoch, ─ training, o test",
      "loss by epoch: ─ training, o test", "loss: ─ training, o test", "─ training o test",
    ]
    screen.put(
      forms.first { $0.count <= rect.columns } ?? "", row: rect.row, column: rect.column,
      style: .accent, limit: rect.columns)
    let body = rect.split(top: 1).rest
    let table =
      curves.tableLines(published) + [""] + curves.batchLines(columns: min(rect.columns, 60))
    let isWide = rect.columns >= 100
    let tableRows = min(table.count, max(0, body.rows - 8))
    let (top, below) =
      isWide ? body.split(left: body.columns - 62) : body.split(top: body.rows - tableRows)
    curves.chart.draw(on: &screen, in: top)
    let start = isWide ? below.column + 2 : below.column
    for (row, line) in table.prefix(below.rows).enumerated() {
      screen.put(
        line, row: below.row + row, column: start,
        limit: max(0, below.column + below.columns - start))
    }
  }

  // MARK: - In sentences

  func lines(_ curves: ExperimentCurves) -> [String] {
    [
      "Experiment \(id), repetition 1: \(description.network), \(curves.training) samples to learn from, "
        + "\(curves.test) to test. Losses and answers are measured after the epoch without dropout; mean is the mean of "
        + "its batches, each before its own update."
    ] + curves.tableLines(published) + curves.batchLines(columns: 78)
  }
}
