import Engine
import TestSupport
import Testing

/// Central differences walk it in `FiniteDifferencesTests`, the stream in `StreamingLearnerTests`.
@Suite struct LeakyReLUTests {
  @Test func `what is not positive shrinks to a hundredth`() {
    var tensor = Tensor<Double>(shape: [1, 5], elements: [-2, -0.5, 0, 0.25, 3])
    Activation.leakyReLU.apply(to: &tensor)
    #expect(tensor.elements == [-0.02, -0.005, 0, 0.25, 3])
  }

  @Test func `a hundredth of a delta passes where the output is not positive`() {
    var delta = Tensor<Float>(shape: [1, 4], elements: [1, 2, 3, .infinity])
    Activation.leakyReLU.backward(
      &delta, output: Tensor(shape: [1, 4], elements: [-0.02, 0, 0.25, -1]))
    #expect(delta.elements == [0.01, 0.02, 3, .infinity])
  }

  @Test func `network strings know it by its letters and its name`() throws {
    let layers = try StructureString.parse("C(3,8,lr);F();D(10,leaky_relu);").layers
    #expect(layers.map(\.activation) == [.leakyReLU, .identity, .leakyReLU])
    #expect(StructureString.string(layers) == "C(3,8,lr);F();D(10,lr);")
    #expect(Activation(rawValue: "leaky_relu") == .leakyReLU)
  }

  @Test func `weights are drawn as before ReLU`() throws {
    func weights(_ structure: String) throws -> Tensor<Float>? {
      var random = RandomSource(seed: 4)
      let layers = try StructureString.parse(structure).layers
      return try Network<Float>(layers, inputShape: [3], random: &random).parameters[0]?.weights
    }
    #expect(try weights("D(2,lr);") == weights("D(2,r);"))
    #expect(try weights("D(2,lr);") != weights("D(2,t);"))
  }

  @Test func `a faulty activation names all that are known`() {
    let error = #expect(throws: StructureError.self) { try StructureString.parse("D(2,q);") }
    #expect(error?.reason == "unknown activation 'q'; known are r lr s t sm, none means identity")
    let softmax = #expect(throws: StructureError.self) { try StructureString.parse("C(3,2,sm);") }
    #expect(
      softmax?.reason == "softmax belongs to a dense layer; a convolution takes r, lr, s or t")
  }
}
