import Engine
import Tracer

/// The words of the divider above the rule.
extension RulePane {
  /// `rule   weighted sum: one window, one kernel, one bias`, `rule 2   not computed`.
  func heading(for stop: Stop) -> Heading {
    let layer = stop.layer.flatMap { header.layers.indices.contains($0) ? $0 : nil }
    return switch stop.part {
    case .input: Heading("rule", "the input is given")
    case .sum: Heading("rule", layer.map(sum) ?? "weighted sum")
    case .activation: Heading("rule", layer.map(activation) ?? "activation")
    case .loss: Heading("rule", "how far the output is from the target", "output against target")
    case .initialError: Heading("rule", "E = ∂loss/∂Y")
    case .delta: Heading("rule 1", layer.map(delta) ?? "", layer.map(shortDelta) ?? "")
    case .noDelta: Heading("rule 1", "not computed")
    case .noGradient: Heading("rule 2", "not computed")
    case .gradient: Heading("rule 2", layer.map(gradient) ?? "", "∂W = Σ δ × input")
    case .correction: Heading("rule", correction, "new = old + step")
    case .noCorrection: Heading("rule", "nothing to correct")
    }
  }

  private var header: TraceHeader { names.header }

  private func sum(_ layer: Int) -> String {
    switch header.layers[layer].kind {
    case is ConvolutionKind:
      switch header.input(of: layer)[2] {
      case 1: "weighted sum: one window, one kernel, one bias"
      case 2: "weighted sum: the same window in both maps"
      default: "weighted sum: the same window in all maps"
      }
    case is DenseKind: "weighted sum of \(header.input(of: layer).count)"
    case let pooling as MaxPoolingKind where pooling.size == 2:
      "the largest of four, and its address"
    case let pooling as MaxPoolingKind:
      "the largest of \(pooling.size * pooling.size), and its address"
    case let pooling as AveragePoolingKind: "the mean of \(pooling.size * pooling.size)"
    case is DropoutKind: "some numbers are silenced at random"
    case is FlattenKind: "the same numbers as one list"
    case let kind: type(of: kind).name
    }
  }

  private func activation(_ layer: Int) -> String {
    switch header.layers[layer].activation {
    case .identity: "no activation: Y = S"
    case .relu: "ReLU: what is not positive turns off"
    case .leakyReLU: "leaky ReLU: what is not positive shrinks to a hundredth"
    case .sigmoid: "sigmoid: into 0 to 1"
    case .tanh: "tanh: into -1 to 1"
    case .softmax: "weighted sum of \(header.input(of: layer).count), then softmax"
    case let other: other.title
    }
  }

  private func delta(_ layer: Int) -> String {
    let gate: String =
      switch header.layers[layer].activation {
      case .identity: ""
      case .relu: ", through the gate of ReLU"
      case .sigmoid: ", times the slope of sigmoid"
      case .tanh: ", times the slope of tanh"
      case .softmax: ", through softmax"
      case let other: ", times the slope of \(other.title)"
      }
    let name = names.annotator.delta(layer)
    var above = layer + 1
    var relay = ""
    while above < header.layers.count, header.layers[above] == .flatten {
      relay = " and through \(names.annotator.labels[above])"
      above += 1
    }
    guard above < header.layers.count else {
      return header.layers[layer].activation == .softmax
        ? "\(name) = softmax derivative × E" : "from E\(gate)"
    }
    switch header.layers[above].kind {
    case is ConvolutionKind: return "the window of deltas times the kernels turned by half a turn"
    case is DenseKind: return "back through the dense weights\(relay)\(gate)"
    case is MaxPoolingKind: return "to the winner\(relay)\(gate)"
    case is AveragePoolingKind: return "the same share to every cell\(relay)\(gate)"
    case is DropoutKind: return "back through the mask\(relay)\(gate)"
    case is FlattenKind: return "laid out again\(gate)"
    default: return "back through \(names.annotator.labels[above])\(relay)\(gate)"
    }
  }

  /// What a delta is made of, in a few words.
  private func shortDelta(_ layer: Int) -> String {
    let above = layer + 1
    guard header.layers.indices.contains(above) else { return "from E" }
    if header.layers[above].kind is ConvolutionKind { return "deltas times turned kernels" }
    return "from δ_\(names.annotator.labels[above])"
  }

  private func gradient(_ layer: Int) -> String {
    if header.layers[layer].kind is ConvolutionKind {
      return "one weight: sum over all places where it was used"
    }
    return "∂W = δ × input"
  }

  private var correction: String {
    header.optimizer.name == .sgd
      ? "new = old - learning rate × gradient"
      : "new = old - learning rate × step of \(header.optimizer.name)"
  }
}
