import Engine

/// A cell that used another, and what it took from it.
public struct Consumer: Equatable, Sendable {
  public var cell: CellAddress
  /// The sum of the terms in which the used cell stands, times the gate; nil where it only had influence.
  public var contribution: Double?
  /// The first of those terms.
  public var term: Term?
}

extension Provenance {
  /// At most this many cells are looked at as possible users.
  private static let most = 4096

  /// The cells that were computed from this one, forward, backward and in the update.
  ///
  /// Candidates come from the geometry of the layers; whether a candidate is a user, its own derivation says.
  public func consumers(of cell: CellAddress) -> [Consumer] {
    candidates(for: cell).prefix(Self.most).compactMap { candidate in
      guard let derivation = derivation(of: candidate), derivation.sources.contains(cell) else {
        return nil
      }
      let terms = derivation.terms.filter { $0.factors.contains { $0.cell == cell } }
      let gate = derivation.gate?.value ?? 1
      return Consumer(
        cell: candidate,
        contribution: terms.isEmpty ? nil : gate * terms.reduce(0) { $0 + $1.product },
        term: terms.first)
    }
  }

  private func candidates(for cell: CellAddress) -> [CellAddress] {
    guard trace.events.indices.contains(cell.event) else { return [] }
    let recorded = trace.events[cell.event]
    let update = recorded.update
    let layer = header.index(of: recorded.event.layer)
    switch (recorded.event.kind, layer) {
    case (.input, _): return readers(of: cell, layer: 0, update)
    case (.weightedSum, let layer?):
      return cells(.activation, .output, layer, update, near: cell) + ownDelta(layer, update, cell)
        + (layer > 0 ? cells(.delta, .delta, layer - 1, update, near: nil) : [])
    case (.activation, let layer?):
      let isLast = layer == header.layers.count - 1
      return
        (isLast
        ? lossCells(update) : readers(of: cell, layer: layer + 1, update))
        + ownDelta(layer, update, cell)
    case (.loss, _): return cell.tensor == .target ? lossCells(update) : []
    case (.initialError, let layer?): return cells(.delta, .delta, layer, update, near: nil)
    case (.delta, let layer?):
      let below = layer > 0 ? cells(.delta, .delta, layer - 1, update, near: nil) : []
      return below + parameterCells(.gradient, layer, update)
    case (.gradient, let layer?):
      return (update...max(trace.updates, update)).compactMap { later in
        self.cell(.correction, cell.tensor, layer: layer, update: later, index: cell.index)
      }
    case (.correction, let layer?):
      return [
        self.cell(.parameters, cell.tensor, layer: layer, update: update, index: cell.index)
      ].compactMap { $0 }
    case (.parameters, let layer?): return users(of: cell, layer, update + 1)
    default: return []
    }
  }

  /// Who reads a cell that is a layer's input: its sums and its gradients.
  private func readers(of cell: CellAddress, layer: Int, _ update: Int) -> [CellAddress] {
    cells(.weightedSum, .weightedSum, layer, update, near: nil)
      + cells(.weightedSum, .argmax, layer, update, near: nil)
      + parameterCells(.gradient, layer, update)
  }

  /// Who computes with a parameter: the sums, the deltas below, the correction and the next value.
  private func users(of cell: CellAddress, _ layer: Int, _ update: Int) -> [CellAddress] {
    cells(.weightedSum, .weightedSum, layer, update, near: nil)
      + (layer > 0 ? cells(.delta, .delta, layer - 1, update, near: nil) : [])
      + [TraceKind.correction, .parameters].compactMap {
        self.cell($0, cell.tensor, layer: layer, update: update, index: cell.index)
      }
  }

  private func ownDelta(_ layer: Int, _ update: Int, _ cell: CellAddress) -> [CellAddress] {
    cells(.delta, .delta, layer, update, near: cell)
  }

  private func lossCells(_ update: Int) -> [CellAddress] {
    let last = header.layers.count - 1
    return [
      cell(.loss, .loss, layer: nil, update: update, index: [0])
    ].compactMap { $0 } + cells(.initialError, .initialError, last, update, near: nil)
  }

  private func parameterCells(_ kind: TraceKind, _ layer: Int, _ update: Int) -> [CellAddress] {
    cells(kind, .weights, layer, update, near: nil) + cells(kind, .bias, layer, update, near: nil)
  }

  /// All cells of a tensor, or, `near` a cell of the same shape, those of its sample (softmax) or itself.
  private func cells(
    _ kind: TraceKind, _ tensor: TensorName, _ layer: Int, _ update: Int, near: CellAddress?
  ) -> [CellAddress] {
    guard let event = trace.position(kind, layer: header.names[layer], update: update),
      let shape = trace.events[event].tensor(tensor)?.shape
    else { return [] }
    if let near {
      let indices =
        header.layers[layer].activation == .softmax
        ? (0..<shape[1]).map { [near.index[0], $0] } : [near.index]
      return indices.map { CellAddress(event: event, tensor: tensor, index: $0) }
    }
    return (0..<shape.count).map {
      CellAddress(event: event, tensor: tensor, index: shape.index(at: $0))
    }
  }
}
