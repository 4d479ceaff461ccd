/// A network that learns: forward, loss, backward, one update.
public struct Learner<Element: Scalar>: Sendable {
  public var network: Network<Element>
  public var loss: Loss
  public var reduction: BatchReduction
  public var regularization = Regularization()
  public var clipping = GradientClipping.none
  public var optimizer: Optimizer<Element>
  public var context: ForwardContext
  /// Weight updates made so far; a trace counts them from 1.
  public internal(set) var updates = 0
  private var error = Tensor<Element>.empty

  public init(
    network: Network<Element>, loss: Loss, reduction: BatchReduction = .mean,
    optimizer: OptimizerDescription, context: ForwardContext = ForwardContext()
  ) {
    self.network = network
    self.loss = loss
    self.reduction = reduction
    self.optimizer = Optimizer(optimizer)
    self.context = context
  }

  /// Reports the parameters before the first update.
  public func narrateSetup(to sink: any TraceSink) {
    for layer in network.layers {
      guard let parameters = layer.parameters else { continue }
      sink.record(
        TraceEvent(
          .setup, .parameters, layer: layer.name,
          tensors: parameters.converted(to: Float.self).named), update: 0)
    }
  }

  /// One update on one batch.
  ///
  /// - Parameters:
  ///   - input: `[n, inputShape]`.
  ///   - target: `[n, outputShape]`: one-hot classes or real values.
  ///   - learningRate: η of this step where a schedule changes it.
  ///   - sink: receives every event; nil when nobody listens.
  /// - Returns: the mean loss of the batch before the update.
  @discardableResult
  public mutating func step(
    _ input: Tensor<Element>, target: Tensor<Element>, learningRate: Double? = nil,
    sink: (any TraceSink)? = nil
  ) -> Double {
    let update = updates + 1
    let narrate = sink.map { sink in { (event: TraceEvent) in sink.record(event, update: update) } }
    network.forward(input, context: &context, narrate: narrate)
    let value = loss.value(network.output, target: target)
    loss.initialError(network.output, target: target, reduction: reduction, into: &error)
    if let narrate { narrateLoss(value, target: target, narrate) }
    network.backward(initialError: error, narrate: narrate)
    var corrections = network.gradients
    for (index, layer) in network.layers.enumerated() {
      guard let parameters = layer.parameters, var gradient = corrections[index] else { continue }
      regularization.add(for: parameters, to: &gradient)
      corrections[index] = gradient
    }
    clipping.apply(to: &corrections)
    optimizer.correct(&corrections, learningRate: learningRate)
    network.apply(corrections: corrections, narrate: narrate)
    updates = update
    return value
  }

  /// A forward pass and the loss without an update, which shows what the last update achieved.
  @discardableResult
  public mutating func look(
    _ input: Tensor<Element>, target: Tensor<Element>, sink: any TraceSink
  ) -> Double {
    let update = updates + 1
    network.forward(input, context: &context) { sink.record($0, update: update) }
    let value = loss.value(network.output, target: target)
    sink.record(Self.lossEvent(value, target: target), update: update)
    return value
  }

  private static func lossEvent(_ value: Double, target: Tensor<Element>) -> TraceEvent {
    TraceEvent(.loss, .loss, tensors: [.target: target.converted(to: Float.self)], value: value)
  }

  private func narrateLoss(
    _ value: Double, target: Tensor<Element>, _ narrate: (TraceEvent) -> Void
  ) {
    narrate(Self.lossEvent(value, target: target))
    narrate(
      TraceEvent(
        .loss, .initialError, layer: network.layers.last?.name,
        tensors: [.initialError: error.converted(to: Float.self)]))
  }
}
