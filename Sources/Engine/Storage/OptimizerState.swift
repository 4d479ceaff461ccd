/// The state of a learner's optimizer as named tensors: `c0.weight.state0`, `c0.weight.state1`, ….
extension Learner where Element == Float {
  /// The names and shapes of all parameter tensors, in the order of the layers, which is that of the optimizer's
  /// state.
  private var parameterTensors: [(name: String, shape: Shape)] {
    network.layers.flatMap { layer in
      layer.parameters.map { parameters in
        zip(parameters.names, parameters.tensors).map { name, tensor in
          ("\(layer.name).\(name.fileName)", tensor.shape)
        }
      } ?? []
    }
  }

  private static func stateName(_ tensor: String, slot: Int) -> String { "\(tensor).state\(slot)" }

  /// Empty before the first update, and for rules without state.
  var namedOptimizerState: [String: Tensor<Float>] {
    var tensors: [String: Tensor<Float>] = [:]
    for (parameter, slots) in zip(parameterTensors, optimizer.state) {
      for (slot, tensor) in slots.enumerated() {
        tensors[Self.stateName(parameter.name, slot: slot)] = tensor
      }
    }
    return tensors
  }

  /// Replaces weights and optimizer state by stored ones.
  ///
  /// - Throws: `NetworkError` when a tensor is missing, has another shape or belongs nowhere.
  mutating func restore(_ stored: [String: Tensor<Float>], optimizerSteps: Int) throws {
    var weights = stored
    var state: [[Tensor<Float>]] = []
    let slots = optimizerSteps == 0 ? 0 : optimizer.description.name.stateCount
    for (name, shape) in parameterTensors {
      state.append(
        try (0..<slots).map { slot in
          let key = Self.stateName(name, slot: slot)
          guard let tensor = weights.removeValue(forKey: key), tensor.shape == shape else {
            throw NetworkError(reason: "\(key) is missing or not \(shape)")
          }
          return tensor
        })
    }
    try network.load(weights)
    optimizer.state = optimizerSteps == 0 ? [] : state
    optimizer.steps = optimizerSteps
  }
}
