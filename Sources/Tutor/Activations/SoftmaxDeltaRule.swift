import Engine
import TerminalKit
import Tracer

/// Rule 1 through softmax, where every output hangs together with every other.
extension RuleSubject {
  /// δ[c] = Σ_m E[m] × Y[m] × ((1 if m = c, else 0) - Y[c]).
  func softmaxDelta() -> RuleText {
    var text = plainText(short: "softmax' × E")
    let active = terms.filter { $0.factors[0].value != 0 }
    let short = inShort()
    text.relation = "≈"
    if active.count == 1, let term = active.first, term.factors.count == 3 {
      only(term, &text)
    } else {
      let entries = active.map { term in
        Line(term.factors.map { Figure($0.value).inBrackets }.joined(separator: " × "))
          + Line(" ≈ \(Figure(term.product).text)")
      }
      let parts = printed(active.map(\.product))
      text.bodies = [
        flow(entries, rows: room.rows) ?? [], largest(active, rows: room.rows) { "m=\(who($0))" },
      ].filter { !$0.isEmpty }
      text.numbers = active.isEmpty ? [] : [.init(parts)]
      if active.count > 1 {
        text.results.insert(equation(parts.text, parts, relation: text.relation), at: 0)
      }
    }
    text.notes = short.map { [Line(), $0] } ?? []
    return text
  }

  private func who(_ term: Term) -> String {
    term.factors.first?.cell.map { names.unit($0.index.last ?? 0, layer: layer) } ?? ""
  }

  /// One class alone has an error, as with a one-hot target and cross-entropy.
  private func only(_ term: Term, _ text: inout RuleText) {
    let (e, y) = (Figure(term.factors[0].value), Figure(term.factors[1].value))
    guard let chosen = cell.index.last,
      let own = term.factors[2].cell.flatMap({ figure(at: $0) })
    else { return }
    let m = who(term)
    let isOwn = term.factors[0].cell?.index.last == chosen
    let bracket = "(\(isOwn ? 1 : 0) - \(own.text))"
    var body = [Line("only m = \(m) counts:  \(name) = \(e.inBrackets) × \(y.text) × \(bracket)")]
    let front = Figure(e.value * y.value)
    let whole =
      "\(e.text) × \(y.text) = \(front.text) exactly, since E[\(m)] = \(front.text) / Y[\(m)]"
    // E = -t/Y makes a whole number of the first two factors.
    let isWhole = header.loss == .categoricalCrossentropy && front.isExact
    body.append(Line(isWhole ? whole : "\(e.text) × \(y.text) ≈ \(front.text)"))
    text.bodies = [body, [body[0]]]
    let steps = "\(front.text) × \(bracket)"
    text.numbers = [.init(steps)]
    text.results.insert(equation([steps], relation: text.relation), at: 0)
  }

  /// `in short δ_Y = Y - target:  T .475 - 0   L .247 - 0   7 .278 - 1 ≈ -.722`, where it holds.
  private func inShort() -> Line? {
    guard let layer, layer == header.layers.count - 1, header.loss == .categoricalCrossentropy,
      let loss = provenance.trace.position(.loss, layer: nil, update: update),
      let activation = provenance.trace.position(.activation, layer: event.layer, update: update)
    else { return nil }
    let count = header.output(of: layer).count
    let samples = header.batchReduction == .mean ? names.samples(of: cell) : 1
    var parts: [String] = []
    for c in 0..<count {
      let index = cell.index.dropLast() + [c]
      guard
        let y = figure(at: CellAddress(event: activation, tensor: .output, index: Array(index))),
        let t = figure(at: CellAddress(event: loss, tensor: .target, index: Array(index))),
        let d = figure(
          at: CellAddress(event: cell.event, tensor: cell.tensor, index: Array(index))),
        abs((y.value - t.value) / Double(max(samples, 1)) - d.value) < 1e-4
      else { return nil }
      let end = c == count - 1 && samples == 1 ? " ≈ \(d.text)" : ""
      let who = names.unit(c, layer: layer) + (names.classes.isEmpty ? ":" : "")
      parts.append("\(who) \(y.text) - \(t.text)\(end)")
    }
    let difference = "\(annotator.output(layer)) - target"
    let mean = samples > 1 ? "(\(difference)) / \(samples)" : difference
    let head = "in short \(annotator.delta(layer)) = \(mean)"
    let line = Line("\(head):  \(parts.joined(separator: "   "))")
    return line.width <= room.columns ? line : Line(head)
  }
}
