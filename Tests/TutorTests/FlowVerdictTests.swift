import Engine
import Testing

@testable import Tutor

@Suite struct FlowVerdictTests {
  private func flow(_ sizes: Float...) -> [LayerSignal] {
    sizes.enumerated().map { LayerSignal(layer: $0 + 1, values: [$1, -$1]) }
  }

  private func verdict(_ flow: [LayerSignal]) -> FlowVerdict? {
    FlowVerdict(flow, isComplete: true)
  }

  @Test func `the word follows from the factor between the ends`() {
    #expect(verdict(flow(1, 7, 1000)) == .explodes)
    #expect(verdict(flow(1, 999)) == .grows)
    #expect(verdict(flow(1, 2)) == .grows)
    #expect(verdict(flow(1, 50, 1.99)) == .keepsItsSize)
    #expect(verdict(flow(1, 0.51)) == .keepsItsSize)
    #expect(verdict(flow(1, 0.5)) == .fades)
    #expect(verdict(flow(1, 0.066)) == .fades)
    #expect(verdict(flow(1, 0.0009)) == .vanishes)
    #expect(verdict(flow(3)) == .keepsItsSize)
  }

  @Test func `what breaks first counts, and an unfinished flow is not judged`() {
    #expect(verdict(flow(1, 1e30, .infinity, .nan)) == .explodes)
    #expect(verdict(flow(1, 0, 0)) == .vanishes)
    #expect(verdict(flow(0, 0)) == .vanishes)
    #expect(verdict([]) == nil)
    #expect(FlowVerdict(flow(1, 1), isComplete: false) == nil)
  }

  /// The paper's runs, and tanh after Glorot, whose size falls to a fifteenth: once called "keeps its size".
  @Test(
    arguments: [
      ("1", .identity, .explodes), ("0.01", .identity, .vanishes),
      ("1/sqrt(n)", .identity, .keepsItsSize), ("he-normal", .relu, .keepsItsSize),
      ("glorot-normal", .relu, .vanishes), ("glorot-normal", .tanh, .fades),
    ] as [(String, Activation, FlowVerdict)])
  func `real runs are judged`(
    _ weights: String, _ activation: Activation, _ wanted: FlowVerdict
  ) throws {
    var settings = PropagationSettings()
    settings.width = 256
    settings.weights = try PropagationWeights(weights)
    settings.activation = activation
    let flow = try SignalPropagation.run(settings)
    #expect(verdict(flow) == wanted)
  }

  @Test func `the rule names its factors`() {
    #expect(FlowVerdict.rule.contains("factor of 2 ") && FlowVerdict.rule.contains("1000"))
    #expect(Set(FlowVerdict.allCases.map(\.words)).count == FlowVerdict.allCases.count)
  }
}
