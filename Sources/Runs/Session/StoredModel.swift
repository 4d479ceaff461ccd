import Engine

/// Weights in a file, and the network they belong to.
package struct StoredModel {
  package let path: String
  package let file: Safetensors
  package let layers: [LayerDescription]
  /// The shape of one sample; nil when neither the network string nor the file says it.
  package let inputShape: Shape?

  /// - Parameters:
  ///   - path: of a safetensors file.
  ///   - network: the network string; nil for the one in the file.
  /// - Throws: `FileError` when the file is missing, broken or names no network; `StructureError` for a string that
  ///   does not describe a network.
  package init(_ path: String, network: String?) throws {
    self.path = path
    file = try Safetensors(contentsOf: path)
    let stored = file.metadata["structure"]
    guard let text = network ?? stored else {
      throw FileError(file: path, reason: "does not say its network; give it by --network")
    }
    let structure = try StructureString.parse(text)
    layers = structure.layers
    let storedShape = try? stored.map { try StructureString.parse($0).inputShape }
    inputShape = structure.inputShape ?? storedShape ?? nil
  }

  /// The seed of the run that wrote the weights; nil when the file does not say it.
  package var seed: UInt32? { file.metadata["seed"].flatMap { UInt32($0) } }

  /// The network with the weights.
  ///
  /// - Parameter sampleShape: the shape of an input, used when the model does not know its own.
  /// - Returns: a network that predicts as the stored one.
  /// - Throws: `NetworkError` when the weights belong to another network.
  package func network(sampleShape: Shape? = nil) throws -> Network<Float> {
    guard let shape = inputShape ?? sampleShape else {
      throw NetworkError(
        reason: "the shape of an input is not known; write it in front of --network: "
          + "\"28x28x1->F();…\"")
    }
    var random = RandomSource(seed: 0)
    var network = try Network<Float>(layers, inputShape: shape, random: &random)
    try network.load(file.tensors)
    return network
  }
}
