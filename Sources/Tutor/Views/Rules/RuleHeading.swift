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
    header.presentation(of: layer).sumHeading(input: header.input(of: layer))
  }

  private func activation(_ layer: Int) -> String {
    header.layers[layer].activation.presentation.heading(inputs: header.input(of: layer).count)
  }

  private func delta(_ layer: Int) -> String {
    let activation = header.layers[layer].activation.presentation
    var above = layer + 1
    var relay = ""
    while above < header.layers.count, header.onlyRelays(above) {
      relay = " and through \(names.annotator.labels[above])"
      above += 1
    }
    guard above < header.layers.count else {
      return activation.errorHeading(delta: names.annotator.delta(layer))
    }
    return header.presentation(of: above).sentBackHeading(
      label: names.annotator.labels[above], way: relay + activation.gateHeading)
  }

  /// What a delta is made of, in a few words.
  private func shortDelta(_ layer: Int) -> String {
    let above = layer + 1
    guard header.layers.indices.contains(above) else { return "from E" }
    return header.presentation(of: above).shortSentBackHeading(
      label: names.annotator.labels[above])
  }

  private func gradient(_ layer: Int) -> String { header.presentation(of: layer).gradientHeading }

  private var correction: String {
    header.optimizer.name == .sgd
      ? "new = old - learning rate × gradient"
      : "new = old - learning rate × step of \(header.optimizer.name)"
  }
}
