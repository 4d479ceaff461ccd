import Engine

/// What an event is, in words and in symbols.
public struct Annotation: Equatable, Sendable {
  /// `Rule 1: δ_B from δ_P, argmax of P and ReLU'`.
  public var title: String
  /// `δ_B[j,k,q] = ReLU'(S_B) × (δ_P of the window if (j,k) won it, else 0)`.
  public var formula: String
}

/// Explains events with the letters of a lesson, or with the layers' own names.
public struct Annotator: Sendable {
  public let header: TraceHeader
  /// One a layer: `A`, `B`, `P` or `c0`, `c1`, `m2`.
  public let labels: [String]

  public init(header: TraceHeader, labels: [String: String] = [:]) {
    self.header = header
    self.labels = header.names.map { labels[$0] ?? $0 }
  }

  public func label(of layer: String?) -> String {
    header.index(of: layer).map { labels[$0] } ?? ""
  }

  /// S of a layer: `S_A`.
  public func sum(_ layer: Int) -> String { "S_\(labels[layer])" }

  /// Y of a layer: `Y_A`; a layer without parameters goes by its label alone, `P`, and so does one called Y.
  public func output(_ layer: Int) -> String {
    header.isTunable(layer) && labels[layer] != "Y" ? "Y_\(labels[layer])" : labels[layer]
  }

  /// What a layer reads: `X`, `Y_A`, `P`.
  public func input(_ layer: Int) -> String { layer == 0 ? "X" : output(layer - 1) }

  public func delta(_ layer: Int) -> String { "δ_\(labels[layer])" }

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

  /// How the index of a flattened input counts: `6j + 2k + p`.
  func listIndex(_ layer: Int) -> String {
    let shape = header.input(of: layer)
    guard shape.rank == 3 else { return "j" }
    return "\(shape[1] * shape[2])j + \(shape[2])k + p"
  }

  private func weightedSum(_ layer: Int) -> Annotation {
    header.explanation(of: layer).sumRule(self, layer: layer)
  }

  private func activation(_ layer: Int) -> Annotation {
    let index = header.output(of: layer).rank == 3 ? "[j,k,q]" : "[c]"
    return header.layers[layer].activation.explanation
      .rule(s: sum(layer), y: output(layer), index: index) ?? weightedSum(layer)
  }

  // MARK: - Loss

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

  private func gradient(_ layer: Int) -> Annotation {
    header.explanation(of: layer).gradientRule(self, layer: layer)
      ?? Annotation(title: TraceKind.gradient.rawValue, formula: "")
  }

  private func skipped(_ event: TraceEvent) -> Annotation {
    let what =
      event.phase == .update ? "no correction" : "Rule \(event.rule ?? 2): not computed"
    let reason =
      event.reason == TraceEvent.firstLayer
      ? "\(label(of: event.layer)) is the first layer: nothing below needs a delta"
      : "\(label(of: event.layer)) has no tunable parameters"
    return Annotation(title: what, formula: "\(what), because \(reason).")
  }

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
