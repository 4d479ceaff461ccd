import Engine

/// Rule 1: deltas.
extension Provenance {
  /// δ = f'(S) ∘ what the layer above sends back (E above the last).
  func delta(
    _ cell: CellAddress, _ value: Float, _ event: TraceEvent, _ update: Int
  ) -> Derivation? {
    guard let layer = header.index(of: event.layer) else { return nil }
    guard header.layers[layer].activation != .softmax else {
      return softmaxDelta(cell, value, layer, update)
    }
    guard let reasons = sentBack(to: cell.index, layer, update) else { return nil }
    let isLast = layer == header.layers.count - 1
    var derivation = Derivation(
      isLast ? .deltaFromError : .sentBack(layer: layer + 1), reasons, of: cell, value: value)
    derivation.gate = gate(cell.index, layer, update)
    return derivation
  }

  /// The derivative of the activation at one cell; nil for identity, whose derivative is 1.
  func gate(_ index: [Int], _ layer: Int, _ update: Int) -> Factor? {
    header.layers[layer].activation.explanation
      .gate(s: sum(index, layer, update), y: output(index, layer, update))
  }

  /// δ[c] = Σ_m G[m] · Y[m] · ([m = c] − Y[c]), G = E at the last layer.
  private func softmaxDelta(
    _ cell: CellAddress, _ value: Float, _ layer: Int, _ update: Int
  ) -> Derivation? {
    guard let own = output(cell.index, layer, update) else { return nil }
    var derivation = Derivation(.softmaxDelta, of: cell, value: value)
    for index in row(of: cell.index, layer) {
      guard let y = output(index, layer, update), let sent = sentBack(to: index, layer, update)
      else { return nil }
      let isError = layer == header.layers.count - 1
      let sum = sent.terms.reduce(0) { $0 + $1.product }
      let sources = sent.terms.flatMap { $0.factors.compactMap(\.cell) } + sent.influences
      let g = Factor(isError ? "E" : "G", sum, isError ? sources.first : nil, role: .delta)
      let isOwn = index == cell.index
      derivation.terms.append(
        Term(g, y, Factor(isOwn ? "1-Y" : "0-Y", (isOwn ? 1 : 0) - own.value, own.cell)))
      if !isError { derivation.influences += sources }
    }
    return derivation
  }

  /// What the layer above sends back to a cell, before the derivative of this layer's activation.
  private func sentBack(to index: [Int], _ layer: Int, _ update: Int) -> Reasons? {
    let above = layer + 1
    guard above < header.layers.count else {
      return factor(
        "E", cell(.initialError, .initialError, layer: layer, update: update, index: index)
      ).map { Reasons([Term($0)]) }
    }
    return header.explanation(of: above).sentBack(to: index, at: place(of: above, update))
  }
}

/// Rule 2: gradients.
extension Provenance {
  func gradient(
    _ cell: CellAddress, _ value: Float, _ event: TraceEvent, _ update: Int
  ) -> Derivation? {
    guard let layer = header.index(of: event.layer) else { return nil }
    return header.explanation(of: layer)
      .gradient(cell.tensor, cell.index, at: place(of: layer, update))
      .map { Derivation(.gradient(layer: layer), $0, of: cell, value: value) }
  }
}
