import Engine
import TerminalKit
import Tracer

/// The rules of a dense layer with numbers: all inputs times one row of weights, and the same backward.
extension RuleSubject {
  // MARK: - Forward

  /// S[c] = b[c] + Σ W[c,i] × X[i].
  func dense() -> RuleText {
    let bias = sum(terms.filter(\.isBias))
    let products = terms.filter { !$0.isBias }
    let source = layer.map(annotator.input) ?? "X"
    var text = plainText(short: "Σ W×\(source) + b")
    let groups = channels(of: products)
    let parts = groups.count > 1 && groups.count <= 4 ? groups.map(sum) : [sum(products)]
    let total = printed((parts + [bias]).map(\.value))
    let shown = Array(total.terms.dropLast())
    let offset = total.terms.last ?? bias
    text.relation = total.relation
    text.numbers = [.init(total)]
    text.results = [equation("\(shown.sum) + bias \(offset.text)", total)] + text.results
    var head: [Line] = []
    if shown.count > 1 {
      let each = shown.enumerated().map { map, part in
        map == 0 ? "of map 0 add to \(part.text)" : "of map \(map) to \(part.text)"
      }
      head = [Line("products \(each.joined(separator: ", ")), bias \(offset.text)")]
    }
    let found = largest(products, rows: room.rows - head.count) { term in
      term.factors.first?.cell.map { "i=\($0.index.last ?? 0)" } ?? ""
    }
    text.bodies = [head + found, found, head]
    text.notes = nextStep()
    return text
  }

  /// Terms by the map their input was read from, when a flatten layer lies below.
  private func channels(of products: [Term]) -> [[Term]] {
    guard let layer, layer > 0, header.onlyRelays(layer - 1),
      header.input(of: layer - 1).rank == 3
    else { return [products] }
    let count = header.input(of: layer - 1)[2]
    return (0..<count).map { map in
      stride(from: map, to: products.count, by: max(count, 1)).map { products[$0] }
    }
  }

  // MARK: - Rule 1

  /// δ[c] = f' × Σ δ[m] × W[m,c].
  func sentBackByDense() -> RuleText {
    let above = sender ?? (layer ?? 0) + 1
    var text = plainText(short: gated("Σ \(annotator.delta(above))×W"))
    let label = { (term: Term) -> String in
      let unit = term.factors.first?.cell?.index.last ?? 0
      return "from \(names.unit(unit, layer: above))"
    }
    let gate = gateLines
    text.bodies = [
      table(terms, label: label) + gate,
      largest(terms, rows: room.rows - gate.count, label: label) + gate,
      largest(terms, rows: room.rows, label: label), gate,
    ]
    let parts = terms.count <= 6 ? terms.map { Figure($0.product) } : [sum(terms)]
    gatedResult(parts, &text)
    text.notes = [direction()]
    if derivation.gate == nil, let layer {
      text.notes.insert(
        Line("\(annotator.labels[layer]) has no activation: its derivative is 1"), at: 0)
    }
    return text
  }

  /// One product per row, signs and decimal points one below the other: `from T     .475 ×  -.5 ≈ -.237`.
  private func table(_ terms: [Term], label: (Term) -> String) -> [Line] {
    let strongest = strongest(terms)
    let labels = terms.map(label)
    let width = max((labels.map(\.count).max() ?? 0) + 2, 10)
    return zip(labels, terms).map { label, term in
      let total = Figure(term.product)
      let factors = product(term, strongest: strongest).spans
      let parts = factors.enumerated().map { position, span in
        position % 2 == 1
          ? Line([Span(" × ", span.style)]) : Line([span]).leftPadded(to: 5)
      }
      return parts.reduce(Line(label.rightPadded(to: width))) { $0 + $1 }
        + Line(" \(relation([term], total)) \(total.text.leftPadded(to: 5))")
    }
  }

  // MARK: - Rule 2

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
    guard layer > 0, header.onlyRelays(layer - 1), header.input(of: layer - 1).rank == 3
    else { return Line("weight from \(annotator.input(layer))[\(i)] to \(to)") }
    let shape = header.input(of: layer - 1)
    let place = shape.index(at: i)
    let name = "\(annotator.input(layer - 1))[\(place.map(String.init).joined(separator: ","))]"
    let sum = "\(shape[1] * shape[2])×\(place[0]) + \(shape[2])×\(place[1]) + \(place[2])"
    return Line("weight from \(name) to \(to):  i = \(sum) = \(i)")
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
}
