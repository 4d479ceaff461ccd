import Engine
import TerminalKit
import Tracer

/// Layers without parameters: they choose, average, silence or lay out again.
extension RuleSubject {
  // MARK: - Maximum

  /// P[j,k,p] = the largest of its window, and its address.
  func maximum(size: Int) -> RuleText {
    var text = plainText(short: "max of the window")
    let winner = terms.first?.factors.first?.cell
    let window = derivation.influences.filter { $0.tensor != .argmax }
    let values = window.compactMap { provenance.value(at: $0) }
    text.relation = [value].relation
    text.numbers = [.init("max(\(values.map { Figure($0).text }.joined(separator: ", ")))")]
    var grid = windowGrid(window, winner: winner, size: size)
    let whole = [Line(extent(window))].filter { !$0.isBlank } + grid
    if let winner, let place = window.firstIndex(of: winner), size > 0 {
      let address = "(\(place / size),\(place % size)) of the window"
      let said =
        "   largest \(value.text), at \(address), "
        + "\(coordinates(of: winner, dropping: 1)) of the map"
      let row = min(size - 1, grid.count - 1)
      if row >= 0 { grid[row] += Line(said) }
      text.bodies = [[Line(extent(window))].filter { !$0.isBlank } + grid, grid]
      let kept = "       kept for the way back: the address \(coordinates(of: winner, dropping: 1))"
      text.results.insert(equation([], relation: text.relation) + Line(kept), at: 0)
    }
    text.bodies += [whole, windowGrid(window, winner: winner, size: size)]
    text.notes = allOff()
    return text
  }

  /// `the window, rows 2–3, columns 2–3 of map 0:`.
  private func extent(_ window: [CellAddress]) -> String {
    guard let first = window.first?.index, let last = window.last?.index, first.count == 4 else {
      return ""
    }
    return
      "the window, rows \(first[1])–\(last[1]), columns \(first[2])–\(last[2]) of map \(first[3]):"
  }

  private func windowGrid(_ window: [CellAddress], winner: CellAddress?, size: Int) -> [Line] {
    let cells = window.map { cell -> Line in
      let value = provenance.value(at: cell) ?? .nan
      let isOff = value == 0 && provenance.isOff(cell)
      return Line(
        isOff ? "x" : Figure(value).text,
        cell == winner && !isOff ? .bold : isOff ? .dim : .plain)
    }
    let width = max((cells.map(\.width).max() ?? 0) + 2, 6)
    return stride(from: 0, to: cells.count, by: max(size, 1)).map { start in
      cells[start..<min(start + size, cells.count)].reduce(Line("   ")) {
        $0 + $1.leftPadded(to: width)
      }
    }
  }

  /// Whether the numbers that a layer reads went through a ReLU.
  private func readsReLU(below layer: Int?) -> Bool {
    guard let layer, layer > 0 else { return false }
    let below = header.layers[layer - 1]
    if below.kind is ConvolutionKind || below.kind is DenseKind { return below.activation == .relu }
    return readsReLU(below: layer - 1)
  }

  /// `2 windows are all off: P[2,0,0] and P[2,2,1] …`.
  private func allOff() -> [Line] {
    guard readsReLU(below: layer),
      let tensor = provenance.trace.events[cell.event].tensor(cell.tensor)
    else { return [] }
    let off = tensor.elements.indices.filter { tensor.elements[$0] == 0 }
    guard !off.isEmpty else {
      return [Line("No window is all off: every delta will find its winner.")]
    }
    let listed = off.prefix(3).map {
      names.name(
        of: CellAddress(event: cell.event, tensor: cell.tensor, index: tensor.shape.index(at: $0)))
    }
    let more = off.count > 3 ? " and \(off.count - 3) more" : ""
    let words = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"]
    let count = words.indices.contains(off.count) ? words[off.count] : String(off.count)
    let head = off.count == 1 ? "\(count) window is all off" : "\(count) windows are all off"
    let verb = off.count == 1 ? "is" : "are"
    let list = off.count == 2 ? listed.joined(separator: " and ") : listed.joined(separator: ", ")
    return [
      Line("\(head): \(list)\(more) \(verb) x. By convention the"),
      Line("first place of such a window counts as its winner; it will not matter."),
    ]
  }

  // MARK: - Mean

  /// P[j,k,p] = 1/s² Σ of the window.
  func mean(size: Int) -> RuleText {
    var text = plainText(short: "mean of the window")
    let values = terms.compactMap { $0.factors.first }.map { Figure($0.value) }
    let window = terms.compactMap { $0.factors.first?.cell }
    let total = printed(values.map(\.value), scale: 1 / Double(max(values.count, 1)))
    text.relation = total.relation
    let sum = Figure(values.reduce(0) { $0 + $1.value })
    let steps = "(\(total.text)) / \(values.count)"
    let brief = "\(sum.text) / \(values.count)"
    text.numbers = [.init(total, steps), .init(brief)]
    text.results =
      [equation(steps, total), equation([brief], relation: text.relation)] + text.results
    let grid = windowGrid(window, winner: nil, size: size)
    text.bodies = [[Line(extent(window))].filter { !$0.isBlank } + grid, grid]
    return text
  }

  // MARK: - Flatten and dropout

  /// R[i] = P[j,k,p]: the same number under another index.
  func relay() -> RuleText {
    guard let source = terms.first?.factors.first, let from = source.cell else {
      return plainText(short: "the same number")
    }
    let read = names.name(of: from)
    var text = plainText(short: read)
    text.relation = [value].relation
    text.results.insert(equation([read], relation: text.relation), at: 0)
    text.numbers = [.init(read)]
    let place = Array(from.index.dropFirst())
    if let layer, place.count == 3 {
      let shape = header.input(of: layer)
      let sum = "\(shape[1] * shape[2])×\(place[0]) + \(shape[2])×\(place[1]) + \(place[2])"
      text.bodies = [[Line("i = \(sum) = \(cell.index.last ?? 0)")]]
    }
    text.notes = [Line("No number changes; the way back lays the list out again.")]
    return text
  }

  /// Y = m × X, m = 0 or 1/(1 - rate).
  func mask() -> RuleText {
    guard let m = terms.first?.factors.first, let x = terms.first?.factors.last else {
      return plainText(short: "m × X")
    }
    let source = x.cell.map(names.name) ?? x.symbol
    var text = plainText(short: "m × \(source)")
    let figures = [Figure(m.value), Figure(x.value)]
    text.relation = relation(product: figures)
    text.numbers = [.init(figures.product)]
    text.results.insert(equation([figures.product], relation: text.relation), at: 0)
    text.bodies = [
      [
        Line(
          m.value == 0
            ? "the mask is 0 here: \(source) is silenced for this update"
            : "the mask is \(figures[0].text) here: \(source) is kept, and made larger for those silenced"
        )
      ]
    ]
    return text
  }
}
