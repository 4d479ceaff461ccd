import Engine

/// One update of one parameter by the optimizer, computed again from the recorded gradients.
public struct UpdateReplay: Equatable, Sendable {
  /// ∂W as recorded.
  public var gradient: Float
  /// g: the gradient after the penalties and the clipping.
  public var adjusted: Float
  /// The optimizer's state of this parameter after the update, in the order of its rule.
  public var state: [Float] = []
  /// What is added to the parameter.
  public var step: Float = 0
}

/// Corrections, and the parameters after them.
extension Provenance {
  /// Runs the optimizer again for this one parameter, over the gradients of all updates so far.
  ///
  /// - Parameter cell: the parameter's cell in a gradient, correction or parameters event.
  /// - Returns: nil when the trace lacks a gradient or parameter on the way.
  public func replayedUpdate(of cell: CellAddress) -> UpdateReplay? {
    guard trace.events.indices.contains(cell.event),
      let layer = header.index(of: trace.events[cell.event].event.layer)
    else { return nil }
    var optimizer = Optimizer<Float>(header.optimizer)
    var replay: UpdateReplay?
    for past in 1...max(trace.events[cell.event].update, 1) {
      guard
        let gradient = self.cell(
          .gradient, cell.tensor, layer: layer, update: past, index: cell.index
        ).flatMap(value(at:)),
        let parameter = parameterCell(
          cell.tensor, layer: layer, update: past, index: cell.index
        ).flatMap(value(at:))
      else { return nil }
      let adjusted = adjustedGradient(gradient, parameter: parameter)
      let one = Tensor<Float>(shape: [1], elements: [adjusted])
      var gradients: [Parameters<Float>?] = [Parameters(weights: one, bias: .empty)]
      optimizer.correct(&gradients)
      replay = UpdateReplay(
        gradient: gradient, adjusted: adjusted,
        state: optimizer.state.first?.compactMap(\.elements.first) ?? [],
        step: gradients[0]?.weights.elements.first ?? 0)
    }
    return replay
  }

  /// −η times the gradient, or the step that the optimizer made of all gradients so far.
  func correction(
    _ cell: CellAddress, _ value: Float, _ event: TraceEvent, _ update: Int
  ) -> Derivation? {
    guard let layer = header.index(of: event.layer), let replay = replayedUpdate(of: cell) else {
      return nil
    }
    func gradient(_ past: Int) -> CellAddress? {
      self.cell(.gradient, cell.tensor, layer: layer, update: past, index: cell.index)
    }
    let (name, rate) = (header.optimizer.name, Factor("-η", -header.optimizer.learningRate))
    var derivation = Derivation(.correction(name), of: cell, value: value)
    if name == .sgd, replay.adjusted == replay.gradient {
      derivation.terms = [
        Term(
          rate,
          Factor(
            "∂\(cell.tensor)", Double(replay.gradient), gradient(update), role: .gradient))
      ]
      return derivation
    }
    let symbol = name == .sgd ? "g" : "step of \(name)"
    derivation.terms = [
      Term(rate, Factor(symbol, Double(replay.step) / rate.value, gradient(update)))
    ]
    if name != .sgd { derivation.influences = (1..<max(update, 1)).compactMap(gradient) }
    if header.l1 != 0 || header.l2 != 0 {
      derivation.influences += [
        parameterCell(cell.tensor, layer: layer, update: update, index: cell.index)
      ].compactMap { $0 }
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
        cell.tensor.rawValue,
        parameterCell(cell.tensor, layer: layer, update: update, index: cell.index)),
      let step = factor(
        "Δ\(cell.tensor)",
        self.cell(.correction, cell.tensor, layer: layer, update: update, index: cell.index))
    else { return nil }
    return Derivation(.corrected, of: cell, value: value, terms: [Term(old), Term(step)])
  }
}
