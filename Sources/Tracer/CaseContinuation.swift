import Engine

/// Experiments that begin where something else stands.
extension Case {
  /// An experiment that goes on from a learner as it stands, from the middle of a training for instance.
  ///
  /// Recorded, its trace begins with the learner's parameters; its header carries the optimizer's state, so that each
  /// correction can be explained without the updates before.
  ///
  /// - Parameters:
  ///   - learner: is not changed.
  ///   - name: of the experiment.
  ///   - steps: the further updates.
  ///   - learningRates: η of each of them where a schedule changes it.
  ///   - classes: the names of the outputs.
  /// - Throws: `NetworkError` when the learner's layers do not fit on each other.
  public init<Element: Scalar>(
    continuing learner: Learner<Element>, name: String, steps: [Step],
    learningRates: [Double] = [], classes: [String] = []
  ) throws {
    let network = learner.network
    var header = try TraceHeader(
      layers: network.descriptions, inputShape: network.inputShape, loss: learner.loss,
      batchReduction: learner.reduction, optimizer: learner.optimizer.description)
    header.regularization = learner.regularization
    header.clipping = learner.clipping
    header.maskScope = learner.context.maskScope
    header.learningRates = learningRates
    header.start = TrainingStart(of: learner)
    var parameters: [String: Tensor<Float>] = [:]
    for layer in network.layers {
      for (name, tensor) in layer.parameters?.converted(to: Float.self).named ?? [:] {
        parameters["\(layer.name).\(name)"] = tensor
      }
    }
    self.init(
      name: name, header: header, classes: classes, parameters: parameters, seed: 0, steps: steps)
    generator = learner.context.random
  }

  /// The experiment that a trace was recorded from, as far as the trace goes: its parameters, inputs, targets and masks.
  ///
  /// What is missing of a last update that was cut off is computed.
  ///
  /// - Returns: nil for a trace that does not hold the parameters of each layer and the input and target of an update.
  public init?(rerunning trace: Trace, name: String, classes: [String] = []) {
    let header = trace.header
    var parameters: [String: Tensor<Float>] = [:]
    for layer in header.layers.indices where header.isTunable(layer) {
      guard let event = trace.position(.parameters, layer: header.names[layer], update: 0) else {
        return nil
      }
      for (name, tensor) in trace.events[event].event.tensors {
        parameters["\(header.names[layer]).\(name)"] = tensor
      }
    }
    var steps: [Step] = []
    for update in 1...max(trace.updates, 1) {
      guard let step = Self.step(of: update, in: trace) else { break }
      steps.append(step)
    }
    // A last update that nothing was learnt from is a look, not a step.
    let last = trace.updates
    let learnt = trace.position(.initialError, layer: header.names.last, update: last) != nil
    let look = steps.count == last && last > 1 && !learnt ? steps.popLast() : nil
    guard !steps.isEmpty else { return nil }
    self.init(
      name: name, header: header, classes: classes, parameters: parameters,
      seed: header.seed ?? 0, steps: steps)
    self.look = look
  }

  private static func step(of update: Int, in trace: Trace) -> Step? {
    func tensor(_ kind: TraceKind, _ name: TensorName, _ layer: String? = nil) -> Tensor<Float>? {
      trace.position(kind, layer: layer, update: update)
        .flatMap { trace.events[$0].event.tensors[name] }
    }
    guard let input = tensor(.input, .input), let target = tensor(.loss, .target) else {
      return nil
    }
    let masks = trace.header.names.compactMap { name in
      tensor(.weightedSum, .mask, name).map { (name, $0) }
    }
    return Step(input: input, target: target, masks: Dictionary(uniqueKeysWithValues: masks))
  }
}
