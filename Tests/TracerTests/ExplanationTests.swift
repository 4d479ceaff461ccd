import Engine
import Testing

@testable import Tracer

/// Whatever the engine computes can be explained.
@Suite struct ExplanationTests {
  @Test func `every kind of layer has an explanation`() throws {
    let layers = try StructureString.parse("C(3,2,r);M(2);A(2);DR(0.5);F();D(3,sm);").layers
    #expect(Set(layers.map(\.kindName)) == Set(LayerDescription.kinds.map { $0.name }))
    for layer in layers { _ = layer.explanation.remembers }
  }

  @Test(arguments: Activation.allCases)
  func `every activation has an explanation`(activation: Activation) {
    let rule = activation.explanation.rule(s: "S_A", y: "Y_A", index: "[c]")
    #expect((rule == nil) == (activation == .identity))
  }
}
