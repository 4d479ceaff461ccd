import Engine
import Testing
import Tracer

@testable import Tutor

/// Whatever the engine computes can be shown: every kind of layer, every activation function.
@Suite struct PresentationTests {
  @Test func `every kind of layer has a presentation`() throws {
    let layers = try StructureString.parse("C(3,2,r);M(2);A(2);DR(0.5);F();D(3,sm);").layers
    #expect(Set(layers.map(\.kindName)) == Set(LayerDescription.kinds.map { $0.name }))
    let headings = layers.map { $0.presentation.sumHeading(input: [4, 4, 2]) }
    #expect(Set(headings).count == layers.count, "\(headings)")
    #expect(
      layers.map { $0.presentation.mapName }
        == ["conv ReLU", "max 2×2", "mean 2×2", "dropout", "", "softmax"])
  }

  @Test(arguments: Activation.allCases)
  func `every activation says its name`(activation: Activation) {
    let heading = activation.presentation.heading(inputs: 18)
    #expect(heading.contains(activation == .identity ? "no activation" : activation.title))
    let gate = activation.presentation.gateHeading
    #expect(activation == .identity ? gate.isEmpty : gate.contains(activation.title))
  }

  /// Networks with every kind of layer: beside each S, delta and gradient stands what it is made of, and the pane has a rule.
  @Test(arguments: RecordedCases.odd.indices)
  func `every stop shows what its numbers are made of`(index: Int) throws {
    let recorded = try RecordedCases.odd(index)
    let (provenance, names) = (recorded.pane.provenance, recorded.pane.names)
    let scenes = SceneBuilder(provenance: provenance, names: names)
    for stop in recorded.timeline.stops where [.sum, .delta, .gradient].contains(stop.part) {
      let target = try #require(scenes.target(of: stop))
      let cell = try #require(scenes.middle(of: target))
      let subject = try #require(
        recorded.pane.subject(cell, columns: 80, rows: 12, options: RuleOptions()))
      let sources = Set(subject.derivation.sources.map { "\($0.event) \($0.tensor)" })
      let shown = Set(
        scenes.scene(of: stop, cell: cell).maps.map { "\($0.cell.event) \($0.cell.tensor)" })
      #expect(!sources.isDisjoint(with: shown), "\(stop)")
      let text = subject.text()
      #expect(!text.short.isEmpty && !text.results.isEmpty, "\(stop)")
    }
  }
}
