import Engine

/// Where a trace begins when it is not at the start of a training: what the updates before have left.
///
/// Parameters are no part of it: they are the first events of a trace.
public struct TrainingStart: Equatable, Sendable {
  /// Weight updates made before the first of the trace.
  public var updates: Int
  /// t: steps the optimizer has made before; the same unless it was changed on the way.
  public var optimizerSteps: Int
  /// What the optimizer remembers, slot by slot in the order of its rule, by flat key: `c0.W`, `c0.b`. Empty before its
  /// first step, and for rules without memory.
  public var optimizerState: [String: [Tensor<Float>]]

  public init(
    updates: Int = 0, optimizerSteps: Int = 0, optimizerState: [String: [Tensor<Float>]] = [:]
  ) {
    self.updates = updates
    self.optimizerSteps = optimizerSteps
    self.optimizerState = optimizerState
  }

  /// What a learner carries.
  public init<Element: Scalar>(of learner: Learner<Element>) {
    self.init(updates: learner.updates, optimizerSteps: learner.optimizer.steps)
    let keys = learner.network.layers.flatMap { layer in
      layer.parameters?.names.map { "\(layer.name).\($0.symbol)" } ?? []
    }
    for (key, slots) in zip(keys, learner.optimizer.state) where !slots.isEmpty {
      optimizerState[key] = slots.map { $0.converted(to: Float.self) }
    }
  }
}

extension TraceHeader {
  /// The flat keys of the parameters in the order in which an optimizer sees them.
  var parameterKeys: [(key: String, shape: Shape)] {
    layers.indices.flatMap { index in
      layers[index].kind.parameterShapes(input: shapes[index]).map {
        ("\(names[index]).\($0.key.symbol)", $0.value)
      }
    }
  }

  /// The optimizer as it stands before the first update.
  ///
  /// - Throws: `NetworkError` when the state at the start does not belong to this network and rule.
  func optimizer<Element: Scalar>(_ type: Element.Type) throws -> Optimizer<Element> {
    guard start.optimizerSteps > 0 else { return Optimizer(optimizer) }
    let keys = parameterKeys
    if let key = start.optimizerState.keys.filter({ key in !keys.contains { $0.key == key } }).min()
    {
      throw NetworkError(reason: "the optimizer's state names \"\(key)\", which is no parameter")
    }
    let state = try keys.map { key, shape -> [Tensor<Element>] in
      let slots = start.optimizerState[key] ?? []
      guard slots.count == optimizer.name.stateCount, slots.allSatisfy({ $0.shape == shape }) else {
        throw NetworkError(
          reason: "the optimizer's state of \(key) must be \(optimizer.name.stateCount) tensors of "
            + "the shape \(shape)")
      }
      return slots.map { $0.converted(to: type) }
    }
    return Optimizer(optimizer, steps: start.optimizerSteps, state: state)
  }

  /// What the optimizer remembers of one parameter before the first update.
  func startingOptimizer<Element: Scalar>(
    of key: String, at index: [Int], _ type: Element.Type
  ) -> Optimizer<Element> {
    guard start.optimizerSteps > 0 else { return Optimizer(optimizer) }
    let slots = (start.optimizerState[key] ?? []).map { tensor in
      let number = tensor.shape.offset(of: index).map { Element(tensor.elements[$0]) } ?? 0
      return Tensor<Element>(shape: [1], elements: [number])
    }
    let nothing = slots.map { _ in Tensor<Element>.empty }
    return Optimizer(optimizer, steps: start.optimizerSteps, state: [slots, nothing])
  }
}
