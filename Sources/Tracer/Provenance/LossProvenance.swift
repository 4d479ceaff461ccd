import Engine

/// The loss and the initial error E.
extension Provenance {
  private var last: Int { header.layers.count - 1 }

  private func outputAndTarget(_ index: [Int], _ update: Int) -> (y: Factor, t: Factor)? {
    guard
      let y = factor("Y", cell(.activation, .output, layer: last, update: update, index: index)),
      let t = factor("t", cell(.loss, .target, layer: nil, update: update, index: index))
    else { return nil }
    return (y, t)
  }

  /// The mean over the samples of the sum over the outputs; terms without weight in the sum are left out.
  func loss(_ cell: CellAddress, _ value: Float, _ update: Int) -> Derivation? {
    let samples = batch(update: update)
    let shape = header.output(of: last).batched(samples)
    guard samples > 0 else { return nil }
    let count = Double(shape.count / samples)
    let share = Factor("1/n", 1 / Double(samples))
    var derivation = Derivation(.loss(header.loss), of: cell, value: value)
    for offset in 0..<shape.count {
      guard let (y, t) = outputAndTarget(shape.index(at: offset), update) else { return nil }
      let difference = y.value - t.value
      switch header.loss {
      case .categoricalCrossentropy:
        guard t.value != 0 else { continue }
        let logarithm = Double.logarithm(max(y.value, Loss.smallestProbability))
        derivation.terms.append(Term(share, t, Factor("-ln Y", -logarithm, y.cell)))
      case .halfSquaredError:
        derivation.terms.append(
          Term(share, Factor("½(Y-t)²", difference * difference / 2, y.cell)))
      case .meanSquaredError:
        derivation.terms.append(
          Term(share, Factor("(Y-t)²/count", difference * difference / count, y.cell)))
      case .meanAbsoluteError:
        derivation.terms.append(
          Term(share, Factor("|Y-t|/count", difference.magnitude / count, y.cell)))
      case .meanBiasError:
        derivation.terms.append(Term(share, Factor("(Y-t)/count", difference / count, y.cell)))
      }
      if header.loss != .categoricalCrossentropy, let cell = t.cell {
        derivation.influences.append(cell)
      }
    }
    return derivation
  }

  /// E = ∂Loss/∂Y.
  func initialError(_ cell: CellAddress, _ value: Float, _ update: Int) -> Derivation? {
    let samples = batch(update: update)
    guard samples > 0, let (y, t) = outputAndTarget(cell.index, update) else { return nil }
    let count = Double(header.output(of: last).count)
    var derivation = Derivation(.initialError(header.loss), of: cell, value: value)
    let difference = y.value - t.value
    var factors: [Factor]
    switch header.loss {
    case .categoricalCrossentropy:
      let slope = -1 / max(y.value, Loss.smallestProbability)
      factors = [t, Factor("-1/Y", slope, y.cell)]
    case .halfSquaredError: factors = [Factor("Y-t", difference, y.cell)]
    case .meanSquaredError: factors = [Factor("2(Y-t)/count", 2 * difference / count, y.cell)]
    case .meanAbsoluteError:
      let sign: Double = difference > 0 ? 1 : difference < 0 ? -1 : 0
      factors = [Factor("sign(Y-t)/count", sign / count, y.cell)]
    case .meanBiasError: factors = [Factor("1/count", 1 / count)]
    }
    if header.batchReduction == .mean { factors.append(Factor("1/n", 1 / Double(samples))) }
    var term = Term()
    term.factors = factors
    derivation.terms = [term]
    if header.loss != .categoricalCrossentropy, header.loss != .meanBiasError, let cell = t.cell {
      derivation.influences = [cell]
    }
    return derivation
  }
}
