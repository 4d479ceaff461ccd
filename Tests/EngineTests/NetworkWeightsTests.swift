import Engine
import Foundation
import TestSupport
import Testing

@Suite struct NetworkWeightsTests {
  static func network(seed: UInt32 = 1) throws -> Network<Float> {
    var random = RandomSource(seed: seed)
    return try Network(
      StructureString.parse("C(3,2,r);M(2);F();D(3,sm);").layers, inputShape: [4, 4, 1],
      random: &random)
  }

  @Test func `weights go out and in again`() throws {
    let first = try Self.network(seed: 1)
    var second = try Self.network(seed: 2)
    #expect(Set(first.namedWeights.keys) == ["c0.weight", "c0.bias", "d3.weight", "d3.bias"])
    #expect(first.namedWeights["c0.weight"]?.shape == [3, 3, 1, 2])
    #expect(first.namedWeights["d3.weight"]?.shape == [3, 8])
    #expect(first.parameters != second.parameters)
    try second.load(first.namedWeights)
    #expect(first.parameters == second.parameters)
  }

  @Test func `what does not fit is named and changes nothing`() throws {
    let stored = try Self.network().namedWeights
    let faults: [([String: Tensor<Float>], String)] = [
      (stored.filter { $0.key != "d3.bias" }, "layer d3: the file has no d3.bias"),
      (
        stored.merging(["d3.weight": Tensor(shape: [8, 3])]) { $1 },
        "layer d3: d3.weight is 8×3 in the file, but 3×8 here"
      ),
      (
        stored.merging(["d9.bias": Tensor(shape: [1])]) { $1 },
        "the file also has d9.bias, which belong to no layer here"
      ),
    ]
    for (tensors, sentence) in faults {
      var network = try Self.network(seed: 5)
      let before = network.parameters
      let error = #expect(throws: NetworkError.self) { try network.load(tensors) }
      #expect(error?.description == sentence)
      #expect(network.parameters == before)
    }
  }

  /// Published weights are those after the last repetition, whose test figures the log prints.
  @Test(
    .enabled(if: SharedData.has(SharedData.olivetti, SharedData.weights)),
    arguments: ["1781687523", "0979993065", "2855585004"])
  func `published weights load and reach the published figures`(id: String) throws {
    let experiment = try #require(try PublishedExperiment.find(id))
    let last = try #require(experiment.repetitions.last)
    let file = try Safetensors(contentsOf: "\(SharedData.weights)/\(id).safetensors")
    var random = RandomSource(seed: 0)
    var network = try Network<Float>(
      StructureString.parse(#require(file.metadata["structure"])).layers, inputShape: [64, 64, 1],
      random: &random)
    try network.load(file.tensors)
    let norms = ParameterNorms(of: network)
    let published = try #require(last.weightNormsAfterEpoch["100"])
    #expect(abs(norms.l1 / published.l1 - 1) < 1e-6)
    #expect(abs(norms.l2 / published.l2 - 1) < 1e-6)
    let (_, test) = try OlivettiFaces(directory: SharedData.olivetti).split(last.seed)
    let result = network.evaluate(test, loss: .categoricalCrossentropy)
    #expect(abs(result.loss - last.afterFit.testLoss) < 1e-6)
    #expect(abs(result.accuracy - last.afterFit.testAcc) < 1e-9)
  }
}
