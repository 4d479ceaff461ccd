import Engine
import Foundation
import TerminalKit

/// The catalogue as plain text.
package enum CatalogueText {
  /// Fewer columns than these have no room for a table.
  private static let tableWidth = 72

  /// Every experiment with its structure and hmdl's figures, then the timing studies.
  ///
  /// - Parameters:
  ///   - catalogue: what is listed.
  ///   - gpu: whose figures.
  ///   - width: columns of the terminal; nil where lines may be long.
  /// - Returns: lines.
  package static func list(_ catalogue: Catalogue, gpu: PublishedGPU, width: Int?) -> [String] {
    let isTable = (width ?? tableWidth) >= tableWidth
    let body =
      isTable
      ? table(catalogue.experiments, gpu, width) : stacked(catalogue.experiments, gpu, width ?? 0)
    let note =
      "Figures: hmdl on \(catalogue.gpus[gpu.rawValue] ?? gpu.name), test accuracy and seconds of training."
    let studies = catalogue.timingStudies.map { study in
      "\(study.id)  timing study of convolution: hmdl-tui bench convolution"
    }
    return body + [""] + (studies + [note]).flatMap { wrap($0, width) }
  }

  private static func table(
    _ experiments: [PublishedExperiment], _ gpu: PublishedGPU, _ width: Int?
  ) -> [String] {
    var table = TextTable([
      .init("id"), .init("data"), .init("parameters", .right), .init("accuracy", .right),
      .init("seconds", .right), .init("structure"),
    ])
    table.rows = experiments.map { experiment in
      let figures = experiment.published[gpu].hmdl.mean
      return [
        experiment.id, experiment.data, TrainingProgress.grouped(experiment.parameters),
        accuracy(figures.accuracy), seconds(figures.seconds), experiment.network,
      ]
    }
    return table.lines(width: width)
  }

  private static func stacked(
    _ experiments: [PublishedExperiment], _ gpu: PublishedGPU, _ width: Int
  ) -> [String] {
    experiments.flatMap { experiment in
      let figures = experiment.published[gpu].hmdl.mean
      return [
        "\(experiment.id)  \(experiment.data)",
        "  \(accuracy(figures.accuracy)) in \(seconds(figures.seconds)) s, "
          + "\(TrainingProgress.grouped(experiment.parameters)) weights",
      ] + TextTable.wrapped(experiment.network, width: max(width - 2, 8)).map { "  " + $0 }
    }
  }

  /// All that is known of one experiment.
  ///
  /// - Parameters:
  ///   - experiment: which.
  ///   - catalogue: where it is from.
  ///   - width: columns of the terminal; nil where lines may be long.
  /// - Returns: lines.
  /// - Throws: `StructureError` for a catalogue that is broken.
  package static func show(
    _ experiment: PublishedExperiment, in catalogue: Catalogue, width: Int?
  ) throws -> [String] {
    let title =
      "Experiment \(experiment.id): \(experiment.data), row \(experiment.row) of the paper's table"
    var lines = wrap(title, width) + [""]
    if let description = catalogue.description(of: experiment) {
      lines += summary(description, parameters: experiment.parameters, width)
    }
    var table = TextTable([
      .init("published"), .init("accuracy", .right), .init("loss", .right),
      .init("seconds", .right),
    ])
    for gpu in [PublishedGPU.a100, .quadro] {
      let pair = experiment.published[gpu]
      for (name, result) in [("hmdl", pair.hmdl), ("Keras", pair.keras)] {
        table.rows.append([
          "\(name) \(gpu.name)", accuracy(result.mean.accuracy), loss(result.mean.loss),
          seconds(result.mean.seconds),
        ])
      }
    }
    lines += [""] + table.lines(width: width)
    if let description = catalogue.description(of: experiment),
      let conventions = catalogue.conventions(of: experiment.data)
    {
      let id = try description.experimentID(inputShape: conventions.inputShape)
      lines += ["", "The id is the hash of this text; recomputed: \(id)."].flatMap {
        wrap($0, width)
      }
      lines += try description.paperText(inputShape: conventions.inputShape)
        .split(separator: "\n").flatMap { wrap(String($0), width) }
    }
    return lines
  }

  private static func summary(
    _ description: RunDescription, parameters: Int, _ width: Int?
  ) -> [String] {
    let last = Int(description.seed) + description.repetitions - 1
    let seeds =
      description.repetitions == 1
      ? "seed \(description.seed)" : "seeds \(description.seed) to \(last)"
    let batches: String
    switch description.batching {
    case .count(let count): batches = "in \(count) batches"
    case .size(let size): batches = "in batches of \(size)"
    }
    let rows = [
      ("network", description.network),
      ("parameters", TrainingProgress.grouped(parameters)),
      (
        "training",
        "\(description.epochs) epochs \(batches), \(description.optimizer.name.rawValue), η \(description.optimizer.learningRate)"
      ),
      ("repetitions", "\(description.repetitions) (\(seeds))"),
    ]
    var table = TextTable([.init(""), .init("")])
    table.rows = rows.map { [$0.0, $0.1] }
    return Array(table.lines(width: width).dropFirst())
  }

  // MARK: - Numbers

  package static func accuracy(_ value: Double) -> String { String(format: "%.4f", value) }

  /// Four significant digits.
  package static func loss(_ value: Double) -> String { String(format: "%.4g", value) }

  package static func seconds(_ value: Double) -> String {
    value < 100 ? String(format: "%.1f", value) : TrainingProgress.grouped(value)
  }

  /// Broken at blanks; a margin stays.
  package static func wrap(_ text: String, _ width: Int?) -> [String] {
    guard let width, text.count > width else { return [text] }
    let margin = String(text.prefix { $0 == " " })
    return TextWrap.lines(text, width: max(width - margin.count, 8)).map { margin + $0 }
  }
}
