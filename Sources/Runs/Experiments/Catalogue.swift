import Engine
import Foundation
import TerminalKit

/// The experiments of the paper's tables with their published figures, from a file that is compiled in.
package struct Catalogue: Decodable, Sendable {
  /// How the paper's code trains on a data set.
  package struct Conventions: Decodable, Sendable {
    package let name: String
    package let inputShape: Shape
    package let batches: Int
    package let repetitions: Int
    /// The split of the first repetition; nil for data with one split.
    package let split: Int?
  }

  /// Published timings of convolutions alone, for `bench convolution`.
  package struct TimingStudy: Decodable, Sendable {
    package let id: String
    package let implementations: [String]
    package let batch: Int
    package let kernelSizes: [Int]
    package let kernels: [Int]
    package let channels: [Int]
    package let sides: [Int]
    package let repetitions: Int
  }

  /// The epochs of every experiment of the paper.
  package static let epochs = 100

  package let source: String
  package let gpus: [String: String]
  package let dataSets: [Conventions]
  package let experiments: [PublishedExperiment]
  package let timingStudies: [TimingStudy]

  /// - Throws: `FileError` when the compiled-in file is broken.
  package static func load() throws(FileError) -> Catalogue {
    do {
      return try JSON.decode(Catalogue.self, from: Data(PackageResources.paper_json))
    } catch {
      throw FileError(file: "paper.json", reason: JSON.sentence(error))
    }
  }

  /// - Throws: `RunError` with the nearest ids when there is no experiment of that id.
  package func experiment(_ id: String) throws -> PublishedExperiment {
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

  package func conventions(of data: String) -> Conventions? { dataSets.first { $0.name == data } }

  /// The paper's run; nil for data whose conventions are not known.
  package func description(of experiment: PublishedExperiment) -> RunDescription? {
    guard let conventions = conventions(of: experiment.data) else { return nil }
    var description = RunDescription(
      data: .init(name: experiment.data, split: conventions.split), network: experiment.network,
      batching: .count(conventions.batches))
    description.epochs = Self.epochs
    description.repetitions = conventions.repetitions
    return description
  }

  /// The id computed from the description, to be compared with the published one.
  package func recomputedID(of experiment: PublishedExperiment) throws -> String? {
    guard let conventions = conventions(of: experiment.data),
      let description = description(of: experiment)
    else { return nil }
    return try description.experimentID(inputShape: conventions.inputShape)
  }

  /// The experiment that a run repeats, or nil. The numbers of epochs and repetitions may differ, and so may the
  /// algorithm of convolutions.
  package func experiment(repeatedBy run: RunDescription) -> PublishedExperiment? {
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
package struct PublishedExperiment: Decodable, Sendable {
  /// Seconds, test accuracy, test loss.
  package struct Figures: Decodable, Equatable, Sendable {
    package let seconds: Double
    package let accuracy: Double
    package let loss: Double
  }

  /// The mean over the repetitions, as the paper prints it, and single ones where logs are published.
  package struct Result: Decodable, Sendable {
    package let mean: Figures
    package let repetitions: [Figures]

    private enum Key: String, CodingKey { case repetitions }

    package init(from decoder: any Decoder) throws {
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
  package struct Pair: Decodable, Sendable {
    package let hmdl: Result
    package let keras: Result
  }

  package struct Published: Decodable, Sendable {
    package let a100: Pair
    package let quadro: Pair

    package subscript(gpu: PublishedGPU) -> Pair { gpu == .a100 ? a100 : quadro }
  }

  package let id: String
  package let data: String
  /// The row in the paper's table of this data set.
  package let row: Int
  package let network: String
  package let parameters: Int
  package let published: Published
}

/// The graphics cards of the paper's tables.
package enum PublishedGPU: String, CaseIterable, Sendable {
  case a100, quadro

  /// The card's name in a heading.
  package var name: String { self == .a100 ? "A100" : "Quadro" }
}
