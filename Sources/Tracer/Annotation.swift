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

  // MARK: - Forward

  private func weightedSum(_ layer: Int) -> Annotation {
    let (s, x) = (sum(layer), input(layer))
    let single = layer < header.shapes.count && header.input(of: layer).dimensions.last == 1
    switch header.layers[layer] {
    case .convolution:
      return Annotation(
        title: "weighted sum at \(labels[layer]): one window, one kernel, one bias",
        formula: single
          ? "\(s)[j,k,q] = b[q] + Σ W[a,b,q] × \(x)[j+a, k+b]"
          : "\(s)[j,k,q] = b[q] + Σ W[a,b,p,q] × \(x)[j+a, k+b, p]")
    case .dense:
      return Annotation(
        title: "weighted sum at \(labels[layer]): all inputs, one row of weights, one bias",
        formula: "\(s)[c] = b[c] + Σ W_\(labels[layer])[c,i] × \(x)[i]")
    case .maxPooling(let size):
      return Annotation(
        title: "the largest of \(size * size), and its address",
        formula:
          "\(labels[layer])[j,k,p] = max of \(x)[\(size)j+a, \(size)k+b, p], a, b in 0…\(size - 1)")
    case .averagePooling(let size):
      return Annotation(
        title: "the mean of \(size * size)",
        formula:
          "\(labels[layer])[j,k,p] = 1/\(size * size) Σ \(x)[\(size)j+a, \(size)k+b, p], a, b in 0…\(size - 1)"
      )
    case .dropout(let rate):
      return Annotation(
        title: "dropout: some numbers are silenced at random",
        formula:
          "\(labels[layer]) = m × \(x),  m = 0 with probability \(rate), else 1/(1 - \(rate))")
    case .flatten:
      return Annotation(
        title: "the same numbers as one list",
        formula: "\(labels[layer])[i] = \(x)[j,k,p],  i = \(flatIndex(layer))")
    }
  }

  /// How a flattened index counts: `6j + 2k + p`.
  private func flatIndex(_ layer: Int) -> String {
    let shape = header.input(of: layer)
    guard shape.rank == 3 else { return "j" }
    return "\(shape[1] * shape[2])j + \(shape[2])k + p"
  }

  private func activation(_ layer: Int) -> Annotation {
    let (s, y) = (sum(layer), output(layer))
    let index = header.output(of: layer).rank == 3 ? "[j,k,q]" : "[c]"
    switch header.layers[layer].activation {
    case .identity: return weightedSum(layer)
    case .relu:
      return Annotation(
        title: "ReLU: what is not positive turns off",
        formula: "\(y)\(index) = max(\(s)\(index), 0)")
    case .sigmoid:
      return Annotation(
        title: "sigmoid: into 0 to 1", formula: "\(y)\(index) = 1 / (1 + e^-\(s)\(index))")
    case .tanh:
      return Annotation(title: "tanh: into -1 to 1", formula: "\(y)\(index) = tanh \(s)\(index)")
    case .softmax:
      return Annotation(
        title: "softmax: scores become shares of 1", formula: "\(y)[c] = e^\(s)[c] / Σ e^\(s)[m]")
    }
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

  private func gate(_ layer: Int) -> (name: String, factor: String) {
    switch header.layers[layer].activation {
    case .identity: ("", "")
    case .relu: (" and ReLU'", "ReLU'(\(sum(layer))) × ")
    case .sigmoid: (" and sigmoid'", "Y(1-Y) × ")
    case .tanh: (" and tanh'", "(1-Y²) × ")
    case .softmax: (" and the softmax derivative", "softmax' × ")
    }
  }

  private func delta(of layer: Int) -> Annotation {
    let name = delta(layer)
    let (gateName, gateFactor) = gate(layer)
    let index = header.output(of: layer).rank == 3 ? "[j,k,p]" : "[c]"
    guard layer + 1 < header.layers.count else {
      let isSoftmax = header.layers[layer].activation == .softmax
      let y = output(layer)
      return Annotation(
        title: "Rule 1: \(name) from E\(gateName)",
        formula: isSoftmax
          ? "\(name)[c] = Σ E[m] × \(y)[m] × ((1 if m = c, else 0) - \(y)[c])"
          : "\(name)[c] = \(gateFactor)E[c]")
    }
    let (above, from) = (layer + 1, delta(layer + 1))
    func rule(_ source: String, _ body: String) -> Annotation {
      Annotation(
        title: "Rule 1: \(name) from \(from)\(source)\(gateName)",
        formula: "\(name)\(index) = \(gateFactor)\(body)")
    }
    switch header.layers[above] {
    case .convolution:
      return rule(
        ", the turned kernels of \(labels[above])",
        "Σ W_\(labels[above])[a,b,p,q] × \(from)[j-a, k-b, q]")
    case .dense:
      let isFolded = header.output(of: layer).rank == 3
      return rule(
        ", the weights of \(labels[above])",
        "Σ \(from)[c] × W_\(labels[above])[c,i]\(isFolded ? ",  i = \(flatIndex(above))" : "")")
    case .maxPooling:
      return rule(
        ", argmax of \(labels[above])",
        "(\(from) of the window if (j,k) won it, else 0)")
    case .averagePooling(let size):
      return rule("", "1/\(size * size) × \(from)[j/\(size), k/\(size), p]")
    case .flatten: return relayed(layer, gateName, gateFactor)
    case .dropout: return rule(" and the mask", "m × \(from)")
    }
  }

  /// Back through R: the rule of the layer above R, with the list laid out again.
  private func relayed(_ layer: Int, _ gateName: String, _ gateFactor: String) -> Annotation {
    let (flat, above) = (layer + 1, layer + 2)
    let i = "i = \(flatIndex(flat))"
    guard above < header.layers.count, case .dense = header.layers[above] else {
      return Annotation(
        title: "Rule 1: \(delta(layer)) from \(delta(flat))\(gateName)",
        formula: "\(delta(layer))[j,k,p] = \(gateFactor)\(delta(flat))[i],  \(i)")
    }
    return Annotation(
      title:
        "Rule 1: \(delta(layer)) from \(delta(above)), the weights of \(labels[above])\(gateName)",
      formula:
        "\(delta(layer))[j,k,p] = \(gateFactor)Σ \(delta(above))[c] × W_\(labels[above])[c,i],  \(i)"
    )
  }

  private func gradient(_ layer: Int) -> Annotation {
    let (label, d, x) = (labels[layer], delta(layer), input(layer))
    guard case .convolution = header.layers[layer] else {
      return Annotation(
        title: "Rule 2: ∂W_\(label) from \(d) and \(x)",
        formula: "∂W_\(label)[c,i] = \(d)[c] × \(x)[i]    ∂b_\(label)[c] = \(d)[c]")
    }
    let single = header.input(of: layer).dimensions.last == 1
    return Annotation(
      title: "Rule 2: ∂W_\(label) from \(d) and \(x)",
      formula: single
        ? "∂W_\(label)[a,b,q] = Σ \(d)[j,k,q] × \(x)[j+a, k+b]"
        : "∂W_\(label)[a,b,p,q] = Σ \(d)[j,k,q] × \(x)[j+a, k+b, p]")
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
