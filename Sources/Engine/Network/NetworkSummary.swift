/// The layers of a network and what they cost, without building it.
public struct NetworkSummary: Equatable, Sendable {
  public struct Layer: Equatable, Sendable {
    public let name: String
    public let description: LayerDescription
    /// Of one sample.
    public let outputShape: Shape
    /// Weights and biases.
    public let parameters: Int
    /// Multiplications of one forward pass of one sample.
    public let multiplications: Int
  }

  public let inputShape: Shape
  public let layers: [Layer]

  public var parameters: Int { layers.reduce(0) { $0 + $1.parameters } }
  public var multiplications: Int { layers.reduce(0) { $0 + $1.multiplications } }

  /// - Throws: `NetworkError` naming the layer whose input does not fit.
  public init(_ descriptions: [LayerDescription], inputShape: Shape) throws {
    self.inputShape = inputShape
    let shapes = try Network<Float>.shapes(of: descriptions, inputShape: inputShape)
    layers = descriptions.enumerated().map { index, description in
      Layer(
        name: description.name(at: index), description: description, outputShape: shapes[index + 1],
        parameters: description.parameterCount(input: shapes[index]),
        multiplications: description.multiplications(input: shapes[index]))
    }
  }
}
