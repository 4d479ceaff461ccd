import Engine

/// Forward passes from any layer on, which record every decision that could make a kink.
struct ForwardProbe: Sendable {
  var layers: [any Layer<Double>]
  /// With all masks prescribed.
  let context: ForwardContext
  let loss: Loss
  let reduction: BatchReduction
  let target: Tensor<Double>

  /// Where a pass begins, and with what.
  enum Start {
    /// A layer's input X.
    case input(Tensor<Double>, layer: Int)
    /// A layer's weighted sum S.
    case sum(Tensor<Double>, layer: Int)
    /// The last layer's output.
    case output(Tensor<Double>)
  }

  struct Outcome: Sendable {
    /// Reduced over the batch.
    var loss = 0.0
    /// S and Y by layer; empty below the start.
    var sums: [Tensor<Double>]
    var outputs: [Tensor<Double>]
    /// Decisions by layer, those about the loss last; nil where nothing is decided.
    var decisions: [Decisions?]
  }

  /// The decisions about the cells of one tensor, as small numbers: one for each outcome.
  struct Decisions: Equatable, Sendable {
    let kind: Kink.Decision
    let shape: Shape
    let ways: [Int]
  }

  func run(from start: Start) -> Outcome {
    var context = context
    let count = layers.count
    var outcome = Outcome(
      sums: Array(repeating: .empty, count: count), outputs: Array(repeating: .empty, count: count),
      decisions: Array(repeating: nil, count: count + 1))
    var (first, signal, isSum) = (count, Tensor<Double>.empty, false)
    switch start {
    case .input(let x, let layer): (first, signal) = (layer, x)
    case .sum(let s, let layer): (first, signal, isSum) = (layer, s, true)
    case .output(let y): signal = y
    }
    for index in first..<count {
      if !(isSum && index == first) {
        var layer = layers[index]
        var sum = Tensor<Double>.empty
        layer.weightedSum(of: signal, into: &sum, context: &context)
        outcome.decisions[index] = winners(of: layer)
        signal = sum
      }
      outcome.sums[index] = signal
      layers[index].activation.apply(to: &signal)
      outcome.outputs[index] = signal
      if layers[index].activation.explanation.hasKink { outcome.decisions[index] = gates(signal) }
    }
    let mean = loss.value(signal, target: target)
    outcome.loss = reduction == .sum ? mean * Double(signal.shape[0]) : mean
    outcome.decisions[count] = lossDecisions(signal)
    return outcome
  }

  // MARK: - Decisions

  private func gates(_ output: Tensor<Double>) -> Decisions {
    Decisions(kind: .gate, shape: output.shape, ways: output.elements.map { $0 > 0 ? 1 : 0 })
  }

  private func winners(of layer: any Layer<Double>) -> Decisions? {
    layer.memory[.argmax].map {
      Decisions(kind: .winner, shape: $0.shape, ways: $0.elements.map { Int($0) })
    }
  }

  private func lossDecisions(_ output: Tensor<Double>) -> Decisions? {
    let pairs = zip(output.elements, target.elements)
    switch loss {
    case .meanAbsoluteError:
      return Decisions(
        kind: .sign, shape: output.shape, ways: pairs.map { $0 > $1 ? 1 : $0 < $1 ? -1 : 0 })
    case .categoricalCrossentropy:
      return Decisions(
        kind: .clip, shape: output.shape,
        ways: pairs.map { $1 != 0 && $0 <= Loss.smallestProbability ? 1 : 0 })
    case .halfSquaredError, .meanSquaredError, .meanBiasError: return nil
    }
  }

  /// The first decision that falls differently on the two sides or in the middle.
  ///
  /// A clipped probability is a kink on its own: the loss is flat there, while E keeps the slope
  /// that drives the probability up again.
  func kink(between plus: Outcome, and minus: Outcome, center: Outcome) -> Kink? {
    for layer in center.decisions.indices {
      guard let above = plus.decisions[layer], let below = minus.decisions[layer],
        let middle = center.decisions[layer]
      else { continue }
      for i in middle.ways.indices {
        let isClipped = middle.kind == .clip && middle.ways[i] != 0
        guard isClipped || above.ways[i] != middle.ways[i] || below.ways[i] != middle.ways[i] else {
          continue
        }
        return Kink(
          decision: middle.kind, layer: layers[min(layer, layers.count - 1)].name,
          index: middle.shape.index(at: i))
      }
    }
    return nil
  }
}
