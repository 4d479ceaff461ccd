import Engine

/// The first line of a trace: network, loss and optimizer.
public struct TraceHeader: Equatable, Sendable {
  public var layers: [LayerDescription]
  public var inputShape: Shape
  public var loss: Loss
  public var batchReduction: BatchReduction
  public var optimizer: OptimizerDescription
  /// η of each update where a schedule changes it, the first update's first; empty where it stays the optimizer's.
  public var learningRates: [Double] = []
  public var regularization = Regularization()
  public var clipping = GradientClipping.none
  /// Whether each sample has a dropout mask of its own.
  public var maskScope = ForwardContext.MaskScope.sample
  public var seed: UInt32?
  /// What the updates before the first of the trace have left.
  public var start = TrainingStart()
  /// Shapes between the layers, the input's first; one more than there are layers.
  public let shapes: [Shape]
  /// `c0`, `m2`, `d4`.
  public let names: [String]

  /// - Throws: `NetworkError` when the layers do not fit on each other.
  public init(
    layers: [LayerDescription], inputShape: Shape, loss: Loss, batchReduction: BatchReduction,
    optimizer: OptimizerDescription
  ) throws {
    self.layers = layers
    self.inputShape = inputShape
    self.loss = loss
    self.batchReduction = batchReduction
    self.optimizer = optimizer
    names = layers.enumerated().map { $1.name(at: $0) }
    shapes = try Network<Float>.shapes(of: layers, inputShape: inputShape)
  }

  public func index(of layer: String?) -> Int? { layer.flatMap(names.firstIndex(of:)) }
  /// The sample shape of a layer's input.
  public func input(of index: Int) -> Shape { shapes[index] }
  /// The sample shape of a layer's output.
  public func output(of index: Int) -> Shape { shapes[index + 1] }
  public func isTunable(_ index: Int) -> Bool {
    layers[index].parameterCount(input: shapes[index]) > 0
  }

  /// What an update is called, as a count from the start of the training: a trace may begin later, and counts
  /// its own updates from 1.
  public func number(ofUpdate update: Int) -> Int { start.updates + update }

  /// η of an update, counted from 1; behind the last known one it stays.
  public func learningRate(ofUpdate update: Int) -> Double {
    guard let last = learningRates.last else { return optimizer.learningRate }
    return learningRates.indices.contains(update - 1) ? learningRates[update - 1] : last
  }

  /// The penalties on a parameter.
  public func penalty(on name: TensorName) -> Regularization.Strength {
    name == .bias ? regularization.bias : regularization.kernel
  }

  /// Whether a parameter's correction is made of its gradient alone, by −η.
  public var isPlainDescent: Bool {
    optimizer.name == .sgd && regularization == Regularization() && clipping == .none
  }

  /// The shapes of a tunable layer's W and b.
  public func parameterShapes(of index: Int) -> (weights: Shape, bias: Shape)? {
    let shapes = layers[index].kind.parameterShapes(input: shapes[index])
    func shape(_ name: ParameterName) -> Shape? { shapes.first { $0.key == name }?.value }
    guard let weights = shape(.weights), let bias = shape(.bias) else { return nil }
    return (weights, bias)
  }
}

/// An event with its place in the trace.
public struct RecordedEvent: Equatable, Sendable {
  /// Counts events from 0.
  public var step: Int
  /// Counts weight updates from 1; 0 is the set-up.
  public var update: Int
  public var event: TraceEvent

  /// The tensors by name, with the loss as a tensor of one cell so that it can be looked into as well.
  public func tensor(_ name: TensorName) -> Tensor<Float>? {
    if name == .loss, let value = event.value {
      return Tensor(shape: [1], elements: [Float(value)])
    }
    return event.tensors[name]
  }
}

/// A recorded run: the header and every event in the order of computation.
public struct Trace: Equatable, Sendable {
  public var header: TraceHeader
  public private(set) var events: [RecordedEvent] = []
  /// The positions of events by what they are, so that explanations find their sources quickly.
  private var positions: [Key: Int] = [:]
  /// Σ g² over all parameters by update, penalties included, where the gradients are clipped by their norm.
  private var gradientSquares: [Int: Double] = [:]

  private struct Key: Hashable, Sendable {
    let update: Int
    let kind: TraceKind
    let layer: String?
  }

  public init(header: TraceHeader) { self.header = header }

  public mutating func append(_ event: TraceEvent, update: Int) {
    // The skipped Rule 1 of the first layer has the same key as its skipped Rule 2; neither is ever looked up.
    positions[Key(update: update, kind: event.kind, layer: event.layer)] = events.count
    events.append(RecordedEvent(step: events.count, update: update, event: event))
    if case .norm = header.clipping, event.kind == .gradient { addSquares(of: event, update) }
  }

  private mutating func addSquares(of event: TraceEvent, _ update: Int) {
    guard let layer = event.layer else { return }
    let parameters =
      parametersBefore(update: update, layer: layer)
      .map { events[$0].event.tensors } ?? [:]
    // In one order, so that the sum is the same to the last bit.
    for (name, gradient) in event.tensors.sorted(by: { $0.key < $1.key }) {
      let penalty = header.penalty(on: name)
      for (offset, g) in gradient.elements.enumerated() {
        let w = parameters[name].map { Double($0.elements[offset]) } ?? 0
        let penalised = penalty.added(to: Double(g), parameter: w)
        gradientSquares[update, default: 0] += penalised * penalised
      }
    }
  }

  /// What an update's gradients are multiplied by because their norm is above the limit; 1 where it is not.
  public func clippingFactor(ofUpdate update: Int) -> Double {
    guard case .norm(let limit) = header.clipping, let squares = gradientSquares[update] else {
      return 1
    }
    let norm = squares.squareRoot()
    return norm > limit ? limit / norm : 1
  }

  /// Gives a recorded event other tensors: an edit between two updates.
  mutating func replaceTensors(
    _ kind: TraceKind, layer: String, update: Int, by tensors: [TensorName: Tensor<Float>]
  ) {
    guard let position = position(kind, layer: layer, update: update) else { return }
    events[position].event.tensors = tensors
  }

  /// The position of an event, or nil when the trace has none (yet).
  public func position(_ kind: TraceKind, layer: String?, update: Int) -> Int? {
    positions[Key(update: update, kind: kind, layer: layer)]
  }

  /// The position of the parameters that an update computes with: those of the set-up or of the update before.
  public func parametersBefore(update: Int, layer: String) -> Int? {
    position(.parameters, layer: layer, update: update - 1)
  }

  public var updates: Int { events.last?.update ?? 0 }
}
