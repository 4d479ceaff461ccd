import Engine
import TerminalKit
import Tracer

/// The loss, the initial error E = ∂loss/∂Y, and what softmax makes of it.
extension RuleSubject {
  private var last: Int { header.layers.count - 1 }

  // MARK: - Loss

  /// The mean over the samples of what each output adds.
  func loss(_ loss: Loss) -> RuleText {
    var text = plainText(short: "distance of \(annotator.output(last)) to target")
    let summands = terms.map { summand($0, loss) }
    let samples = provenance.trace.events[cell.event].tensor(.target)?.shape.dimensions.first ?? 1
    text.value = Numbers.loss(Double(derivation.value), decimals: 4)
    text.relation = "≈"
    let shown = Figure(derivation.value, decimals: 4)
    text.results = [equation([], relation: [shown].relation, decimals: 4)]
    if summands.count == 1, let only = summands.first {
      text.results.insert(equation([only.steps], relation: "≈", decimals: 4), at: 0)
      text.numbers = [.init(only.steps)]
    } else {
      let entries = summands.map {
        Line("\($0.who): \($0.steps) \([$0.value].relation) \($0.value.text)")
      }
      let values = summands.map(\.value.value)
      let parts = printed(values, scale: 1 / Double(samples), decimals: 4)
      let steps = samples > 1 ? "(\(parts.text)) / \(samples)" : parts.text
      let total = Figure(values.reduce(0, +), decimals: 4)
      let brief = samples > 1 ? "\(total.text) / \(samples)" : "sum of \(values.count) numbers"
      text.numbers = [.init(parts, steps), .init(brief)]
      text.results =
        [
          equation(steps, parts, relation: "≈"), equation([brief], relation: "≈", decimals: 4),
        ] + text.results
      text.bodies = [flow(entries, rows: room.rows) ?? []]
    }
    text.notes = lossNotes(loss, samples: samples)
    return text
  }

  private struct Summand {
    let who: String
    let steps: String
    let value: Figure
  }

  /// One output's part, without the mean over the samples: `- ln .2776`, `½ (.6 - 1)²`.
  private func summand(_ term: Term, _ loss: Loss) -> Summand {
    let output = term.factors.last?.cell
    let y = output.flatMap { provenance.value(at: $0) }.map { Figure($0, decimals: 4) }
    let target = output.flatMap { targetCell(for: $0) }.flatMap { provenance.value(at: $0) } ?? 0
    let t = Figure(target)
    let difference = "\(y?.text ?? "?") - \(t.inBrackets)"
    let count = header.output(of: last).count
    let mean = count > 1 ? " / \(count)" : ""
    let steps: String =
      switch loss {
      case .categoricalCrossentropy:
        (t.value == 1 ? "- " : "- \(t.text) × ") + "ln \(y?.text ?? "?")"
      case .halfSquaredError: "½ (\(difference))²"
      case .meanSquaredError: "(\(difference))²\(mean)"
      case .meanAbsoluteError: "|\(difference)|\(mean)"
      case .meanBiasError: "(\(difference))\(mean)"
      }
    let value = term.factors.dropFirst().reduce(1) { $0 * $1.value }
    return Summand(
      who: output.map(names.name) ?? "", steps: steps, value: Figure(value, decimals: 4))
  }

  private func targetCell(for output: CellAddress) -> CellAddress? {
    provenance.trace.position(.loss, layer: nil, update: update)
      .map { CellAddress(event: $0, tensor: .target, index: output.index) }
  }

  private func lossNotes(_ loss: Loss, samples: Int) -> [Line] {
    var notes: [Line] = []
    if samples > 1 { notes.append(Line("the mean over the \(samples) samples of the batch")) }
    guard loss == .categoricalCrossentropy else { return notes }
    if samples == 1, terms.count == 1, let y = terms[0].factors.last?.cell {
      notes.append(
        Line("only c = \(names.unit(y.index.last ?? 0, layer: last)) has a target that is not 0"))
    }
    return notes + [Line("The loss is 0 when the right class gets the whole share of 1.")]
  }

  // MARK: - Initial error

  /// E[c] = ∂loss/∂Y[c].
  func initialError(_ loss: Loss) -> RuleText {
    var text = plainText(short: "∂loss/∂\(annotator.output(last))")
    var output = cell
    output.tensor = .output
    output.event = provenance.trace.position(.activation, layer: event.layer, update: update) ?? -1
    let y = figure(at: output, decimals: 4)
    let t = targetCell(for: cell).flatMap { figure(at: $0) }
    let samples = header.batchReduction == .mean ? names.samples(of: cell) : 1
    if let y, let t {
      let count = header.output(of: last).count
      let error = errorSteps(loss, y, t, count)
      let isDifference = samples > 1 && loss == .halfSquaredError
      let steps =
        (isDifference ? "(\(error))" : error) + (samples > 1 ? " / \(samples)" : "")
      let isNothing = t.value == 0 && loss == .categoricalCrossentropy
      text.relation = isNothing ? "=" : [y, t, value].relation
      text.numbers = [.init(steps)]
      text.results.insert(equation([steps], relation: text.relation), at: 0)
    }
    if let lossLine = lossLine(loss) { text.bodies = [lossLine, []] }
    text.notes = [foretold(t)].compactMap { $0 }
    return text
  }

  private func errorSteps(_ loss: Loss, _ y: Figure, _ t: Figure, _ count: Int) -> String {
    let difference = "\(y.text) - \(t.inBrackets)"
    let mean = count > 1 ? " / \(count)" : ""
    return switch loss {
    case .categoricalCrossentropy: "\(t.value == 0 ? "0" : "-" + t.text) / \(y.text)"
    case .halfSquaredError: difference
    case .meanSquaredError: "2 (\(difference))\(mean)"
    case .meanAbsoluteError: "sign(\(difference))\(mean)"
    case .meanBiasError: "1\(mean)"
    }
  }

  /// The loss again, as a reminder, and which outputs have a part in it.
  private func lossLine(_ loss: Loss) -> [Line]? {
    guard let event = provenance.trace.position(.loss, layer: nil, update: update),
      let subject = RuleSubject(
        CellAddress(event: event, tensor: .loss, index: [0]), in: provenance,
        names: names, options: options, room: room)
    else { return nil }
    let text = subject.text()
    let only = text.notes.first.map { "          \($0.text)" } ?? ""
    let formula = Line(text.formula + (loss == .categoricalCrossentropy ? only : ""))
    return [formula.width <= room.columns ? formula : Line(text.formula)]
      + text.results.prefix(1) + [Line()]
  }

  /// `If the share of 7 rose by .01, the loss would fall by about .036.`
  private func foretold(_ target: Figure?) -> Line? {
    let e = Double(derivation.value)
    guard e.isFinite else { return nil }
    let who = names.unit(cell.index.last ?? 0, layer: last)
    let subject = header.layers[last].activation.presentation.outputWords(who)
    guard e != 0 else {
      return Line("\(name) = 0: the loss does not look at \(subject).")
    }
    let change = Figure(abs(e) * 0.01)
    return Line(
      "If \(subject) rose by .01, the loss would \(e < 0 ? "fall" : "rise") by about \(change.text)."
    )
  }
}
