import Engine
import TerminalKit
import Tracer

/// Rule 2: the gradient of one parameter, over all places and samples where it was used.
extension RuleSubject {
  /// ∂W[a,b,p,q] = Σ δ[j,k,q] × X[j+a-r, k+b-r, p], r = (size - 1) / 2.
  func kernelGradient() -> RuleText {
    let source = layer.map(annotator.input) ?? "X"
    let delta = layer.map(annotator.delta) ?? "δ"
    var text = plainText(short: "Σ \(delta)×\(source)")
    // A place without a delta teaches nothing and is left out.
    let active = terms.filter { $0.factors.first?.value != 0 }
    text.bodies = places(active)
    sumResult(active, &text)
    text.notes = [pairing(delta, source), biasNote()].compactMap { $0 }
    return text
  }

  /// All places with a delta in order, or the largest products.
  private func places(_ active: [Term]) -> [[Line]] {
    let strongest = strongest(active)
    let entries = active.map { term in
      let place = term.factors.first?.cell.map { coordinates(of: $0, dropping: 1) } ?? ""
      return Line(place + " ") + product(term, strongest: strongest)
    }
    guard !active.isEmpty else { return [[Line("no place carries a delta: all products are 0")]] }
    let count = "\(active.count) of \(terms.count) places carry a delta"
    let most = largest(active, rows: room.rows - 1) { term in
      term.factors.first?.cell.map { coordinates(of: $0, dropping: 1) } ?? ""
    }
    return [
      flow(entries, rows: max(room.rows - 2, 1)).map { $0 + [Line()] } ?? [],
      most.isEmpty ? [] : [Line("\(count); the largest products:")] + most, [Line(count)],
    ].filter { !$0.isEmpty }
  }

  /// `every (j,k) pairs δ_B there with Y_A one row up and one column left`.
  private func pairing(_ delta: String, _ source: String) -> Line? {
    guard let (a, b) = names.offset(of: cell) else { return nil }
    func words(_ offset: Int, _ unit: String, _ back: String, _ on: String) -> String? {
      guard offset != 0 else { return nil }
      let count = abs(offset) == 1 ? "one \(unit)" : "\(abs(offset)) \(unit)s"
      return "\(count) \(offset < 0 ? back : on)"
    }
    let shift = [words(a, "row", "up", "down"), words(b, "column", "left", "right")]
      .compactMap { $0 }
    let end = shift.isEmpty ? "at the same place" : shift.joined(separator: " and ")
    return Line("every (j,k) pairs \(delta) there with \(source) \(end)")
  }

  /// `∂b_B[0] = sum of all δ_B of map 0 ≈ .070`.
  private func biasNote() -> Line? {
    guard let layer, let q = cell.index.last else { return nil }
    let bias = CellAddress(event: cell.event, tensor: .bias, index: [q])
    guard let figure = figure(at: bias) else { return nil }
    return Line(
      "\(names.name(of: bias)) = sum of all \(annotator.delta(layer)) of map \(q) "
        + "\([figure].relation) \(figure.text)")
  }

  // MARK: - Dense

  /// ∂W[c,i] = Σ over the samples of δ[c] × X[i].
  func denseGradient() -> RuleText {
    let source = layer.map(annotator.input) ?? "X"
    let delta = layer.map(annotator.delta) ?? "δ"
    var text = plainText(short: "\(terms.count > 1 ? "Σ " : "")\(delta)×\(source)")
    var body = [origin()].compactMap { $0 }
    if let term = terms.first, terms.count == 1 {
      let figures = term.factors.map { Figure($0.value) }
      text.relation = relation(product: figures)
      text.numbers = [.init(figures.product)]
      text.results.insert(equation([figures.product], relation: text.relation), at: 0)
    } else {
      let found = largest(terms, rows: room.rows - body.count) { term in
        term.factors.first?.cell.map { "sample \($0.index.first ?? 0)" } ?? ""
      }
      body += found
      sumResult(terms.filter { $0.product != 0 }, &text)
    }
    text.bodies = [body, []]
    text.notes = [consequence(), Line(), siblings()].compactMap { $0 }
    return text
  }

  /// `weight from P[1,1,0] to class 7:  i = 6×1 + 2×1 + 0 = 8`.
  private func origin() -> Line? {
    guard let layer, cell.index.count == 2 else { return nil }
    let (c, i) = (cell.index[0], cell.index[1])
    let to =
      "\(layer == header.layers.count - 1 && !names.classes.isEmpty ? "class" : "unit") "
      + names.unit(c, layer: layer)
    guard layer > 0, header.layers[layer - 1] == .flatten, header.input(of: layer - 1).rank == 3
    else { return Line("weight from \(annotator.input(layer))[\(i)] to \(to)") }
    let shape = header.input(of: layer - 1)
    let place = shape.index(at: i)
    let name = "\(annotator.input(layer - 1))[\(place.map(String.init).joined(separator: ","))]"
    let sum = "\(shape[1] * shape[2])×\(place[0]) + \(shape[2])×\(place[1]) + \(place[2])"
    return Line("weight from \(name) to \(to):  i = \(sum) = \(i)")
  }

  /// `the weight is -.1; its gradient is negative, so it will grow`.
  private func consequence() -> Line? {
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
        start + "negative" + (isPlain ? ", so it will grow" : ": more of it would lower the loss"))
    default:
      return Line(
        start + "positive" + (isPlain ? ", so it will shrink" : ": more of it would raise the loss")
      )
    }
  }

  /// `For T and L the same 18 numbers are multiplied by .475 and by .247.`
  private func siblings() -> Line? {
    guard let layer, terms.count == 1, header.output(of: layer).count <= 5,
      let own = terms[0].factors.first?.cell
    else { return nil }
    let others = (0..<header.output(of: layer).count).filter { $0 != cell.index[0] }
    let deltas = others.compactMap { c -> Figure? in
      figure(at: CellAddress(event: own.event, tensor: own.tensor, index: [own.index[0], c]))
    }
    guard !others.isEmpty, deltas.count == others.count else { return nil }
    let who = others.map { names.unit($0, layer: layer) }.joined(separator: " and ")
    let count = header.input(of: layer).count
    return Line(
      "For \(who) the same \(count) numbers are multiplied by "
        + "\(deltas.map(\.text).joined(separator: " and by ")).")
  }

  // MARK: - Bias

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
  private func sumResult(_ terms: [Term], _ text: inout RuleText) {
    let total = printed(terms.filter { $0.product != 0 }.map(\.product))
    text.relation = total.relation
    let parts = total.terms.count
    guard parts > 1 else { return }
    let count = "sum of \(parts) \(derivation.kind == .biasGradient ? "deltas" : "products")"
    text.numbers = [.init(total), .init(total.narrow), .init(count)]
    text.results =
      [
        equation(total.text, total), equation(total.narrow.text, total.narrow),
        equation([count], relation: text.relation),
      ] + text.results
  }
}
