import Engine

/// What one event of a trace computes, as a title in words and as a formula in symbols.
public struct Annotation: Equatable, Sendable {
  /// One line without a full stop, for instance `Rule 1: δ_B from δ_P, argmax of P and ReLU'`.
  public var title: String
  /// The formula of one element, for instance `δ_B[j,k,q] = ReLU'(S_B) × (δ_P of the window if (j,k) won it, else 0)`;
  /// empty where the event has none.
  public var formula: String
}

/// Writes the title and the formula of every event, and the names of the tensors in them.
///
/// Layers are called by the letters of a lesson (`A`, `B`, `P`) where it gives some, else by their own names (`c0`, `m2`).
/// A layer index counts from 0 and must be one of the header's.
public struct Annotator: Sendable {
  public let header: TraceHeader
  /// What each layer is called, in the order of the layers: `A`, `B`, `P` or `c0`, `c1`, `m2`.
  public let labels: [String]

  /// - Parameters:
  ///   - header: of the trace whose events are to be annotated.
  ///   - labels: a lesson's letters by the names of the layers; a layer without a letter keeps its name.
  public init(header: TraceHeader, labels: [String: String] = [:]) {
    self.header = header
    self.labels = header.names.map { labels[$0] ?? $0 }
  }

  /// What the layer of this name is called; empty for nil and for a name that the network does not have.
  public func label(of layer: String?) -> String {
    header.index(of: layer).map { labels[$0] } ?? ""
  }

  /// The name of a layer's weighted sum S: `S_A`.
  public func sum(_ layer: Int) -> String { "S_\(labels[layer])" }

  /// The name of a layer's output Y: `Y_A`. The output of a layer without parameters has the label as its name, `P`, and
  /// so has the output of a layer whose label is Y.
  public func output(_ layer: Int) -> String {
    header.isTunable(layer) && labels[layer] != "Y" ? "Y_\(labels[layer])" : labels[layer]
  }

  /// The name of a layer's input, which is the output of the layer below: `X` at the first layer, else `Y_A` or `P`.
  public func input(_ layer: Int) -> String { layer == 0 ? "X" : output(layer - 1) }

  /// The name of a layer's delta, ∂loss/∂S: `δ_A`.
  public func delta(_ layer: Int) -> String { "δ_\(labels[layer])" }

  /// The title and formula of an event.
  ///
  /// - Parameter event: of a trace with this header.
  /// - Returns: for an event that lacks the layer it needs, the name of its kind and no formula.
  public func annotation(of event: TraceEvent) -> Annotation {
    let layer = header.index(of: event.layer)
    switch (event.kind, layer) {
    case (.input, _):
      return Annotation(title: "the input X enters", formula: "X  \(header.inputShape)")
    case (.weightedSum, let layer?): return weightedSum(layer)
    case (.activation, let layer?): return activation(layer)
    case (.loss, _): return Annotation(title: "the loss", formula: lossFormula)
    case (.initialError, _):
      return Annotation(title: "the initial error E = ∂loss/∂Y", formula: errorFormula)
    case (.delta, let layer?): return delta(of: layer)
    case (.gradient, let layer?): return gradient(layer)
    case (.skipped, _): return skipped(event)
    case (.correction, let layer?), (.parameters, let layer?):
      return Annotation(
        title: event.phase == .setup
          ? "the parameters of \(labels[layer])" : "correction of \(labels[layer])",
        formula: correctionFormula)
    default: return Annotation(title: event.kind.rawValue, formula: "")
    }
  }

  // MARK: - Layers

  /// How the index of a flattened input follows from row j, column k and channel p of the picture, row by row:
  /// `6j + 2k + p` for a width of 3 and 2 channels; `j` where the input is a vector already.
  func listIndex(_ layer: Int) -> String {
    let shape = header.input(of: layer)
    guard shape.rank == 3 else { return "j" }
    return "\(shape[1] * shape[2])j + \(shape[2])k + p"
  }

  /// S = Σ weight × input + bias, or what the kind of layer computes in place of it.
  private func weightedSum(_ layer: Int) -> Annotation {
    header.explanation(of: layer).sumRule(self, layer: layer)
  }

  /// Y = f(S); without an activation function Y is S, and so is its rule.
  private func activation(_ layer: Int) -> Annotation {
    let index = header.output(of: layer).rank == 3 ? "[j,k,q]" : "[c]"
    return header.layers[layer].activation.explanation
      .rule(s: sum(layer), y: output(layer), index: index) ?? weightedSum(layer)
  }

  // MARK: - Loss

  /// The loss of one sample.
  private var lossFormula: String {
    let y = output(header.layers.count - 1)
    let body =
      switch header.loss {
      case .categoricalCrossentropy: "- Σ target[c] × ln \(y)[c]"
      case .halfSquaredError: "½ Σ (\(y)[c] - target[c])²"
      case .meanSquaredError: "mean of (\(y)[c] - target[c])²"
      case .meanAbsoluteError: "mean of |\(y)[c] - target[c]|"
      case .meanBiasError: "mean of \(y)[c] - target[c]"
      }
    return "loss = \(body)"
  }

  /// E = ∂loss/∂Y, the derivative of `lossFormula` with respect to one output. For the gradients of the mean
  /// loss of a batch of n samples, E has the factor 1/n besides.
  private var errorFormula: String {
    let last = header.layers.count - 1
    let (y, count) = (output(last), header.output(of: last).count)
    let slope =
      switch header.loss {
      case .categoricalCrossentropy: "- target[c] / \(y)[c]"
      case .halfSquaredError: "\(y)[c] - target[c]"
      case .meanSquaredError: "2 (\(y)[c] - target[c]) / \(count)"
      case .meanAbsoluteError: "sign(\(y)[c] - target[c]) / \(count)"
      case .meanBiasError: "1 / \(count)"
      }
    return "E[c] = ∂loss/∂\(y)[c] = \(slope)"
  }

  // MARK: - Backward

  /// Rule 1: a delta is what comes back from the layer above, times the derivative of the activation function. At the last
  /// layer E comes back.
  private func delta(of layer: Int) -> Annotation {
    let name = delta(layer)
    let activation = header.layers[layer].activation
    let (gateName, factor) = (
      activation.explanation.gateName, activation.explanation.gateFactor(s: sum(layer))
    )
    let index = header.output(of: layer).rank == 3 ? "[j,k,p]" : "[c]"
    guard layer + 1 < header.layers.count else {
      let y = output(layer)
      return Annotation(
        title: "Rule 1: \(name) from E\(gateName)",
        formula: activation == .softmax
          ? "\(name)[c] = Σ E[m] × \(y)[m] × ((1 if m = c, else 0) - \(y)[c])"
          : "\(name)[c] = \(factor)E[c]")
    }
    let rule = header.explanation(of: layer + 1).sentBackRule(self, layer: layer + 1)
    return Annotation(
      title: "Rule 1: \(name) from \(rule.from)\(rule.source)\(gateName)",
      formula: "\(name)\(index) = \(factor)\(rule.body)")
  }

  /// Rule 2: the gradient of a layer's weights.
  private func gradient(_ layer: Int) -> Annotation {
    header.explanation(of: layer).gradientRule(self, layer: layer)
      ?? Annotation(title: TraceKind.gradient.rawValue, formula: "")
  }

  /// Why a delta, gradient or correction is not computed.
  private func skipped(_ event: TraceEvent) -> Annotation {
    let what =
      event.phase == .update ? "no correction" : "Rule \(event.rule ?? 2): not computed"
    let reason =
      event.reason == TraceEvent.firstLayer
      ? "\(label(of: event.layer)) is the first layer: nothing below needs a delta"
      : "\(label(of: event.layer)) has no tunable parameters"
    return Annotation(title: what, formula: "\(what), because \(reason).")
  }

  /// The update step of the optimizer. g is the gradient ∂W, t the count of update steps; m̂ = m / (1-β₁ᵗ) and
  /// v̂ = v / (1-β₂ᵗ).
  private var correctionFormula: String {
    let (m, v) = ("m ← β₁m + (1-β₁)g", "v ← β₂v + (1-β₂)g²")
    return switch header.optimizer.name {
    case .sgd: "W ← W - η × ∂W"
    case .momentum: "v ← γv + η × ∂W;  W ← W - v"
    case .ema: "m ← βm + (1-β) × ∂W;  W ← W - η × m"
    case .nesterov: "v ← γv + η × ∂W;  W ← W - (γv + η × ∂W)"
    case .adagrad: "s ← s + g²;  W ← W - η × g / (√s + ε)"
    case .rmsprop: "s ← βs + (1-β)g²;  W ← W - η × g / (√s + ε)"
    case .adam: "\(m);  \(v);  W ← W - η × m̂ / (√v̂ + ε)"
    case .nadam: "\(m);  \(v);  W ← W - η × (β₁m̂ + (1-β₁)g/(1-β₁ᵗ)) / (√v̂ + ε)"
    case .adamax: "\(m);  u ← max(β₂u, |g|);  W ← W - η/(1-β₁ᵗ) × m / (u + ε)"
    case .amsgrad: "\(m);  \(v);  v̂ ← max(v̂, v/(1-β₂ᵗ));  W ← W - η × m̂ / (√v̂ + ε)"
    }
  }
}
