import Engine
import Foundation
import TestSupport
import Testing

@Suite struct ExperimentIDTests {
  /// Java's documented values of `"".hashCode()` and `"hello".hashCode()`, and by hand 97·31² + 98·31 + 99.
  @Test func `java's string hash`() {
    #expect(ExperimentID.hash("") == "0000000000")
    #expect(ExperimentID.hash("hello") == "0099162322")
    #expect(ExperimentID.hash("abc") == "0000096354")
  }

  private struct Experiment: Decodable {
    let id: String
    let idSourceText: String
    let structure: String?
  }
  private struct File: Decodable { let experiments: [Experiment] }

  private func experiments() throws -> [Experiment] {
    let data = try Data(contentsOf: URL(fileURLWithPath: SharedData.experiments))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(File.self, from: data).experiments
  }

  @Test(.enabled(if: SharedData.has(SharedData.experiments)))
  func `ids of all published experiments`() throws {
    let all = try experiments()
    #expect(all.count == 49)
    for experiment in all {
      #expect(ExperimentID.hash(experiment.idSourceText) == experiment.id)
    }
  }

  @Test(.enabled(if: SharedData.has(SharedData.experiments)))
  func `structures of all published experiments are read`() throws {
    for experiment in try experiments() {
      guard let structure = experiment.structure else { continue }
      let (shape, layers) = try StructureString.parse(structure)
      let inputShape = try #require(shape)
      #expect(throws: Never.self) { try Network<Float>.shapes(of: layers, inputShape: inputShape) }
    }
  }
}
