/// The random numbers of a propagation: the vector that enters, then the weights of one layer after
/// another, before they are scaled.
///
/// `seed(s)`, `width` normals for the vector, then for each layer `width × width` numbers, row-major,
/// drawn in Double and rounded to Float. Runs of one seed and width differ in their scale only, so
/// the matrices are kept as long as they fit in `keptBytes`. Those that do not fit are drawn again
/// from the generator as it stood before them: the same numbers, at the cost of 2.5 KB per layer.
public struct LayerDraws: Sendable {
  public let seed: UInt32
  public let width: Int
  public let distribution: UnitDistribution
  /// Standard normals. [width]
  public let input: [Float]

  private let keptMatrices: Int
  private var matrices: [[Float]] = []
  /// The generator before each layer that was drawn, and after the last of them.
  private var generators: [RandomSource]

  public init(
    seed: UInt32, width: Int, distribution: UnitDistribution, keptBytes: Int = 256 << 20
  ) {
    self.seed = seed
    self.width = width
    self.distribution = distribution
    var random = RandomSource(seed: seed)
    input = Self.draw(width, .normal, &random)
    generators = [random]
    keptMatrices = keptBytes / (width * width * MemoryLayout<Float>.stride)
  }

  /// The unscaled weights of a layer, counted from 1. [width, width]
  public mutating func weights(of layer: Int) -> [Float] {
    while generators.count < layer { _ = drawNextLayer() }
    if generators.count == layer { return drawNextLayer() }
    if layer <= matrices.count { return matrices[layer - 1] }
    var random = generators[layer - 1]
    return Self.draw(width * width, distribution, &random)
  }

  /// Standard normals from the generator as it stands after a layer's weights: the gradient that
  /// enters a network of so many layers from above. [width]
  public mutating func gradient(above layer: Int) -> [Float] {
    while generators.count <= layer { _ = drawNextLayer() }
    var random = generators[layer]
    return Self.draw(width, .normal, &random)
  }

  private mutating func drawNextLayer() -> [Float] {
    var random = generators[generators.count - 1]
    let matrix = Self.draw(width * width, distribution, &random)
    if generators.count <= keptMatrices { matrices.append(matrix) }
    generators.append(random)
    return matrix
  }

  private static func draw(
    _ count: Int, _ distribution: UnitDistribution, _ random: inout RandomSource
  ) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      for i in 0..<count { buffer.initializeElement(at: i, to: distribution.draw(&random)) }
      initialized = count
    }
  }
}
