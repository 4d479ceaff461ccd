import Engine
import Foundation
import TerminalKit

/// Results of the same experiment side by side: our runs, and the published ones of hmdl and Keras.
package struct ExperimentComparison {
  typealias Figures = PublishedExperiment.Figures

  /// One origin of figures, which has one group of columns.
  struct Source {
    let name: String
    /// The figures of single repetitions, where they are known.
    let repetitions: [Int: Figures]
    let mean: Figures?
    /// The epochs of every repetition.
    let epochs: Int

    init(name: String, result: PublishedExperiment.Result, epochs: Int) {
      self.name = name
      self.epochs = epochs
      repetitions = Dictionary(
        uniqueKeysWithValues: result.repetitions.enumerated().map { ($0.offset + 1, $0.element) })
      mean = result.mean
    }

    /// Our results; the mean is that of the finished repetitions.
    init(name: String, results: [RepetitionResult]) {
      self.name = name
      let finished = results.compactMap { result in
        result.test.map {
          (
            result.repetition,
            Figures(seconds: result.seconds, accuracy: $0.accuracy, loss: $0.loss)
          )
        }
      }
      repetitions = Dictionary(finished, uniquingKeysWith: { first, _ in first })
      mean = Figures(meanOf: finished.map(\.1))
      epochs = results.first { $0.test != nil }?.epochs ?? 0
    }

    /// The name, or where it is too long its first word or its end.
    fileprivate func name(width: Int) -> String {
      guard name.count > width else { return name }
      let word = name.prefix { $0 != " " }
      return String(word.count < name.count ? word : name.suffix(width))
    }

    /// The mean over the repetitions that another source has too, where the figures of single ones are known.
    fileprivate func mean(inCommonWith other: Source) -> Figures? {
      let common = repetitions.filter { other.repetitions[$0.key] != nil }
      return common.isEmpty ? mean : Figures(meanOf: Array(common.values))
    }
  }

  let ours: [Source]
  let published: [Source]
  private var sources: [Source] { ours + published }

  /// - Parameters:
  ///   - runs: names and results of our runs.
  ///   - experiment: the one they repeat; nil when it is not one of the paper's.
  ///   - gpu: the card whose figures are shown.
  package init(
    runs: [(name: String, results: [RepetitionResult])], experiment: PublishedExperiment?,
    gpu: PublishedGPU
  ) {
    ours = runs.map { Source(name: $0.name, results: $0.results) }
    published =
      experiment.map {
        let pair = $0.published[gpu]
        return [
          Source(name: "hmdl \(gpu.name)", result: pair.hmdl, epochs: Catalogue.epochs),
          Source(name: "Keras \(gpu.name)", result: pair.keras, epochs: Catalogue.epochs),
        ]
      } ?? []
  }

  // MARK: - Text

  private typealias Measure = (heading: String, text: @Sendable (Figures) -> String)

  private static let measures: [Measure] = [
    ("accuracy", { CatalogueText.accuracy($0.accuracy) }),
    ("loss", { CatalogueText.loss($0.loss) }),
    ("seconds", { CatalogueText.seconds($0.seconds) }),
  ]

  /// Columns per measure, and columns for the number of the repetition, gaps included.
  private static let (cell, head) = (10, 4)

  /// A table with one row per repetition and one for the means, then the differences.
  ///
  /// - Parameter width: columns of the terminal; where they do not suffice, first seconds and then losses are left
  ///   out. nil for lines of any length.
  /// - Returns: lines.
  package func lines(width: Int?) -> [String] {
    let room = width.map { ($0 - Self.head) / Self.cell / max(sources.count, 1) } ?? 3
    let measures = Self.measures.prefix(max(1, min(3, room)))
    func row(_ name: String, _ figures: (Source) -> Figures?) -> String {
      sources.reduce(Self.padded(name, Self.head)) { line, source in
        measures.reduce(line) { line, measure in
          line + Self.right(figures(source).map(measure.text) ?? "·", Self.cell)
        }
      }
    }
    let group = measures.count * Self.cell
    let names = sources.reduce(Self.padded("", Self.head)) { line, source in
      line + Self.right(source.name(width: group - 2), group)
    }
    let headings = sources.reduce(Self.padded("", Self.head)) { line, _ in
      measures.reduce(line) { $0 + Self.right($1.heading, Self.cell) }
    }
    let repetitions = Set(ours.flatMap(\.repetitions.keys)).sorted()
    let single = repetitions.count > 1 ? repetitions : []
    return [names, headings]
      + single.map { repetition in row(String(repetition)) { $0.repetitions[repetition] } }
      + [row("mean") { $0.mean }]
      + differences.flatMap { CatalogueText.wrap($0, width) }
  }

  /// One line per pair: how far our run is above or below the other source.
  private var differences: [String] {
    ours.enumerated().flatMap { index, run in
      (ours.dropFirst(index + 1) + published).compactMap { Self.difference(run, $0) }
    }
  }

  /// Compares the means over the repetitions that both have; speeds are compared per epoch.
  private static func difference(_ run: Source, _ other: Source) -> String? {
    guard let one = run.mean(inCommonWith: other), let two = other.mean(inCommonWith: run),
      run.epochs > 0, other.epochs > 0, one.seconds > 0
    else { return nil }
    let common = run.repetitions.keys.count { other.repetitions[$0] != nil }
    let accuracy = String(format: "%+.4f", one.accuracy - two.accuracy)
    let loss = String(format: "%+.4f", one.loss - two.loss)
    let ratio = (two.seconds / Double(other.epochs)) / (one.seconds / Double(run.epochs))
    let speed =
      ratio >= 1
      ? "an epoch \(figure(ratio)) times as fast"
      : "an epoch takes \(figure(1 / ratio)) times as long"
    let scope = [
      run.repetitions.count > 1 || other.repetitions.count > 1
        ? common > 0 ? "over \(common) common repetition\(common == 1 ? "" : "s")" : "in the means"
        : nil,
      run.epochs == other.epochs ? nil : "after \(run.epochs) epochs against \(other.epochs)",
    ].compactMap(\.self)
    return "\(run.name) against \(other.name)"
      + (scope.isEmpty ? "" : " (" + scope.joined(separator: ", ") + ")")
      + ": accuracy \(accuracy), loss \(loss), \(speed)."
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 0)) + text
  }
}

extension PublishedExperiment.Figures {
  /// nil for an empty list.
  fileprivate init?(meanOf all: [Self]) {
    guard !all.isEmpty else { return nil }
    func mean(_ measure: (Self) -> Double) -> Double {
      all.reduce(0) { $0 + measure($1) } / Double(all.count)
    }
    self.init(seconds: mean(\.seconds), accuracy: mean(\.accuracy), loss: mean(\.loss))
  }
}

// MARK: - JSON

extension ExperimentComparison {
  /// `{"name":…,"repetitions":{"1":{…},…},"mean":{…}}`, one object per source.
  package var objects: [JSONValue] {
    sources.map { source in
      var pairs: [(key: String, value: JSONValue)] = [("name", .text(source.name))]
      let single = source.repetitions.sorted { $0.key < $1.key }
        .map { (key: String($0.key), value: Self.object($0.value)) }
      pairs.append(("repetitions", .object(single)))
      if let mean = source.mean { pairs.append(("mean", Self.object(mean))) }
      return .object(pairs)
    }
  }

  private static func object(_ figures: Figures) -> JSONValue {
    [
      "accuracy": .number(figures.accuracy), "loss": .number(figures.loss),
      "seconds": .number(figures.seconds),
    ]
  }
}
