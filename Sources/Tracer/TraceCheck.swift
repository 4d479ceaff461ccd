import Engine

/// Holds events read from a file to the header, so that nothing later meets a tensor of a wrong shape.
enum TraceCheck {
  /// - Throws: `NetworkError` (one clause) when the event cannot belong to this trace.
  static func check(_ recorded: RecordedEvent, after trace: Trace) throws {
    let event = recorded.event
    func refuse(_ reason: String) -> NetworkError { NetworkError(reason: reason) }
    guard recorded.step == trace.events.count else {
      throw refuse("step \(recorded.step) stands where step \(trace.events.count) belongs")
    }
    guard recorded.update >= trace.updates, recorded.update <= trace.updates + 1 else {
      throw refuse("update \(recorded.update) follows update \(trace.updates)")
    }
    if let layer = event.layer, trace.header.index(of: layer) == nil {
      throw refuse("the network has no layer \(layer)")
    }
    let needsLayer = ![TraceKind.input, .loss].contains(event.kind)
    guard needsLayer == (event.layer != nil) else {
      throw refuse(
        "an event of kind \(event.kind.rawValue) \(needsLayer ? "needs a" : "has no") layer")
    }
    guard event.kind != .loss || event.value != nil else {
      throw refuse("a loss event needs its value")
    }
    let batch = batch(of: recorded, in: trace)
    let expected = expectedShapes(event, header: trace.header, batch: batch)
    for (name, shape) in expected where name != .argmax && name != .mask {
      guard let tensor = event.tensors[name] else {
        throw refuse("an event of kind \(event.kind.rawValue) needs the tensor \(name)")
      }
      guard tensor.shape == shape else {
        throw refuse("\(name) has the shape \(tensor.shape), but the network wants \(shape)")
      }
    }
    for (name, tensor) in event.tensors {
      guard let shape = expected[name], shape == tensor.shape else {
        throw refuse("the tensor \(name) of shape \(tensor.shape) does not belong to this event")
      }
    }
    try checkArgmax(event, header: trace.header)
  }

  /// The samples of the event's update, as its input says.
  private static func batch(of recorded: RecordedEvent, in trace: Trace) -> Int {
    if recorded.event.kind == .input {
      return recorded.event.tensors[.input]?.shape.dimensions.first ?? 1
    }
    guard let input = trace.position(.input, layer: nil, update: recorded.update) else { return 1 }
    return trace.events[input].event.tensors[.input]?.shape[0] ?? 1
  }

  private static func expectedShapes(
    _ event: TraceEvent, header: TraceHeader, batch: Int
  ) -> [TensorName: Shape] {
    let last = header.output(of: header.layers.count - 1).batched(batch)
    let index = header.index(of: event.layer)
    let output = index.map { header.output(of: $0).batched(batch) } ?? last
    switch event.kind {
    case .input: return [.input: header.inputShape.batched(batch)]
    case .weightedSum:
      switch index.map({ header.layers[$0] }) {
      case .maxPooling: return [.weightedSum: output, .argmax: output]
      case .dropout: return [.weightedSum: output, .mask: output]
      default: return [.weightedSum: output]
      }
    case .activation: return [.output: output]
    case .loss: return [.target: last]
    case .initialError: return [.initialError: last]
    case .delta: return [.delta: output]
    case .gradient, .correction, .parameters:
      guard let shapes = index.flatMap(header.parameterShapes(of:)) else { return [:] }
      return [.weights: shapes.weights, .bias: shapes.bias]
    case .skipped: return [:]
    }
  }

  private static func checkArgmax(_ event: TraceEvent, header: TraceHeader) throws {
    guard let argmax = event.tensors[.argmax], let index = header.index(of: event.layer),
      case .maxPooling(let size) = header.layers[index]
    else { return }
    let places = Float(size * size)
    for value in argmax.elements where !(value >= 0 && value < places && value == value.rounded()) {
      throw NetworkError(
        reason: "argmax holds \(value), but a window has the places 0 to \(size * size - 1)")
    }
  }
}
