/// The parameters of a network as named tensors: `c0.weight`, `c0.bias`, `d4.weight`, …
extension Network where Element == Float {
  public var namedWeights: [String: Tensor<Float>] {
    var tensors: [String: Tensor<Float>] = [:]
    for layer in layers {
      guard let parameters = layer.parameters else { continue }
      for (name, tensor) in zip(parameters.names, parameters.tensors) {
        tensors["\(layer.name).\(name.fileName)"] = tensor
      }
    }
    return tensors
  }

  /// Replaces the parameters by stored ones; when one does not fit, none is replaced.
  ///
  /// - Throws: `NetworkError` naming the layer whose tensors are missing or of another shape, or a tensor that belongs to
  ///   no layer.
  public mutating func load(_ stored: [String: Tensor<Float>]) throws {
    var rest = stored
    var loaded = parameters
    func take(_ part: String, of layer: any Layer<Float>, like current: Tensor<Float>) throws
      -> Tensor<Float>
    {
      guard let tensor = rest.removeValue(forKey: "\(layer.name).\(part)") else {
        throw NetworkError(layer: layer.name, reason: "the file has no \(layer.name).\(part)")
      }
      guard tensor.shape == current.shape else {
        throw NetworkError(
          layer: layer.name,
          reason: "\(layer.name).\(part) is \(tensor.shape) in the file, but \(current.shape) here")
      }
      return tensor
    }
    for (index, layer) in layers.enumerated() {
      guard let current = layer.parameters else { continue }
      for name in current.names {
        loaded[index]?[name] = try take(name.fileName, of: layer, like: current[name])
      }
    }
    guard rest.isEmpty else {
      let names = rest.keys.sorted().joined(separator: ", ")
      throw NetworkError(reason: "the file also has \(names), which belong to no layer here")
    }
    parameters = loaded
  }
}
