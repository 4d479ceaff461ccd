import Engine
import Foundation

extension Case {
  /// A case without files: random input and targets for any network.
  ///
  /// Parameters are drawn with the seed, as for a case that names none; samples come from a second
  /// generator, which the first seeds, so that drawn dropout masks do not repeat them. Inputs are standard
  /// normal; targets are one-hot along the last axis for the cross-entropy and after softmax, else
  /// standard normal.
  ///
  /// - Throws: `NetworkError` when the batch and the updates are too many to hold.
  public static func random(
    header: TraceHeader, seed: UInt32, batch: Int, updates: Int
  ) throws -> Case {
    guard batch > 0, updates > 0 else {
      throw NetworkError(reason: "the batch and the number of updates must be 1 or more")
    }
    try requireSmall(header, batch: batch, updates: updates)
    var header = header
    header.seed = seed
    var first = RandomSource(seed: seed)
    var random = RandomSource(seed: first.nextWord())
    let output = header.output(of: header.layers.count - 1).batched(batch)
    let isClass =
      header.loss == .categoricalCrossentropy || header.layers.last?.activation == .softmax
    let steps = (0..<updates).map { _ in
      let input = normal(header.inputShape.batched(batch), &random)
      let target = isClass ? oneHot(output, &random) : normal(output, &random)
      return Step(input: input, target: target, masks: [:])
    }
    return Case(
      name: "random \(seed)", header: header, classes: [], parameters: nil, seed: seed, steps: steps
    )
  }

  private static func normal(_ shape: Shape, _ random: inout RandomSource) -> Tensor<Float> {
    Tensor(shape: shape, elements: (0..<shape.count).map { _ in Float(random.normal()) })
  }

  private static func oneHot(_ shape: Shape, _ random: inout RandomSource) -> Tensor<Float> {
    var target = Tensor<Float>(shape: shape)
    let classes = shape.dimensions.last ?? 1
    for start in stride(from: 0, to: target.count, by: classes) {
      target.elements[start + Int(random.integer(through: UInt32(classes - 1)))] = 1
    }
    return target
  }

  /// - Throws: `NetworkError` when the trace would be larger than anybody wants to read.
  private static func requireSmall(_ header: TraceHeader, batch: Int, updates: Int) throws {
    let layers = header.layers.indices
    let parameters = layers.reduce(0) {
      $0 + header.layers[$1].parameterCount(input: header.input(of: $1))
    }
    let cells = layers.reduce(header.inputShape.count) { $0 + 3 * header.output(of: $1).count }
    let numbers = Double(updates) * (3 * Double(parameters) + Double(cells) * Double(batch))
    guard numbers <= largestTrace else {
      throw NetworkError(
        reason: String(
          format: "the trace would hold some %.0f numbers; take a smaller network, batch or number "
            + "of updates", numbers))
    }
  }

  /// In numbers; it would be a file of some 600 MB.
  private static let largestTrace = 67_108_864.0
}
