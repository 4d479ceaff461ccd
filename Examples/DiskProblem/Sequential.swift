import Engine

/// A module of a network, by the names that teaching frameworks use.
protocol Module {
  /// Puts the module on top of the layers of a network.
  func add(to layers: inout [LayerDescription])
}

/// S = X·Wᵀ + b.
struct Linear: Module {
  let outputs: Int

  init(_ outputs: Int) { self.outputs = outputs }

  func add(to layers: inout [LayerDescription]) {
    layers.append(.dense(units: outputs, activation: .identity))
  }
}

/// Y = tanh(S).
struct Tanh: Module {
  func add(to layers: inout [LayerDescription]) { activate(&layers, .tanh) }
}

/// Y = max(S, 0).
struct ReLU: Module {
  func add(to layers: inout [LayerDescription]) { activate(&layers, .relu) }
}

/// In the engine a layer owns its activation, so that a `Tanh` or a `ReLU` belongs to the `Linear` before it.
private func activate(_ layers: inout [LayerDescription], _ activation: Activation) {
  guard let linear = layers.popLast()?.kind as? DenseKind, linear.activation == .identity else {
    preconditionFailure("an activation follows a Linear")
  }
  layers.append(.dense(units: linear.units, activation: activation))
}

/// Modules in a row: forward, backward, an update of the parameters.
struct Sequential {
  private(set) var layers: [LayerDescription] = []
  private var network: Network<Float>?
  private var context: ForwardContext
  private var optimizer: Optimizer<Float>
  let loss: Loss

  /// - Parameters:
  ///   - loss: what `lossValue` and `lossGradient` compute.
  ///   - optimizer: the rule of `gradientUpdate`.
  ///   - seed: of all random numbers.
  init(loss: Loss, optimizer: OptimizerDescription, seed: UInt32) {
    self.loss = loss
    self.optimizer = Optimizer(optimizer)
    context = ForwardContext(random: RandomSource(seed: seed))
  }

  /// Puts a module on top.
  mutating func add(_ module: some Module) { module.add(to: &layers) }

  /// Draws the parameters, once the modules and the number of inputs are known.
  ///
  /// - Throws: `NetworkError` when the layers do not fit on each other.
  mutating func build(inputs: Int) throws {
    network = try Network(layers, inputShape: [inputs], random: &context.random)
  }

  /// The outputs `[n, out]` for inputs `[n, in]`.
  mutating func forward(_ input: Tensor<Float>) -> Tensor<Float> {
    network?.forward(input, context: &context)
    return network?.output ?? input
  }

  /// The mean loss of a batch.
  func lossValue(_ output: Tensor<Float>, _ target: Tensor<Float>) -> Double {
    loss.value(output, target: target)
  }

  /// E = ∂Loss/∂Y of the mean loss.
  func lossGradient(_ output: Tensor<Float>, _ target: Tensor<Float>) -> Tensor<Float> {
    var error = output
    loss.initialError(output, target: target, reduction: .mean, into: &error)
    return error
  }

  /// E back through all layers (Rule 1), leaving every parameter's gradient (Rule 2).
  mutating func backward(_ error: Tensor<Float>) { network?.backward(initialError: error) }

  /// One step of the optimizer with the gradients that `backward` left.
  mutating func gradientUpdate() {
    guard var corrections = network?.gradients else { return }
    optimizer.correct(&corrections)
    network?.apply(corrections: corrections)
  }

  /// The outputs of all samples.
  mutating func predict(_ data: Dataset) -> Tensor<Float> { forward(data.inputs) }

  /// Learns from all samples, epoch by epoch.
  ///
  /// - Parameters:
  ///   - data: inputs and answers.
  ///   - epochs: how often every sample is learnt from.
  ///   - batchSize: samples of one update.
  ///   - report: told the mean loss of every epoch.
  mutating func fit(
    _ data: Dataset, epochs: Int, batchSize: Int, report: (_ epoch: Int, _ loss: Double) -> Void
  ) {
    let shape = network?.outputShape ?? []
    for epoch in 1...epochs {
      let order = context.random.permutation(data.count)
      var total = 0.0
      for rows in Batching.size(batchSize).cuts(of: data.count) {
        var batch = Batch()
        batch.gather(order[rows], of: data, outputShape: shape)
        let output = forward(batch.inputs)
        total += lossValue(output, batch.targets) * Double(rows.count)
        backward(lossGradient(output, batch.targets))
        gradientUpdate()
      }
      report(epoch, total / Double(data.count))
    }
  }
}
