import Engine
import TerminalKit
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
      case (.weightedSum, .mask): "drawn at random for this update"
      case (.parameters, _): "the parameters before the first update are given"
      default: "taken over as recorded"
      }
    text.bodies = [[Line(what)], []]
    return text
  }
}

/// Why a rule is not computed: stops that have no number of their own.
struct SkippedRule {
  let trace: Trace
  let annotator: Annotator

  func text(for stop: Stop) -> RuleText {
    let layers = trace.events.indices.filter { stop.events.contains($0) }
      .compactMap { annotator.header.index(of: trace.events[$0].event.layer) }
    var text =
      switch stop.part {
      case .noDelta: noDelta(layers.first)
      case .noCorrection: noCorrection(layers)
      default: noGradient(stop.layer ?? layers.first)
      }
    text.formulaStyle = .accent
    text.bodies = [[Line()]]
    return text
  }

  private func label(_ layer: Int?) -> String {
    layer.flatMap { annotator.labels.indices.contains($0) ? annotator.labels[$0] : nil }
      ?? "the layer"
  }

  private func noGradient(_ layer: Int?) -> RuleText {
    let label = label(layer)
    var text = RuleText()
    text.formula = "Rule 2: not computed, because \(label) has no tunable parameters."
    text.short = "Rule 2: not computed"
    let question = "Rule 2 asks: how does the loss change with my own weights?"
    text.results = [Line("\(question) \(label) has none:"), Line("\(label) has no weights")]
    text.statements = [
      Line(text.short, .accent), Line("\(label) has no parameters"), Line("not 0, but no number"),
    ]
    guard let layer, annotator.header.layers.indices.contains(layer) else { return text }
    let above = layer + 1
    let isRelayed = above < annotator.header.layers.count && annotator.header.onlyRelays(above)
    let relayed =
      isRelayed ? " \(annotator.labels[above]) was passed over for the same reason." : ""
    let kind = annotator.header.presentation(of: layer)
    text.notes = [Line(kind.nature + relayed)]
    if let part = kind.partInRule1(output: annotator.header.output(of: layer)) {
      text.notes += [Line(), Line("\(label) still matters for Rule 1: its \(part)")]
    }
    return text
  }

  private func noDelta(_ layer: Int?) -> RuleText {
    let label = label(layer)
    var text = RuleText()
    text.formula = "Rule 1: not computed, because \(label) is the first layer."
    text.short = "Rule 1: not computed"
    text.results = [
      Line("Below \(label) lies only the input X, which is not ours to change:"),
      Line("no delta is computed for X"),
    ]
    text.statements = [
      Line(text.short, .accent), Line("\(label) is the first layer"), Line("not 0, but no number"),
    ]
    text.notes = [Line("no delta is computed for it.")]
    return text
  }

  private func noCorrection(_ layers: [Int]) -> RuleText {
    let labels = layers.map(label).joined(separator: ", ")
    let verb = layers.count == 1 ? "has" : "have"
    var text = RuleText()
    text.formula = "No correction, because \(labels) \(verb) no parameters."
    text.short = "no correction"
    text.results = [
      Line("Corrections change weights and biases; here there are none."),
      Line("nothing to correct"),
    ]
    text.statements = [
      Line("\(labels): no correction", .accent), Line("no correction", .accent),
    ]
    return text
  }
}
