import Engine
import TerminalKit
import Tracer

/// Weighted sums: one window times one kernel, or all inputs times one row of weights.
extension RuleSubject {
  // MARK: - Convolution

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

  // MARK: - Dense

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
    guard let layer, layer > 0, header.layers[layer - 1] == .flatten,
      header.input(of: layer - 1).rank == 3
    else { return [products] }
    let count = header.input(of: layer - 1)[2]
    return (0..<count).map { map in
      stride(from: map, to: products.count, by: max(count, 1)).map { products[$0] }
    }
  }

  // MARK: - What comes next

  /// `next step: ReLU. .9 > 0, so the cell stays on and Y_A[3,2,0] = .9`.
  private func nextStep() -> [Line] {
    guard let layer else { return [] }
    let s = derivation.value
    let output = annotator.output(layer) + name.drop { $0 != "[" }
    switch header.layers[layer].activation {
    case .relu where s > 0:
      return [
        Line(
          "next step: ReLU. \(value.text) > 0, so the cell stays on and \(output) = \(value.text)")
      ]
    case .relu:
      return [Line("next step: ReLU. \(value.text) is not above 0, so the cell is turned off")]
    case .leakyReLU where s > 0:
      return [
        Line("next step: leaky ReLU. \(value.text) > 0, so \(output) = \(value.text)")
      ]
    case .leakyReLU:
      let y = Figure(Activation.leakySlope * Double(s))
      return [
        Line(
          "next step: leaky ReLU. \(value.text) is not above 0, so \(output) = "
            + "\(Figure(Activation.leakySlope).text) × \(value.inBrackets) ≈ \(y.text)")
      ]
    case .sigmoid:
      let y = Figure(Activation.logistic(Double(s)))
      return [
        Line(
          "next step: sigmoid. \(output) = 1 / (1 + e^\(Figure(-Double(s)).inBrackets)) ≈ \(y.text)"
        )
      ]
    case .tanh:
      let y = Figure(Double.hyperbolicTangent(Double(s)))
      return [Line("next step: tanh. \(output) = tanh \(value.inBrackets) ≈ \(y.text)")]
    case .softmax:
      let count = header.output(of: layer).count
      return [Line("next step: softmax turns the \(count) scores into shares of 1")]
    default: return []
    }
  }
}
