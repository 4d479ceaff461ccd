import Engine
import Foundation

/// The experiments of the paper's tables, and what was published of them. A file that is compiled in.
struct Catalogue: Decodable, Sendable {
  /// What the paper's code does with a data set.
  struct Conventions: Decodable, Sendable {
    let name: String
    let inputShape: Shape
    let batches: Int
    let repetitions: Int
    /// The split of the first repetition; nil where there is one only.
    let split: Int?
  }

  /// Measurements of convolution alone: `bench convolution`.
  struct TimingStudy: Decodable, Sendable {
    let id: String
    let implementations: [String]
    let batch: Int
    let kernelSizes: [Int]
    let kernels: [Int]
    let channels: [Int]
    let sides: [Int]
    let repetitions: Int
  }

  /// Of every experiment of the paper.
  static let epochs = 100

  let source: String
  let gpus: [String: String]
  let dataSets: [Conventions]
  let experiments: [PublishedExperiment]
  let timingStudies: [TimingStudy]

  /// - Throws: `FileError` when the file that is compiled in is broken.
  static func load() throws(FileError) -> Catalogue {
    do {
      return try JSON.decode(Catalogue.self, from: Data(PackageResources.paper_json))
    } catch {
      throw FileError(file: "paper.json", reason: JSON.sentence(error))
    }
  }

  /// - Throws: `RunError` with the nearest ids when there is none of that id.
  func experiment(_ id: String) throws -> PublishedExperiment {
    if let experiment = experiments.first(where: { $0.id == id }) { return experiment }
    guard !timingStudies.contains(where: { $0.id == id }) else {
      throw RunError("\(id) is a timing study of convolution: hmdl-tui bench convolution")
    }
    let near = experiments.map(\.id)
      .sorted { (editDistance($0, id), $0) < (editDistance($1, id), $1) }
      .prefix(3).joined(separator: ", ")
    throw RunError(
      "there is no experiment \(id); the nearest ids are \(near), and hmdl-tui experiment list shows all"
    )
  }

  func conventions(of data: String) -> Conventions? { dataSets.first { $0.name == data } }

  /// The run of the paper; nil for data that no convention is known of.
  func description(of experiment: PublishedExperiment) -> RunDescription? {
    guard let conventions = conventions(of: experiment.data) else { return nil }
    var description = RunDescription(
      data: .init(name: experiment.data, split: conventions.split), network: experiment.network,
      batching: .count(conventions.batches))
    description.epochs = Self.epochs
    description.repetitions = conventions.repetitions
    return description
  }

  /// The id that the hash of the description gives, to be compared with the published one.
  func recomputedID(of experiment: PublishedExperiment) throws -> String? {
    guard let conventions = conventions(of: experiment.data),
      let description = description(of: experiment)
    else { return nil }
    return try description.experimentID(inputShape: conventions.inputShape)
  }

  /// The experiment that a run repeats, or begins to: the number of epochs and of repetitions may differ, and so may the
  /// algorithm of its convolutions.
  func experiment(repeatedBy run: RunDescription) -> PublishedExperiment? {
    experiments.first { experiment in
      guard var published = description(of: experiment),
        let layers = try? StructureString.parse(run.network).layers,
        let wanted = try? StructureString.parse(experiment.network).layers, layers == wanted
      else { return false }
      published.network = run.network
      published.epochs = run.epochs
      published.repetitions = run.repetitions
      published.convolution = run.convolution
      published.preciseEpochs = run.preciseEpochs
      return published.agrees(with: run)
    }
  }
}

/// An experiment of the paper's tables.
struct PublishedExperiment: Decodable, Sendable {
  /// Seconds, test accuracy, test loss.
  struct Figures: Decodable, Equatable, Sendable {
    let seconds: Double
    let accuracy: Double
    let loss: Double
  }

  /// The mean over the repetitions, as the paper prints it, and single ones where logs are published.
  struct Result: Decodable, Sendable {
    let mean: Figures
    let repetitions: [Figures]

    private enum Key: String, CodingKey { case repetitions }

    init(from decoder: any Decoder) throws {
      mean = try Figures(from: decoder)
      let values = try decoder.container(keyedBy: Key.self)
      let rows = try values.decodeIfPresent([[Double]].self, forKey: .repetitions) ?? []
      repetitions = try rows.map { row in
        guard row.count == 3 else {
          throw DecodingError.dataCorruptedError(
            forKey: .repetitions, in: values, debugDescription: "three numbers are wanted")
        }
        return Figures(seconds: row[0], accuracy: row[1], loss: row[2])
      }
    }
  }

  /// On one graphics card.
  struct Pair: Decodable, Sendable {
    let hmdl: Result
    let keras: Result
  }

  struct Published: Decodable, Sendable {
    let a100: Pair
    let quadro: Pair

    subscript(gpu: PublishedGPU) -> Pair { gpu == .a100 ? a100 : quadro }
  }

  let id: String
  let data: String
  /// In the paper's table of this data set.
  let row: Int
  let network: String
  let parameters: Int
  let published: Published
}

/// The machines of the paper.
enum PublishedGPU: String, CaseIterable, Sendable {
  case a100, quadro

  /// In a heading.
  var name: String { self == .a100 ? "A100" : "Quadro" }
}

/// How many characters must be added, left out or replaced to make one text of the other (Levenshtein).
func editDistance(_ one: String, _ two: String) -> Int {
  let letters = Array(two)
  var row = Array(0...letters.count)
  for (index, letter) in one.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in letters.indices {
      let replaced = diagonal + (letter == letters[column] ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
    }
  }
  return row[letters.count]
}
