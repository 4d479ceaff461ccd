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
  /// The optimizer run again for this one parameter, from where the trace begins over the gradients of all updates so far.
  ///
  /// - Parameter cell: the parameter's cell in a gradient, correction or parameters event.
  /// - Returns: nil when the trace lacks a gradient or parameter on the way.
  public func replayedUpdate(of cell: CellAddress) -> UpdateReplay? {
    guard trace.events.indices.contains(cell.event),
      let layer = header.index(of: trace.events[cell.event].event.layer)
    else { return nil }
    var optimizer = header.startingOptimizer(
      of: "\(header.names[layer]).\(cell.tensor)", at: cell.index, Double.self)
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
      let adjusted = adjustedGradient(
        Double(gradient), parameter: Double(parameter), of: cell.tensor, update: past)
      let one = Tensor<Double>(shape: [1], elements: [adjusted])
      var gradients: [Parameters<Double>?] = [Parameters(weights: one, bias: .empty)]
      optimizer.correct(&gradients, learningRate: header.learningRate(ofUpdate: past))
      replay = UpdateReplay(
        gradient: gradient, adjusted: Float(adjusted),
        state: optimizer.state.first?.compactMap { $0.elements.first.map { Float($0) } } ?? [],
        step: Float(gradients[0]?.weights.elements.first ?? 0))
    }
    return replay
  }

  /// g after the penalties and the clipping.
  private func adjustedGradient(
    _ gradient: Double, parameter: Double, of name: TensorName, update: Int
  ) -> Double {
    let penalised = header.penalty(on: name).added(to: gradient, parameter: parameter)
    switch header.clipping {
    case .none: return penalised
    case .value(let limit): return min(max(penalised, -limit), limit)
    case .norm: return penalised * trace.clippingFactor(ofUpdate: update)
    }
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
    let name = header.optimizer.name
    let rate = Factor("-η", -header.learningRate(ofUpdate: update))
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
    // Where η is 0 nothing moves, whatever the step.
    let step = rate.value == 0 ? 0 : Double(replay.step) / rate.value
    derivation.terms = [Term(rate, Factor(symbol, step, gradient(update), role: .gradient))]
    if name != .sgd { derivation.influences = (1..<max(update, 1)).compactMap(gradient) }
    if header.penalty(on: cell.tensor) != Regularization.Strength() {
      derivation.influences += [
        parameterCell(cell.tensor, layer: layer, update: update, index: cell.index)
      ].compactMap { $0 }
    }
    return derivation
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
