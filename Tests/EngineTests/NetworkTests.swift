import Engine
import TestSupport
import Testing

@Suite struct NetworkTests {
  private func build(_ text: String, _ shape: Shape) throws -> Network<Float> {
    var random = RandomSource(seed: 0)
    return try Network(
      StructureString.parse(text).layers, inputShape: shape, random: &random)
  }

  @Test func `shapes, names and counts of a network`() throws {
    let network = try build("C(5,3,t);A(2);DR(0.5);F();D(4,sm);", [13, 11, 2])
    #expect(network.layers.map(\.name) == ["c0", "a1", "dr2", "f3", "d4"])
    #expect(
      network.layers.map(\.outputShape) == [[13, 11, 3], [6, 5, 3], [6, 5, 3], [90], [4]])
    #expect(network.parameterCount == 25 * 2 * 3 + 3 + 90 * 4 + 4)
  }

  /// Network, input, the layer that is named, and a word of the reason.
  static let misfits: [(String, Shape, String?, String)] = [
    ("M(9);", [8, 9, 1], "m0", "larger than its input 8×9×1"),
    ("C(3,2);A(4);M(3);", [8, 8, 1], "m2", "use a size up to 2"),
    ("D(3);", [4, 4, 1], "d0", "put F(); before it"),
    ("F();C(3,2);", [4, 4, 1], "c1", "takes height×width×channels"),
    ("F();M(2);", [4, 4, 1], "m1", "takes height×width×channels"),
    ("F();", [4, 4], nil, "neither features nor"),
    ("F();", [], nil, "neither features nor"),
    ("F();", [4, 0, 1], nil, "neither features nor"),
    ("D(2);", [-3], nil, "neither features nor"),
  ]

  @Test(arguments: misfits)
  func `what does not fit is refused in a sentence`(
    text: String, shape: Shape, layer: String?, reason: String
  ) throws {
    let error = #expect(throws: NetworkError.self) { try build(text, shape) }
    #expect(error?.layer == layer)
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  /// Products of these extents would overflow or fill the memory; nothing may be allocated for them.
  static let giants: [(String, Shape)] = [
    ("F();D(3);", [1 << 40, 1 << 40, 3]), ("D(1);", [Int.max]),
    ("C(999999,1000000);", [8, 8, 1000]), ("C(3,1000000);", [10_000, 10_000, 1]),
    // Small weights and outputs, but a matrix of windows that is too large.
    ("C(1001,1);", [1000, 1000, 1]),
    ("F();D(1000000);D(1000000);", [4, 4, 1]), ("D(8000,r)x1000;", [8000]),
    ("C(1,64)x1000;", [512, 512, 64]),
  ]

  @Test(arguments: giants)
  func `a giant is refused before anything is allocated`(text: String, shape: Shape) throws {
    let error = #expect(throws: NetworkError.self) { try build(text, shape) }
    #expect(error?.reason.contains("2²⁸") == true, "\(error?.reason ?? "")")
  }

  @Test func `no layers are no network`() throws {
    var random = RandomSource(seed: 0)
    #expect(throws: NetworkError.self) {
      try Network<Float>([], inputShape: [3], random: &random)
    }
  }

  /// With a listener deltas are computed for every layer; training stops at the first layer with parameters.
  @Test func `the narrated pass and the silent one give the same gradients`() throws {
    var random = RandomSource(seed: 8)
    var silent = try build("M(2);C(3,3,r);A(2);F();D(4,t);D(3,sm);", [9, 8, 2])
    var narrated = silent
    narrated.useConvolution(.direct)
    let input = Tensor<Float>.normal([3, 9, 8, 2], &random)
    let error = Tensor<Float>.normal([3, 3], &random)
    var context = ForwardContext()
    silent.forward(input, context: &context)
    silent.backward(initialError: error)
    var events = 0
    narrated.forward(input, context: &context) { _ in events += 1 }
    narrated.backward(initialError: error) { _ in events += 1 }
    #expect(events == 1 + 2 * 6 + 2 * 6 + 1)
    expectClose(silent.output, narrated.output, absolute: 1e-6, relative: 1e-5)
    for (fast, traced) in zip(silent.gradients, narrated.gradients) {
      #expect((fast == nil) == (traced == nil))
      guard let fast, let traced else { continue }
      expectClose(fast.weights, traced.weights, absolute: 1e-6, relative: 1e-5)
      expectClose(fast.bias, traced.bias, absolute: 1e-6, relative: 1e-5)
    }
  }
}
