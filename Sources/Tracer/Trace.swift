import Engine

/// What a trace says of the run before its first event.
public struct TraceHeader: Equatable, Sendable {
  public var layers: [LayerDescription]
  public var inputShape: Shape
  public var loss: Loss
  public var batchReduction: BatchReduction
  public var optimizer: OptimizerDescription
  public var l1 = 0.0
  public var l2 = 0.0
  public var clipValue: Double?
  public var seed: UInt32?
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
  /// Event positions by what they are, so that explanations find their sources at once.
  private var positions: [Key: Int] = [:]

  private struct Key: Hashable, Sendable {
    let update: Int
    let kind: TraceKind
    let layer: String?
  }

  public init(header: TraceHeader) { self.header = header }

  public mutating func append(_ event: TraceEvent, update: Int) {
    // The skipped Rule 1 of the first layer shares its kind with a skipped Rule 2; nobody looks either up.
    positions[Key(update: update, kind: event.kind, layer: event.layer)] = events.count
    events.append(RecordedEvent(step: events.count, update: update, event: event))
  }

  /// Gives a recorded event other tensors: an edit between two updates.
  mutating func replaceTensors(
    _ kind: TraceKind, layer: String, update: Int, by tensors: [TensorName: Tensor<Float>]
  ) {
    guard let position = position(kind, layer: layer, update: update) else { return }
    events[position].event.tensors = tensors
  }

  /// Where an event of this kind stands, or nil when the trace has none (yet).
  public func position(_ kind: TraceKind, layer: String?, update: Int) -> Int? {
    positions[Key(update: update, kind: kind, layer: layer)]
  }

  /// Where the parameters stand that an update computes with: the set-up's or the update's before.
  public func parametersBefore(update: Int, layer: String) -> Int? {
    position(.parameters, layer: layer, update: update - 1)
  }

  public var updates: Int { events.last?.update ?? 0 }
}
