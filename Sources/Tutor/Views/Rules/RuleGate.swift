import Engine
import TerminalKit
import Tracer

/// The derivative of the activation, which every delta has to pass.
extension RuleSubject {
  /// `gate: S_A[3,2,0] = .9 > 0`, or the slope of sigmoid and tanh; nil without an activation.
  var gateText: String? {
    guard let gate = derivation.gate, let layer else { return nil }
    let read = gate.cell.flatMap { provenance.value(at: $0) }.map { Figure($0) }
    let reading = GateReading(
      slope: gate.value, name: gate.cell.map(names.name) ?? gate.symbol, read: read)
    return header.layers[layer].activation.presentation.gate(reading)
  }

  /// The same as a line, where there is one.
  var gateLines: [Line] { gateText.map { [Line($0)] } ?? [] }

  /// The short rule with the gate before it: `f' × Σ W×δ_B`.
  func gated(_ rule: String) -> String {
    derivation.gate.map { "\($0.symbol) × \(rule)" } ?? rule
  }

  /// `δ_A[3,2,0] = 1 × (-.123 - .321) ≈ -.444`, and what narrow panes take of it.
  func gatedResult(_ parts: [Figure], _ text: inout RuleText) {
    let gate = derivation.gate.map { Figure($0.value) }
    let scale = gate.flatMap { Double($0.text) } ?? 1
    let total = printed(parts.map(\.value), scale: scale)
    text.relation =
      gate?.value == 0 && derivation.value == 0
      ? "=" : (total.terms + [gate, total.total].compactMap { $0 }).relation
    let steps = [total, total.narrow].map { sum in
      let inner = parts.count > 1 || sum.text.hasPrefix("-") ? "(\(sum.text))" : sum.text
      return (sum: sum, text: gate.map { "\($0.text) × \(inner)" } ?? sum.text)
    }
    text.numbers = steps.map { .init($0.sum, $0.text) }
    if parts.count > 1 || gate != nil {
      let equations = steps.map { equation($0.text, $0.sum, relation: text.relation) }
      text.results.insert(contentsOf: equations, at: 0)
    } else {
      text.results = [equation([], relation: [value].relation)]
      text.relation = [value].relation
    }
  }

  /// A product of factors behind the gate.
  func gatedProduct(_ factors: [String], _ figures: [Figure], _ text: inout RuleText) {
    let gate = derivation.gate.map { Figure($0.value) }
    text.relation = relation(product: figures + [gate].compactMap { $0 })
    let steps = ([gate?.text].compactMap { $0 } + factors).joined(separator: " × ")
    text.numbers = [.init(steps)]
    text.results.insert(equation([steps], relation: text.relation), at: 0)
  }

  /// `16 of 72 cells of B carry a delta: 8 in map 0, 8 in map 1.`
  func tally() -> Line {
    guard let layer, let tensor = provenance.trace.events[cell.event].tensor(cell.tensor) else {
      return Line()
    }
    let maps = tensor.shape.rank == 4 ? tensor.shape[3] : 1
    var counts = [Int](repeating: 0, count: max(maps, 1))
    for (offset, value) in tensor.elements.enumerated() where value != 0 {
      counts[offset % counts.count] += 1
    }
    let total = counts.reduce(0, +)
    let each = counts.enumerated().map { "\($1) in map \($0)" }.joined(separator: ", ")
    let detail = counts.count > 1 && counts.count <= 4 ? ": \(each)" : ""
    return Line(
      "\(total) of \(tensor.count) cells of \(annotator.labels[layer]) carry a delta\(detail).")
  }
}
