import Engine
import Foundation

/// Results of the same experiment side by side: runs of ours, hmdl's and Keras' published ones.
struct ExperimentComparison {
  typealias Figures = PublishedExperiment.Figures

  /// Where figures are from: one group of columns.
  struct Source {
    let name: String
    /// Of single repetitions, where they are known.
    let repetitions: [Int: Figures]
    let mean: Figures?

    init(name: String, result: PublishedExperiment.Result) {
      self.name = name
      repetitions = Dictionary(
        uniqueKeysWithValues: result.repetitions.enumerated().map { ($0.offset + 1, $0.element) })
      mean = result.mean
    }

    /// The mean is that of the finished repetitions.
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
      let count = Double(finished.count)
      func average(_ measure: (Figures) -> Double) -> Double {
        finished.reduce(0) { $0 + measure($1.1) } / count
      }
      mean =
        finished.isEmpty
        ? nil
        : Figures(
          seconds: average(\.seconds), accuracy: average(\.accuracy), loss: average(\.loss))
    }
  }

  let ours: [Source]
  let published: [Source]
  private var sources: [Source] { ours + published }

  /// - Parameters:
  ///   - runs: names and results of ours.
  ///   - experiment: what they repeat; nil when it is not the paper's.
  ///   - gpu: whose figures.
  init(
    runs: [(name: String, results: [RepetitionResult])], experiment: PublishedExperiment?,
    gpu: PublishedGPU
  ) {
    ours = runs.map { Source(name: $0.name, results: $0.results) }
    published =
      experiment.map {
        let pair = $0.published[gpu]
        return [
          Source(name: "hmdl \(gpu.name)", result: pair.hmdl),
          Source(name: "Keras \(gpu.name)", result: pair.keras),
        ]
      } ?? []
  }

  // MARK: - Text

  private typealias Measure = (heading: String, text: @Sendable (Figures) -> String)

  private static let measures: [Measure] = [
    ("accuracy", { ExperimentText.accuracy($0.accuracy) }),
    ("loss", { ExperimentText.loss($0.loss) }),
    ("seconds", { ExperimentText.seconds($0.seconds) }),
  ]

  /// Columns of a measure, and of the repetition's number, with the gap between.
  private static let (cell, head) = (10, 4)

  /// A table with a row for each repetition and one for the means, then the differences.
  ///
  /// - Parameter width: columns of the terminal; where they do not suffice, seconds and then losses are left out. nil
  ///   where lines may be long.
  /// - Returns: lines.
  func lines(width: Int?) -> [String] {
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
      line + Self.right(String(source.name.suffix(group - 2)), group)
    }
    let headings = sources.reduce(Self.padded("", Self.head)) { line, _ in
      measures.reduce(line) { $0 + Self.right($1.heading, Self.cell) }
    }
    let repetitions = Set(sources.flatMap(\.repetitions.keys)).sorted()
    let single = repetitions.count > 1 ? repetitions : []
    return [names, headings]
      + single.map { repetition in row(String(repetition)) { $0.repetitions[repetition] } }
      + [row("mean") { $0.mean }]
      + differences.flatMap { ExperimentText.wrap($0, width) }
  }

  /// What each of ours is above or below the others, in the means.
  private var differences: [String] {
    ours.enumerated().flatMap { index, run in
      (ours.dropFirst(index + 1) + published).compactMap { other -> String? in
        guard let one = run.mean, let two = other.mean else { return nil }
        let accuracy = String(format: "%+.4f", one.accuracy - two.accuracy)
        let loss = String(format: "%+.4f", one.loss - two.loss)
        let speed = two.seconds / max(one.seconds, 1e-9)
        return "\(run.name) against \(other.name): accuracy \(accuracy), loss \(loss), "
          + String(format: "%.3g", speed) + " times as fast."
      }
    }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 0)) + text
  }
}

// MARK: - JSON

extension ExperimentComparison {
  /// `{"name":…,"repetitions":{"1":{…},…},"mean":{…}}`, one object a source.
  var objects: [JSONValue] {
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
