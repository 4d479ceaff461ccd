import Foundation
import TestSupport

/// Published runs of the paper: what their logs print (`experiments.json`).
struct PublishedExperiment: Decodable, Sendable {
  let id: String
  let gpu: String
  let dataSet: String
  /// nil for one run that was given up.
  let structure: String?
  let repetitions: [Repetition]

  struct Repetition: Decodable, Sendable {
    let repetition: Int
    let seed: Int
    let beforeFit: Figures
    let afterFit: Figures
    let initialWeightNorms: Norms
    let firstEpochs: [Epoch]
    let epochMeanLoss: [Double]
    let epochMeanAcc: [Double]
    let weightNormsAfterEpoch: [String: Norms]
  }

  struct Figures: Decodable, Sendable {
    let trainAcc: Double
    let trainLoss: Double
    let testAcc: Double
    let testLoss: Double
  }

  struct Norms: Decodable, Sendable {
    let l1: Double
    let l2: Double
  }

  /// Four significant digits each.
  struct Epoch: Decodable, Sendable {
    let batchLoss: [Double]
    let batchAcc: [Double]
  }

  private struct File: Decodable { let experiments: [PublishedExperiment] }

  /// The run of an id on the GPU whose weights are kept.
  static func find(_ id: String) throws -> PublishedExperiment? {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let data = try Data(contentsOf: URL(fileURLWithPath: SharedData.experiments))
    return try decoder.decode(File.self, from: data).experiments
      .first { $0.id == id && $0.gpu.contains("a100") }
  }
}
