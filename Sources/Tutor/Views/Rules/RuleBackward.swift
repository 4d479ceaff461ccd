import Engine
import TerminalKit
import Tracer

/// Rule 1: what comes back to a cell from the layer above, and the gate it has to pass.
extension RuleSubject {
  // MARK: - Convolution above

  /// δ[j,k,p] = f' × Σ W[a,b,p,q] × δ[j-a+r, k-b+r, q], r = (size - 1) / 2.
  func deltaFromConvolution() -> RuleText {
    let above = (layer ?? 0) + 1
    guard header.layers.indices.contains(above),
      let convolution = header.layers[above].kind as? ConvolutionKind
    else { return plainText(short: "") }
    let (size, kernels) = (convolution.kernelSize, convolution.kernels)
    var text = plainText(short: gated("Σ W×\(annotator.delta(above))"))
    let sheets = (0..<kernels).map { q -> [Term] in
      let sheet = terms.dropFirst(q * size * size).prefix(size * size)
      return options.storedKernel ? sheet.reversed() : Array(sheet)
    }
    let p = cell.index.last ?? 0
    let how = options.storedKernel ? "as stored" : "turned"
    text.bodies = sheetBodies(sheets, size: size) { "through sheet p=\(p) q=\($0), \(how)" }
    let parts = sheets.count <= 4 ? sheets.map(sum) : [sum(terms)]
    gatedResult(parts, &text)
    if parts.count == 1, derivation.gate == nil {
      text.numbers.insert(.init(printed(rowSums(terms, size: size).map(\.value))), at: 0)
    }
    text.notes = [tally()]
    return text
  }

  /// The weights of one sheet of the kernels above, through which a delta comes back.
  var sheetSize: Int? {
    guard derivation.kind == .deltaFromConvolution, let layer,
      header.layers.indices.contains(layer + 1),
      let size = (header.layers[layer + 1].kind as? ConvolutionKind)?.kernelSize
    else { return nil }
    return size * size
  }

  private func sheetBodies(_ sheets: [[Term]], size: Int, title: (Int) -> String) -> [[Line]] {
    let gate = gateText.map { "    \($0)" } ?? ""
    var bodies: [[Line]] = []
    for tail in Set([gate, ""]).sorted(by: >) {
      let blocks = sheets.enumerated().map { q, terms in
        [Line(title(q))] + grid(terms, size: size)
          + [Line("sum \(sum(terms).text)" + (q == sheets.count - 1 ? tail : ""))]
      }
      bodies += [sideBySide(blocks)].compactMap { $0 }
    }
    let sums = sheets.enumerated().map { q, terms in
      let rows = rowSums(terms, size: size).map(\.value)
      return Line("\(title(q))   \(PrintedSum(rows, total: sum(terms).value).equation)")
    }
    let end = gateText.map { [Line($0)] } ?? []
    let most = largest(terms, rows: room.rows - end.count)
    return bodies + [sums + end, most + end, end]
  }

  // MARK: - Dense above

  /// δ[c] = f' × Σ δ[m] × W[m,c].
  func deltaFromDense() -> RuleText {
    let source = terms.first.flatMap { $0.factors.first?.cell }.flatMap(names.layer)
    let above = source ?? (layer ?? 0) + 1
    var text = plainText(short: gated("Σ \(annotator.delta(above))×W"))
    let label = { (term: Term) -> String in
      let unit = term.factors.first?.cell?.index.last ?? 0
      return "from \(names.unit(unit, layer: above))"
    }
    let gate = gateText.map { [Line($0)] } ?? []
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

  /// `negative: a larger P[1,1,0] would lower the loss`.
  private func direction() -> Line {
    guard let layer, !derivation.value.isNaN else { return Line() }
    let index = name.drop { $0 != "[" }
    let cell = (header.isTunable(layer) ? annotator.sum(layer) : annotator.output(layer)) + index
    if derivation.value == 0 { return Line("0: \(cell) makes no difference to the loss") }
    return derivation.value < 0
      ? Line("negative: a larger \(cell) would lower the loss")
      : Line("positive: a larger \(cell) would raise the loss")
  }

  // MARK: - Pooling, dropout and flatten above

  /// The cell's share of a mean: δ = f' × 1/s² × δ of the window.
  func deltaFromMean() -> RuleText {
    guard let term = terms.first, let share = term.factors.first, let delta = term.factors.last
    else { return noWindow() }
    var text = plainText(short: gated("share × δ"))
    let count = Int((1 / share.value).rounded())
    let from = delta.cell.map(names.name) ?? "δ"
    text.bodies = [
      [
        Line(
          "each of the \(count) cells of the window gets 1/\(count) of \(from) \(relation(of: delta))"
        )
      ]
        + [gateText].compactMap { $0.map { Line($0) } }
    ]
    gatedProduct(["1/\(count)", Figure(delta.value).inBrackets], [Figure(delta.value)], &text)
    text.notes = [direction()]
    return text
  }

  /// δ = f' × m × δ: what was silenced forward gets nothing back.
  func deltaFromMask() -> RuleText {
    guard let term = terms.first, let mask = term.factors.first, let delta = term.factors.last
    else { return plainText(short: "") }
    var text = plainText(short: gated("m × δ"))
    let m = Figure(mask.value)
    let what =
      mask.value == 0
      ? "silenced forward (mask 0), so nothing comes back"
      : "kept forward with the factor \(m.text), so the delta passes with the same"
    text.bodies = [[Line(what)] + [gateText].compactMap { $0.map { Line($0) } }]
    gatedProduct([m.text, Figure(delta.value).inBrackets], [m, Figure(delta.value)], &text)
    text.notes = [direction()]
    return text
  }

  /// A delta that is handed on: through a flatten layer, or the error E at the last layer.
  func deltaHandedOn() -> RuleText {
    guard let factor = terms.first?.factors.first else { return plainText(short: "") }
    let from = factor.cell.map(names.name) ?? factor.symbol
    var text = plainText(short: gated(from))
    text.bodies = [
      [Line("\(from) \(relation(of: factor))")] + [gateText].compactMap { $0.map { Line($0) } }
    ]
    gatedProduct([Figure(factor.value).inBrackets], [Figure(factor.value)], &text)
    text.notes = [direction()]
    return text
  }

  private func relation(of factor: Factor) -> String {
    let figure = Figure(factor.value)
    return "\([figure].relation) \(figure.text)"
  }

  /// A row or column that fills no window.
  func noWindow() -> RuleText {
    var text = plainText(short: "0")
    text.bodies = [[Line("no window covers this cell, so nothing comes back to it")]]
    return text
  }
}
