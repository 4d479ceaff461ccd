import Engine

/// Checks that events read from a file fit the header, so that later code never meets a tensor of a wrong shape.
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
    for (name, shape) in expected.sorted(by: { $0.key < $1.key }) {
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
    try checkRemembered(event, header: trace.header)
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
      let names = index.map { header.explanation(of: $0).remembers } ?? []
      return Dictionary(uniqueKeysWithValues: ([.weightedSum] + names).map { ($0, output) })
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

  /// Holds what a layer remembers to what it may be.
  private static func checkRemembered(_ event: TraceEvent, header: TraceHeader) throws {
    guard event.kind == .weightedSum, let index = header.index(of: event.layer) else { return }
    let explanation = header.explanation(of: index)
    for name in explanation.remembers {
      guard let fault = event.tensors[name].flatMap({ explanation.fault(in: name, $0) }) else {
        continue
      }
      throw NetworkError(reason: fault)
    }
  }
}
