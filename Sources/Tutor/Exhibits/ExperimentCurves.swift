import Engine
import Foundation
import Runs
import TerminalKit

/// The numbers of a run of an experiment, as far as it is trained.
struct ExperimentCurves: Sendable {
  /// Both parts of the data after an epoch, without dropout.
  struct Point: Sendable {
    let training: Evaluation
    let test: Evaluation
  }

  let epochs: Int
  /// How many samples the parts have.
  let training: Int
  let test: Int
  /// The first before training, then one per epoch.
  var points: [Point] = []
  /// The mean loss of each epoch's batches, each batch measured before its update.
  private(set) var means: [Double] = []
  /// The losses of the first epoch's batches.
  private(set) var batches: [Double] = []

  init(epochs: Int, training: Int, test: Int) {
    (self.epochs, self.training, self.test) = (epochs, training, test)
  }

  mutating func take(_ event: TrainingEvent) {
    switch event {
    case .batch(let report) where report.epoch == 1: batches.append(report.result.loss)
    case .epoch(let report): means.append(report.result.loss)
    default: break
    }
  }

  /// Both losses on a logarithmic axis, one place per epoch.
  var chart: LogChart {
    func values(_ part: KeyPath<Point, Evaluation>) -> [Double?] {
      (1...max(epochs, 1)).map { $0 < points.count ? points[$0][keyPath: part].loss : nil }
    }
    return LogChart(
      series: [
        .init(values: values(\.training), curve: Curve(style: .mark(.signals, 5))),
        .init(
          values: values(\.test), curve: Curve(mark: .letter("o"), style: .mark(.deltas, 5))),
      ], selected: -1, firstNumber: 1)
  }

  /// The epoch with the smallest test loss.
  var lowest: Int? {
    points.indices.min { points[$0].test.loss < points[$1].test.loss }
  }

  /// A few epochs, the one with the lowest test loss among them, and the end of the published log.
  func tableLines(_ published: PublishedExperiment.Figures?) -> [String] {
    let shown = Set([0, 1, 2, 10, 20, 50, epochs] + (lowest.map { [$0] } ?? [])).sorted()
      .filter { points.indices.contains($0) }
    let rows = shown.map { epoch -> String in
      let point = points[epoch]
      let mean = means.indices.contains(epoch - 1) ? Self.loss(means[epoch - 1]) : ""
      return Self.row(
        "\(epoch)", mean, Self.loss(point.training.loss), Self.loss(point.test.loss),
        right(point.test), note: epoch == lowest && epoch > 0 ? " low" : "")
    }
    let log = published.map { figures in
      [
        Self.row(
          "log", "", "", Self.loss(figures.loss),
          right(Evaluation(loss: figures.loss, accuracy: figures.accuracy)))
      ]
    }
    return [Self.row("epoch", "mean", "training", "test", "right")] + rows + (log ?? [])
  }

  private func right(_ result: Evaluation) -> String {
    "\(Int((result.accuracy * Double(test)).rounded()))"
  }

  private static func row(_ cells: String..., note: String = "") -> String {
    zip(cells, [5, 9, 9, 8, 6]).map { cell, width in
      String(repeating: " ", count: max(0, width - cell.count)) + cell
    }.joined() + note
  }

  /// Four decimals, and for small losses as many as have figures.
  private static func loss(_ value: Double) -> String {
    String(format: value >= 0.1 ? "%.4f" : value >= 0.001 ? "%.4g" : "%.3g", value)
  }

  /// The losses of the first epoch's batches.
  func batchLines(columns: Int) -> [String] {
    guard !batches.isEmpty else { return [] }
    let text = batches.map { String(format: "%.3f", $0) }.joined(separator: " ")
    return TextWrap.lines("epoch 1 by batches: " + text, width: max(columns, 1))
  }
}
