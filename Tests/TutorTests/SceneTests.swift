import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite struct SceneTests {
  /// A net without pictures: 3 inputs, 5 units, 2 classes.
  private func flat() throws -> RecordedCase {
    let recorded = try RecordedCases.odd(2)
    var names = recorded.pane.names
    names.classes = ["cat", "dog"]
    return RecordedCase(recorded.trace, names: names)
  }

  @Test func `the inputs of a row of dense weights are numbered, its unit is a class`() throws {
    let recorded = try flat()
    let scenes = SceneBuilder(provenance: recorded.pane.provenance, names: recorded.pane.names)
    let event = try #require(recorded.trace.position(.gradient, layer: "d1", update: 1))
    let map = try #require(
      scenes.map(.target, CellAddress(event: event, tensor: .weights, index: [1, 2])))
    let slice = Slice(of: [2, 5], holding: [1, 2])
    #expect(map.lineNames(of: slice).isEmpty)
    #expect(map.titles == ["∂W of d1 dog", "∂W_d1 dog"])
    let bias = try #require(scenes.map(.gate, CellAddress(event: event, tensor: .bias, index: [1])))
    #expect(bias.lineNames(of: Slice(of: [2], holding: [1])) == ["cat", "dog"])
  }
}
