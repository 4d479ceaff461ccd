import Engine
import TerminalKit
import Tracer

/// Rule 2: what the gradients of all kinds of layers have in common, and that of a bias.
extension RuleSubject {
  /// `the weight is -.1; its gradient is negative, so it will rise`.
  func consequence() -> Line? {
    guard let layer,
      let event = provenance.trace.parametersBefore(update: update, layer: header.names[layer]),
      let weight = figure(at: CellAddress(event: event, tensor: cell.tensor, index: cell.index)),
      derivation.value.isFinite
    else { return nil }
    let isPlain = header.isPlainDescent
    let start =
      "the \(cell.tensor == .bias ? "bias" : "weight") is \(weight.text); its gradient is "
    switch derivation.value {
    case 0: return Line(start + "0" + (isPlain ? ", so it will stay" : ""))
    case ..<0:
      return Line(
        start + "negative" + (isPlain ? ", so it will rise" : ": more of it would lower the loss"))
    default:
      return Line(
        start + "positive" + (isPlain ? ", so it will fall" : ": more of it would raise the loss")
      )
    }
  }

  /// ∂b[q] = Σ of all deltas of the map, or of the unit over the samples.
  func biasGradient() -> RuleText {
    let delta = layer.map(annotator.delta) ?? "δ"
    var text = plainText(short: terms.count > 1 ? "Σ \(delta)" : delta)
    let active = terms.filter { $0.product != 0 }
    let entries = active.map { term in
      Line(
        (term.factors.first?.cell.map { coordinates(of: $0, dropping: $0.index.count == 4 ? 1 : 0) }
          ?? "") + " ")
        + product(term, strongest: strongest(active))
    }
    let count = "\(active.count) of \(terms.count) places carry a delta"
    text.bodies = [flow(entries, rows: max(room.rows - 1, 1)) ?? [Line(count)], [Line(count)]]
    sumResult(active, &text)
    text.notes = [consequence()].compactMap { $0 }
    return text
  }

  /// `∂W_B[…] = .101 - .035 + .321 ≈ .248`, or how many products there are.
  func sumResult(_ terms: [Term], _ text: inout RuleText) {
    let total = printed(terms.filter { $0.product != 0 }.map(\.product))
    text.relation = total.relation
    let parts = total.terms.count
    guard parts > 1 else { return }
    let count = "sum of \(parts) \(cell.tensor == .bias ? "deltas" : "products")"
    text.numbers = [.init(total), .init(total.narrow), .init(count)]
    text.results =
      [
        equation(total.text, total), equation(total.narrow.text, total.narrow),
        equation([count], relation: text.relation),
      ] + text.results
  }
}
