import Engine
import Tracer

/// Cells that are given, and stops at which nothing is computed.
extension RuleSubject {
  /// A number that no rule made: the input, the target, a mask, a first weight.
  func given() -> RuleText {
    var text = plainText(short: "given")
    text.numbers = []
    let what: String =
      switch (event.kind, cell.tensor) {
      case (.input, _): "the input is given: no rule made this number"
      case (.loss, _): "the target is given: it says what the output should be"
      case (.weightedSum, "mask"): "drawn at random for this update"
      case (.parameters, _): "the parameters before the first update are given"
      default: "taken over as recorded"
      }
    text.bodies = [[Line(what)], []]
    return text
  }
}

/// Why a rule is not computed.
struct SkippedRule {
  let trace: Trace
  let annotator: Annotator

  func text(for stop: Stop) -> RuleText {
    let events = trace.events.indices.filter { stop.events.contains($0) }.map {
      trace.events[$0].event
    }
    let layers = events.compactMap { annotator.header.index(of: $0.layer) }
    var text = RuleText()
    let label = layers.first.map { annotator.labels[$0] } ?? "this layer"
    text.name = label
    switch stop.part {
    case .noDelta: noDelta(label, &text)
    case .noCorrection: noCorrection(layers, &text)
    default: noGradient(label, layers.first, &text)
    }
    return text
  }

  private func noGradient(_ label: String, _ layer: Int?, _ text: inout RuleText) {
    text.formula = "Rule 2: not computed, because \(label) has no tunable parameters."
    text.short = "Rule 2: not computed"
    let kind = layer.map { annotator.header.layers[$0] }
    let does: String =
      switch kind {
      case .maxPooling: "it only chooses"
      case .averagePooling: "it only averages"
      case .dropout: "it only silences"
      case .flatten: "it only lays numbers out anew"
      default: "it has no weights"
      }
    let start = "Rule 2 asks: how does the loss change with my own weights?"
    text.results = [
      Line("\(start) \(label) has none."), Line("\(label) has no weights: \(does)."),
      Line("not computed", .accent),
    ]
    text.notes = [Line("\(label.prefix(1).uppercased() + label.dropFirst()): \(does).")]
    if let layer, let kind {
      let size = annotator.header.output(of: layer)
      switch kind {
      case .maxPooling:
        text.notes += [
          Line(),
          Line(
            "\(label) still matters for Rule 1: its \(size.count) addresses steer the next step."),
        ]
      case .dropout:
        text.notes += [
          Line(), Line("\(label) still matters for Rule 1: its mask decides which deltas pass."),
        ]
      default: break
      }
    }
    text.value = "not computed"
  }

  private func noDelta(_ label: String, _ text: inout RuleText) {
    text.formula =
      "Rule 1: not computed, because \(label) is the first layer: nothing below needs a delta."
    text.short = "Rule 1: not computed"
    text.results = [
      Line("Below \(label) lies only the input X, and X is not ours to change."),
      Line("not computed", .accent),
    ]
    text.value = "not computed"
  }

  private func noCorrection(_ layers: [Int], _ text: inout RuleText) {
    let labels = layers.map { annotator.labels[$0] }.joined(separator: ", ")
    let verb = layers.count == 1 ? "has" : "have"
    text.formula = "\(labels) \(verb) no parameters: there is nothing to correct."
    text.short = "no parameters"
    text.results = [
      Line("No correction: \(labels) \(verb) no parameters."), Line("nothing to correct", .accent),
    ]
    text.name = labels
    text.value = "nothing to correct"
  }
}
