import Engine

extension Provenance {
  /// True if a 0 was made by a ReLU or a dropout mask, false if the number just happens to be 0.
  ///
  /// A signal is off where S of its layer is not positive, a delta where that shut its gate. Pooling, flattening
  /// and dropout pass both on.
  public func isOff(_ cell: CellAddress) -> Bool {
    guard trace.events.indices.contains(cell.event) else { return false }
    let recorded = trace.events[cell.event]
    guard let layer = header.index(of: recorded.event.layer) else { return false }
    let update = recorded.update
    let activation = header.layers[layer].activation
    switch recorded.event.kind {
    case .activation where activation.explanation.silences,
      .delta where activation.explanation.silences:
      let sum = self.cell(
        .weightedSum, .weightedSum, layer: layer, update: update, index: cell.index)
      return sum.flatMap(value(at:)).map { $0 <= 0 } ?? false
    case .activation where activation == .identity:
      return self.cell(.weightedSum, .weightedSum, layer: layer, update: update, index: cell.index)
        .map(isOff) ?? false
    case .weightedSum where activation == .identity && cell.tensor == .weightedSum:
      return header.explanation(of: layer).handsOnSilence && isRelayedOff(cell, layer)
    default: return false
    }
  }

  /// True if the one number that was passed on is off, or if it was masked here.
  private func isRelayedOff(_ cell: CellAddress, _ layer: Int) -> Bool {
    guard let term = derivation(of: cell)?.terms.first else { return false }
    if term.factors.first?.role == .mask, term.factors.first?.value == 0 { return true }
    return term.factors.last?.cell.map(isOff) ?? false
  }
}
