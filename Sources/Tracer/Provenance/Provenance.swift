import Engine

/// Says where every number of a trace came from, and where it was used.
public struct Provenance: Sendable {
  public let trace: Trace
  var header: TraceHeader { trace.header }

  public init(_ trace: Trace) { self.trace = trace }

  /// The recorded number at a cell; nil when there is no such cell (yet).
  public func value(at cell: CellAddress) -> Float? {
    trace.value(event: cell.event, tensor: cell.tensor, index: cell.index)
  }

  /// The terms a cell was computed from; nil when there is no such cell.
  public func derivation(of cell: CellAddress) -> Derivation? {
    guard let value = value(at: cell) else { return nil }
    let recorded = trace.events[cell.event]
    let (event, update) = (recorded.event, recorded.update)
    let given = Derivation(.given, of: cell, value: value)
    switch event.kind {
    case .input, .skipped: return given
    case .weightedSum: return weightedSum(cell, value, event, update) ?? given
    case .activation: return activation(cell, value, event, update) ?? given
    case .loss: return cell.tensor == .target ? given : loss(cell, value, update) ?? given
    case .initialError: return initialError(cell, value, update) ?? given
    case .delta: return delta(cell, value, event, update) ?? given
    case .gradient: return gradient(cell, value, event, update) ?? given
    case .correction: return correction(cell, value, event, update) ?? given
    case .parameters: return parameters(cell, value, event, update) ?? given
    }
  }

  /// A factor read from a cell; nil when the trace has no such cell.
  func factor(_ symbol: String, _ cell: CellAddress?) -> Factor? {
    guard let cell, let value = value(at: cell) else { return nil }
    return Factor(symbol, Double(value), cell, role: role(of: cell))
  }

  /// What the number at a cell is; nil when the trace has no such event.
  public func role(of cell: CellAddress) -> CellRole? {
    guard trace.events.indices.contains(cell.event) else { return nil }
    return trace.events[cell.event].event.role(of: cell.tensor)
  }

  /// A cell of another event of the same update.
  func cell(
    _ kind: TraceKind, _ tensor: TensorName, layer: Int?, update: Int, index: [Int]
  ) -> CellAddress? {
    trace.position(kind, layer: layer.map { header.names[$0] }, update: update)
      .map { CellAddress(event: $0, tensor: tensor, index: index) }
  }

  /// A cell of the parameters that an update computes with.
  func parameterCell(_ tensor: TensorName, layer: Int, update: Int, index: [Int]) -> CellAddress? {
    trace.parametersBefore(update: update, layer: header.names[layer])
      .map { CellAddress(event: $0, tensor: tensor, index: index) }
  }

  /// The samples in the batch of an update.
  func batch(update: Int) -> Int {
    trace.position(.input, layer: nil, update: update)
      .flatMap { trace.events[$0].event.tensors[.input]?.shape[0] } ?? 0
  }
}
