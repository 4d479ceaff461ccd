import Engine
import TerminalKit
import Tracer

/// The correction of one parameter.
extension RuleSubject {
  /// W ← W + correction, at the cell of the correction or of the parameter after it.
  func update(of kind: Derivation.Kind) -> RuleText {
    guard let layer, update > 0 else { return given() }
    let isAfter = kind == .corrected
    var text = plainText(short: isAfter ? "old + step" : "step against the gradient")
    text.formula += "      η = \(Figure(learningRate).text)"
    let optimizer = header.optimizer
    guard let replay = provenance.replayedUpdate(of: cell),
      let before = provenance.trace.parametersBefore(update: update, layer: header.names[layer]),
      let old = figure(at: CellAddress(event: before, tensor: cell.tensor, index: cell.index))
    else { return text }
    let eta = Figure(learningRate, decimals: 6)
    let isPlain = optimizer.name == .sgd && replay.adjusted == replay.gradient
    let step = Figure(replay.step, decimals: 4)
    let shown = Figure(derivation.value, decimals: 4)
    text.value = shown.text
    let used = isPlain ? Double(replay.gradient) : Double(replay.step) / -eta.value
    if isAfter {
      let (sum, steps) =
        isPlain
        ? printedStep(old, eta, gradient: used) : printedSum([old.value, step.value])
      text.relation = sum.relation
      text.numbers = [.init(sum, steps)]
      text.results = [equation(steps, sum)]
    } else {
      let factor = Figure(used, decimals: 4)
      let steps = "-\(eta.text) × \(factor.inBrackets)"
      text.relation = [factor, shown].relation
      text.numbers = [.init(steps)]
      text.results = [equation([steps], relation: text.relation, decimals: 4)]
    }
    text.results.append(equation([], relation: [shown].relation, decimals: 4))
    let body = isPlain ? [] : adjusted(replay, old) + state(replay)
    text.bodies = [body, Array(body.suffix(1)), []]
    text.notes = [after(old, step, isAfter: isAfter), foretold(), progress()].compactMap { $0 }
    return text
  }

  /// η of this update.
  private var learningRate: Double { header.learningRate(ofUpdate: update) }

  /// `old - η × gradient` in as many decimals as make the printed line come out, up to two more than
  /// usual; the second part is printed as a product.
  private func printedStep(
    _ old: Figure, _ eta: Figure, gradient: Double
  ) -> (PrintedSum, String) {
    let new = Double(derivation.value)
    let tried = (4...6).map { places in
      (Figure(old.value, decimals: places), Figure(gradient, decimals: places), places)
    }
    let found = tried.first { old, gradient, places in
      let result = (Double(old.text) ?? .nan) - eta.value * (Double(gradient.text) ?? .nan)
      return Figure(result, decimals: places).text == Figure(new, decimals: places).text
    }
    let (shown, factor, places) = found ?? tried[0]
    let sum = PrintedSum(
      [shown.value], total: new, decimals: places, isRounded: found == nil && new.isFinite)
    let relation = (shown.isExact && factor.isExact && sum.total.isExact) ? "=" : "≈"
    return (sum.with(relation: relation), "\(shown.text) - \(eta.text) × \(factor.inBrackets)")
  }

  private func printedSum(_ parts: [Double]) -> (PrintedSum, String) {
    let sum = printed(parts, decimals: 4)
    return (sum, sum.text)
  }

  /// What penalties and clipping make of the gradient, where there are any.
  private func adjusted(_ replay: UpdateReplay, _ old: Figure) -> [Line] {
    let gradient = Figure(replay.gradient, decimals: 4)
    guard replay.adjusted != replay.gradient else {
      return [Line("g = ∂\(cell.tensor) \([gradient].relation) \(gradient.text)")]
    }
    let used = Figure(replay.adjusted, decimals: 4)
    let penalty = header.penalty(on: cell.tensor)
    let lasso = "\(Figure(penalty.l1, decimals: 6).text) × sign(\(old.text))"
    let decay = "\(Figure(penalty.l2, decimals: 6).text) × \(old.inBrackets)"
    let sum = [gradient.text] + (penalty.l1 == 0 ? [] : [lasso]) + (penalty.l2 == 0 ? [] : [decay])
    let clipping =
      switch header.clipping {
      case .none: ""
      case .value(let limit): ", clipped to ±\(Figure(limit).text)"
      case .norm:
        ", × \(Figure(provenance.trace.clippingFactor(ofUpdate: update), decimals: 6).text)"
          + " as all gradients together are too long"
      }
    return [Line("g = \(sum.joined(separator: " + "))\(clipping) ≈ \(used.text)")]
  }

  /// The optimizer's memory of this parameter, in words.
  private func state(_ replay: UpdateReplay) -> [Line] {
    let made = header.start.optimizerSteps + update
    let s = replay.state.map { Figure($0, decimals: 6) }
    func line(_ words: [String]) -> [Line] {
      let parts = zip(words, s).map { "\($0) \([$1].relation) \($1.text)" }
      return parts.isEmpty
        ? []
        : [
          Line(
            "after \(made) \(made == 1 ? "update" : "updates"):  \(parts.joined(separator: ", "))"
          )
        ]
    }
    switch header.optimizer.name {
    case .sgd: return []
    case .momentum, .nesterov: return line(["velocity v"])
    case .ema: return line(["mean gradient m"])
    case .adagrad: return line(["sum of squares s"])
    case .rmsprop: return line(["mean square s"])
    case .adam, .nadam: return line(["mean gradient m", "mean square v"])
    case .adamax: return line(["mean gradient m", "largest size u"])
    case .amsgrad: return line(["mean gradient m", "mean square v", "largest v̂ so far"])
    }
  }

  /// The parameter after a correction, or the step that led to it.
  private func after(_ old: Figure, _ step: Figure, isAfter: Bool) -> Line? {
    guard let layer else { return nil }
    if isAfter { return Line("the step is \(step.text): \(direction(step))") }
    guard
      let event = provenance.trace.position(
        .parameters, layer: header.names[layer], update: update)
    else { return nil }
    let parameter = CellAddress(event: event, tensor: cell.tensor, index: cell.index)
    guard let new = provenance.value(at: parameter) else { return nil }
    let sum = PrintedSum([old.value, step.value], total: Double(new), decimals: 4)
    return Line("\(names.name(of: parameter)) = \(sum.equation)")
  }

  private func direction(_ step: Figure) -> String {
    step.value > 0 ? "it rises" : step.value < 0 ? "it falls" : "it stays"
  }

  /// `Y done (57)   R, P nothing to correct   B now (38)   A next (20)`.
  private func progress() -> Line {
    let stations = header.layers.indices.reversed().compactMap { layer -> String? in
      guard let shapes = header.parameterShapes(of: layer),
        let event = provenance.trace.position(
          .correction, layer: header.names[layer], update: update)
      else { return nil }
      let state = layer == self.layer ? "now" : event < cell.event ? "done" : "next"
      return "\(annotator.labels[layer]) \(state) (\(shapes.weights.count + shapes.bias.count))"
    }
    let others = header.layers.indices.reversed().filter { !header.isTunable($0) }
      .map { annotator.labels[$0] }
    let rest = others.isEmpty ? [] : ["\(others.joined(separator: ", ")) nothing to correct"]
    return Line((stations + rest).joined(separator: "   "))
  }

  /// `foretold by the gradients of all 115: loss falls by .1 × Σ ∂² ≈ .665`, for SGD.
  private func foretold() -> Line? {
    guard header.isPlainDescent else {
      return nil
    }
    var (squares, count) = (0.0, 0)
    for layer in header.layers.indices where header.isTunable(layer) {
      guard
        let event = provenance.trace.position(
          .gradient, layer: header.names[layer], update: update)
      else { return nil }
      for tensor in provenance.trace.events[event].event.tensors.values {
        squares += tensor.elements.reduce(0) { $0 + Double($1) * Double($1) }
        count += tensor.count
      }
    }
    // A sum over the batch is the gradient of so many times the mean loss that is reported.
    let samples =
      provenance.trace.position(.input, layer: nil, update: update)
      .flatMap { provenance.trace.events[$0].tensor(.input)?.shape[0] } ?? 1
    let share = header.batchReduction == .sum ? Double(max(samples, 1)) : 1
    let fall = Figure(learningRate * squares / share)
    let over = share == 1 ? "" : " / \(samples)"
    return Line(
      "foretold by the gradients of all \(count): loss falls by "
        + "\(Figure(learningRate).text) × Σ ∂²\(over) \([fall].relation) \(fall.text)")
  }
}
