import Engine

/// A cell that was computed from another one, and what it took from it.
public struct Consumer: Equatable, Sendable {
  public var cell: CellAddress
  /// The sum of the terms that contain the used cell, times the gate; nil when the cell is no factor but only an
  /// influence.
  public var contribution: Double?
  /// The first of those terms.
  public var term: Term?
}

extension Provenance {
  /// The cells that were computed from this one, forward, backward and in the update.
  ///
  /// Who reads a cell follows from the geometry of the layers (`LayerExplanation`); where a few cells come into question,
  /// their derivations say whether they do.
  public func consumers(of cell: CellAddress) -> [Consumer] {
    guard trace.events.indices.contains(cell.event) else { return [] }
    let recorded = trace.events[cell.event]
    let update = recorded.update
    guard let layer = header.index(of: recorded.event.layer) else {
      switch recorded.event.kind {
      case .input: return readers(of: cell, layer: 0, update)
      case .loss where cell.tensor == .target: return confirmed(lossCells(cell, update), cell)
      default: return []
      }
    }
    switch recorded.event.kind {
    case .weightedSum: return usersOfSum(cell, layer, update)
    case .activation: return usersOfOutput(cell, layer, update)
    case .initialError: return confirmed(ownDeltas(cell, layer, update), cell)
    case .delta: return usersOfDelta(cell, layer, update)
    case .parameters: return usersOfParameter(cell, layer, update + 1)
    case .gradient: return usersOfGradient(cell, layer, update)
    case .correction:
      return confirmed([same(.parameters, cell, layer, update)].compactMap { $0 }, cell)
    case .input, .loss, .skipped: return []
    }
  }

  // MARK: - By kind of event

  /// S and what stands beside it: the output, the gate of the own delta, and what the way back goes by.
  private func usersOfSum(_ cell: CellAddress, _ layer: Int, _ update: Int) -> [Consumer] {
    guard cell.tensor == .weightedSum else {
      let (place, explanation) = (place(of: layer, update), header.explanation(of: layer))
      return consumers(explanation.sums(reading: cell.tensor, cell.index, at: place), layer, update)
        + sentBack(
          explanation.sentBack(through: cell.tensor, cell.index, at: place), from: cell,
          layer, update)
    }
    let outputs = near(cell.index, layer).compactMap {
      self.cell(.activation, .output, layer: layer, update: update, index: $0)
    }
    return confirmed(outputs + ownDeltas(cell, layer, update), cell)
  }

  private func usersOfOutput(_ cell: CellAddress, _ layer: Int, _ update: Int) -> [Consumer] {
    let isLast = layer == header.layers.count - 1
    let above =
      isLast
      ? confirmed(lossCells(cell, update), cell) : readers(of: cell, layer: layer + 1, update)
    return above + confirmed(ownDeltas(cell, layer, update), cell)
  }

  /// The candidates that read a cell of a layer's input: weighted sums and gradients.
  private func readers(of cell: CellAddress, layer: Int, _ update: Int) -> [Consumer] {
    let (place, explanation) = (place(of: layer, update), header.explanation(of: layer))
    return consumers(explanation.sums(readingInput: cell.index, at: place), layer, update)
      + consumers(explanation.gradients(readingInput: cell.index, at: place), layer, update)
  }

  private func usersOfDelta(_ cell: CellAddress, _ layer: Int, _ update: Int) -> [Consumer] {
    let (place, explanation) = (place(of: layer, update), header.explanation(of: layer))
    return sentBack(
      explanation.sentBack(from: cell.index, at: place), from: cell, layer, update)
      + consumers(explanation.gradients(readingDelta: cell.index, at: place), layer, update)
  }

  /// The candidates that compute with a parameter: weighted sums, the deltas below, the correction and the next
  /// value.
  private func usersOfParameter(_ cell: CellAddress, _ layer: Int, _ update: Int) -> [Consumer] {
    let (place, explanation) = (place(of: layer, update), header.explanation(of: layer))
    return consumers(explanation.sums(reading: cell.tensor, cell.index, at: place), layer, update)
      + sentBack(
        explanation.sentBack(through: cell.tensor, cell.index, at: place), from: cell, layer,
        update)
      + confirmed(
        [TraceKind.correction, .parameters].compactMap { same($0, cell, layer, update) }, cell)
  }

  /// The correction of the same update; where the optimizer has a memory, each later one has something of it.
  ///
  /// The later ones are not derived: a derivation replays all updates before, and there may be thousands.
  private func usersOfGradient(_ cell: CellAddress, _ layer: Int, _ update: Int) -> [Consumer] {
    let own = [same(.correction, cell, layer, update)].compactMap { $0 }
    let later =
      header.optimizer.name == .sgd ? 0..<0 : update + 1..<max(trace.updates, update) + 1
    return confirmed(own, cell)
      + later.compactMap { later in
        same(.correction, cell, layer, later).flatMap { consumer($0, [], gate: nil) }
      }
  }

  // MARK: - From uses to consumers

  /// Uses in the sums and gradients of a layer.
  private func consumers(_ uses: [Use], _ layer: Int, _ update: Int) -> [Consumer] {
    uses.compactMap { use in
      let kind: TraceKind = [.weights, .bias].contains(use.tensor) ? .gradient : .weightedSum
      guard let cell = self.cell(kind, use.tensor, layer: layer, update: update, index: use.index)
      else { return nil }
      return consumer(cell, use.terms, gate: nil)
    }.sorted(by: Self.lieInOrder)
  }

  /// Uses in the deltas of the layer below: each passes the gate of its cell.
  private func sentBack(
    _ uses: [Use], from source: CellAddress, _ layer: Int, _ update: Int
  ) -> [Consumer] {
    guard layer > 0 else { return [] }
    let below = layer - 1
    func delta(_ index: [Int]) -> CellAddress? {
      cell(.delta, .delta, layer: below, update: update, index: index)
    }
    guard header.layers[below].activation != .softmax else {
      var seen: Set<CellAddress> = []
      let rows = uses.flatMap { row(of: $0.index, below).compactMap(delta) }
      return confirmed(rows.filter { seen.insert($0).inserted }, source)
    }
    return uses.compactMap { use in
      delta(use.index).flatMap { consumer($0, use.terms, gate: gate(use.index, below, update)) }
    }.sorted(by: Self.lieInOrder)
  }

  /// As cells lie in their tensors, whichever way the geometry was walked.
  private static func lieInOrder(_ one: Consumer, _ other: Consumer) -> Bool {
    one.cell.tensor == other.cell.tensor
      ? one.cell.index.lexicographicallyPrecedes(other.cell.index)
      : one.cell.tensor < other.cell.tensor
  }

  /// nil where the trace has no such number (yet).
  private func consumer(_ cell: CellAddress, _ terms: [Term], gate: Factor?) -> Consumer? {
    guard value(at: cell) != nil else { return nil }
    let sum = terms.reduce(0) { $0 + $1.product }
    return Consumer(
      cell: cell, contribution: terms.isEmpty ? nil : (gate?.value ?? 1) * sum, term: terms.first)
  }

  /// Those of a few cells whose own derivation names the source.
  private func confirmed(_ candidates: [CellAddress], _ source: CellAddress) -> [Consumer] {
    candidates.compactMap { candidate in
      guard let derivation = derivation(of: candidate), derivation.sources.contains(source) else {
        return nil
      }
      let terms = derivation.terms.filter { $0.factors.contains { $0.cell == source } }
      return consumer(candidate, terms, gate: derivation.gate)
    }
  }

  // MARK: - Cells beside a cell

  /// The cell itself, or all of its row where the activation takes them together.
  private func near(_ index: [Int], _ layer: Int) -> [[Int]] {
    header.layers[layer].activation == .softmax ? row(of: index, layer) : [index]
  }

  private func ownDeltas(_ cell: CellAddress, _ layer: Int, _ update: Int) -> [CellAddress] {
    near(cell.index, layer).compactMap {
      self.cell(.delta, .delta, layer: layer, update: update, index: $0)
    }
  }

  /// The loss, and the initial error at the same output.
  private func lossCells(_ cell: CellAddress, _ update: Int) -> [CellAddress] {
    let last = header.layers.count - 1
    return [
      self.cell(.loss, .loss, layer: nil, update: update, index: [0]),
      self.cell(.initialError, .initialError, layer: last, update: update, index: cell.index),
    ].compactMap { $0 }
  }

  /// The same place in another event of the layer's parameters.
  private func same(
    _ kind: TraceKind, _ cell: CellAddress, _ layer: Int, _ update: Int
  ) -> CellAddress? {
    self.cell(kind, cell.tensor, layer: layer, update: update, index: cell.index)
  }
}
