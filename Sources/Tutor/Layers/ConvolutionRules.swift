import Engine
import TerminalKit
import Tracer

/// The rules of a convolution with numbers: one window times one kernel, and the same backward.
extension RuleSubject {
  // MARK: - Forward

  /// S[j,k,q] = b[q] + Σ W[a,b,p,q] × X[j+a-r, k+b-r, p], r = (size - 1) / 2.
  func convolution(size: Int) -> RuleText {
    let bias = terms.filter(\.isBias)
    let products = terms.filter { !$0.isBias }
    let maps = chunks(of: products, size * size)
    let source = layer.map(annotator.input) ?? "X"
    var text = plainText(short: "Σ W×\(source) + b")
    let offset = sum(bias)
    let whole = printed([sum(products), offset].map(\.value))
    if maps.count == 1 {
      text.bodies = singleMap(products, size: size, bias: offset)
      let rows = rowSums(products, size: size)
      text.numbers = [.init(printed((rows + [offset]).map(\.value))), .init(whole)]
      text.short = shortWindow(products, source: source) ?? text.short
    } else {
      text.bodies = severalMaps(maps, size: size) { "from map p=\($0)" }
      text.numbers = [.init(printed((maps.map(sum) + [offset]).map(\.value))), .init(whole)]
    }
    let parts = maps.count <= 4 ? maps.map(sum) : [sum(products)]
    let total = printed((parts + [offset]).map(\.value))
    text.relation = total.relation
    text.results = [equation(withBias(total), total)] + text.results
    text.notes = nextStep()
    return text
  }

  /// `-.05 + .27 + bias .1`; the bias is said where it is not the only thing added.
  private func withBias(_ sum: PrintedSum) -> String {
    guard sum.terms.count > 2, let bias = sum.terms.last else { return sum.text }
    return "\(Array(sum.terms.dropLast()).sum) + bias \(bias.text)"
  }

  private func chunks(of terms: [Term], _ size: Int) -> [[Term]] {
    stride(from: 0, to: terms.count, by: max(size, 1)).map {
      Array(terms[$0..<min($0 + size, terms.count)])
    }
  }

  /// `Σ W×X(2–4, 1–3) + b`: the rows and columns of the window.
  private func shortWindow(_ products: [Term], source: String) -> String? {
    let cells = products.compactMap { $0.factors.first?.cell?.index }
    guard let first = cells.first, let last = cells.last, first.count == 4 else { return nil }
    return "Σ W×\(source)(\(first[1])–\(last[1]), \(first[2])–\(last[2])) + b"
  }

  private func singleMap(_ products: [Term], size: Int, bias: Figure) -> [[Line]] {
    let rows = rowSums(products, size: size)
    let total = sum(products)
    let sums = Line(
      "sum of the window \(PrintedSum(rows.map(\.value), total: total.value).equation)"
        + "     bias \(bias.text)")
    guard size > 1 else { return [products.map { product($0) }] }
    let grid = grid(products, size: size, sum: "row sum")
    let labelled = grid.enumerated().map { row, line in
      Line((row == size / 2 ? "window × kernel" : "").rightPadded(to: 15)) + line
    }
    return [labelled + [sums], grid + [sums], grid, largest(products, rows: room.rows), [sums]]
  }

  /// Maps side by side, or their row sums, or their sums and the largest products.
  func severalMaps(_ maps: [[Term]], size: Int, title: (Int) -> String) -> [[Line]] {
    let blocks = maps.enumerated().map { map, terms in
      [Line(title(map))] + grid(terms, size: size) + [Line("sum \(sum(terms).text)")]
    }
    let sums = maps.enumerated().map { map, terms in
      let rows = rowSums(terms, size: size)
      let total = PrintedSum(rows.map(\.value), total: sum(terms).value)
      return Line("\(title(map))   \(total.equation)")
    }
    let all = maps.flatMap { $0 }
    return [sideBySide(blocks) ?? tooTall, sums, largest(all, rows: room.rows)].filter {
      !$0.isEmpty
    }
  }

  /// A block that fits nowhere, so that the next alternative is taken.
  private var tooTall: [Line] { [] }

  // MARK: - Rule 1

  /// δ[j,k,p] = f' × Σ W[a,b,p,q] × δ[j-a+r, k-b+r, q], r = (size - 1) / 2.
  func sentBack(through kind: ConvolutionKind) -> RuleText {
    let (size, kernels) = (kind.kernelSize, kind.kernels)
    let delta = sender.map(annotator.delta) ?? "δ"
    var text = plainText(short: gated("Σ W×\(delta)"))
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
    let end = gateLines
    let most = largest(terms, rows: room.rows - end.count)
    return bodies + [sums + end, most + end, end]
  }

  // MARK: - Rule 2

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
}
