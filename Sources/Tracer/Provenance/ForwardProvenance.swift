import Engine

/// Weighted sums and activations.
extension Provenance {
  /// S, or what the layer remembers of it.
  func weightedSum(
    _ cell: CellAddress, _ value: Float, _ event: TraceEvent, _ update: Int
  ) -> Derivation? {
    guard let layer = header.index(of: event.layer) else { return nil }
    let (place, explanation) = (place(of: layer, update), header.explanation(of: layer))
    let reasons =
      cell.tensor == .weightedSum
      ? explanation.sum(cell.index, at: place)
      : explanation.remembered(cell.tensor, cell.index, at: place)
    return reasons.map { Derivation(.sum(layer: layer), $0, of: cell, value: value) }
  }

  /// Y = f(S).
  func activation(
    _ cell: CellAddress, _ value: Float, _ event: TraceEvent, _ update: Int
  ) -> Derivation? {
    guard let layer = header.index(of: event.layer),
      let s = sum(cell.index, layer, update)
    else { return nil }
    let activation = header.layers[layer].activation
    let reasons = activation.explanation.reasons(s) {
      row(of: cell.index, layer).compactMap { sum($0, layer, update) }
    }
    return Derivation(.activation(activation), reasons, of: cell, value: value)
  }

  // MARK: - Cells of a layer

  func place(of layer: Int, _ update: Int) -> LayerPlace {
    LayerPlace(trace, layer: layer, update: update)
  }

  /// A cell of S.
  func sum(_ index: [Int], _ layer: Int, _ update: Int) -> Factor? {
    factor("S", cell(.weightedSum, .weightedSum, layer: layer, update: update, index: index))
  }

  /// A cell of Y.
  func output(_ index: [Int], _ layer: Int, _ update: Int) -> Factor? {
    factor("Y", cell(.activation, .output, layer: layer, update: update, index: index))
  }

  /// The cells along the last axis that softmax takes together with one of them.
  func row(of index: [Int], _ layer: Int) -> [[Int]] {
    (0..<(header.output(of: layer).dimensions.last ?? 0)).map { index.dropLast() + [$0] }
  }
}
