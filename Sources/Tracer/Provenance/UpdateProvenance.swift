import Engine

/// Corrections, and the parameters after them.
extension Provenance {
  /// The optimizer is run again for this one parameter, over the gradients of all updates so far.
  func correction(
    _ cell: CellAddress, _ value: Float, _ event: TraceEvent, _ update: Int
  ) -> Derivation? {
    guard let layer = header.index(of: event.layer) else { return nil }
    var derivation = Derivation(.correction(header.optimizer.name), of: cell, value: value)
    var optimizer = Optimizer<Float>(header.optimizer)
    var step: Float = 0
    for past in 1...max(update, 1) {
      guard
        let g = factor(
          "∂\(cell.tensor)",
          self.cell(.gradient, cell.tensor, layer: layer, update: past, index: cell.index)),
        let w = factor(
          cell.tensor, parameterCell(cell.tensor, layer: layer, update: past, index: cell.index))
      else { return nil }
      let adjusted = adjustedGradient(Float(g.value), parameter: Float(w.value))
      let one = Tensor<Float>(shape: [1], elements: [adjusted])
      var gradients: [Parameters<Float>?] = [Parameters(weights: one, bias: .empty)]
      optimizer.correct(&gradients)
      step = gradients[0]?.weights.elements[0] ?? 0
      if past < update {
        derivation.influences += [g.cell].compactMap { $0 }
        continue
      }
      let rate = Factor("-η", -header.optimizer.learningRate)
      let isPlain =
        header.optimizer.name == .sgd && adjusted == Float(g.value)
      if isPlain {
        derivation.terms = [Term(rate, g)]
      } else {
        let symbol = header.optimizer.name == .sgd ? "g" : "step of \(header.optimizer.name)"
        derivation.terms = [Term(rate, Factor(symbol, Double(step) / rate.value, g.cell))]
        if header.l1 != 0 || header.l2 != 0 { derivation.influences += [w.cell].compactMap { $0 } }
      }
    }
    return derivation
  }

  /// g after the penalties and the clipping.
  public func adjustedGradient(_ gradient: Float, parameter w: Float) -> Float {
    let sign: Float = w > 0 ? 1 : w < 0 ? -1 : 0
    let penalised = gradient + Float(header.l1) * sign + Float(header.l2) * w
    guard let limit = header.clipValue.map({ Float($0) }) else { return penalised }
    return min(max(penalised, -limit), limit)
  }

  /// W ← W + correction; before update 1 the parameters are given.
  func parameters(
    _ cell: CellAddress, _ value: Float, _ event: TraceEvent, _ update: Int
  ) -> Derivation? {
    guard update > 0, let layer = header.index(of: event.layer),
      let old = factor(
        cell.tensor, parameterCell(cell.tensor, layer: layer, update: update, index: cell.index)),
      let step = factor(
        "Δ\(cell.tensor)",
        self.cell(.correction, cell.tensor, layer: layer, update: update, index: cell.index))
    else { return nil }
    return Derivation(.corrected, of: cell, value: value, terms: [Term(old), Term(step)])
  }
}
