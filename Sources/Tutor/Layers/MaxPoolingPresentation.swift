import Engine
import TerminalKit
import Tracer

/// Max pooling: the largest number of each window, and its place.
struct MaxPoolingPresentation: LayerPresentation {
  let kind: MaxPoolingKind

  var mapName: String { "max \(kind.size)×\(kind.size)" }
  func sumHeading(input: Shape) -> String {
    "the largest of \(kind.size == 2 ? "four" : String(kind.size * kind.size)), and its address"
  }
  func sentBackHeading(label: String, way: String) -> String { "to the winner\(way)" }
  var nature: String { "it only chooses." }
  func partInRule1(output: Shape) -> String? {
    "\(output.count) addresses steer the next step."
  }

  func sumSources(_ cell: CellAddress, at site: SceneSite) -> [TensorMap] {
    let winners = cell.tensor == .weightedSum ? site.winners(cell.index) : nil
    return [site.windowSource(of: cell.index), winners].compactMap { $0 }
  }

  func sentBackSources(to index: [Int], of below: Int, at site: SceneSite) -> [TensorMap] {
    guard let output = site.nearestOutput(to: index) else { return [] }
    return [site.delta(output), site.winners(output)].compactMap { $0 }
  }

  func sumText(_ subject: RuleSubject) -> RuleText { subject.maximum(size: kind.size) }
  func sentBackText(_ subject: RuleSubject) -> RuleText { subject.sentBackToWinner() }
}

extension SceneSite {
  fileprivate func winners(_ index: [Int]) -> TensorMap? {
    kept(.argmax, index, called: ["winner's place", "winner"])
  }
}

/// The largest of a window.
extension RuleSubject {
  /// P[j,k,p] = the largest of its window, and its address.
  fileprivate func maximum(size: Int) -> RuleText {
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

  /// Whether the numbers that a layer reads went through a ReLU.
  private func readsReLU(below layer: Int?) -> Bool {
    guard let layer, layer > 0 else { return false }
    let below = header.layers[layer - 1]
    return header.isTunable(layer - 1)
      ? below.activation.silences : readsReLU(below: layer - 1)
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
}

/// Rule 1 through a maximum: the delta goes to the winner of its window and to no other cell.
extension RuleSubject {
  /// δ_B[j,k] = f' × (δ_P of the window if (j,k) won it, else 0).
  fileprivate func sentBackToWinner() -> RuleText {
    guard let found = claim(cell) else { return noWindow() }
    var text = plainText(short: gated("δ of its window, if won"))
    text.bodies = [[Line(sentence(found, to: cell))]]
    let delta = Figure(found.delta)
    let gate = derivation.gate.map { Figure($0.value) }
    let factors = [gate?.text, found.won ? delta.inBrackets : "0"].compactMap { $0 }
    let steps = factors.joined(separator: " × ")
    text.numbers = [.init(steps)]
    text.relation = relation(product: [found.won ? delta : Figure(0.0)] + [gate].compactMap { $0 })
    if factors.count > 1 {
      text.results.insert(equation([steps], relation: text.relation), at: 0)
    }
    text.notes = contrasts(found) + [tally()]
    return text
  }

  /// What a cell has to do with the window it lies in.
  private struct Claim {
    let won: Bool
    let window: CellAddress
    let delta: Double
    /// The gate and the S it reads, where there is a ReLU.
    let gate: Factor?
    let sum: Float?

    var isShut: Bool { gate?.value == 0 }
  }

  private func claim(_ cell: CellAddress) -> Claim? {
    guard let derivation = provenance.derivation(of: cell), let term = derivation.terms.first,
      let won = term.factors.first, let delta = term.factors.last, let window = delta.cell
    else { return nil }
    let isReLU = layer.map { header.layers[$0].activation.silences } ?? false
    return Claim(
      won: won.value == 1, window: window, delta: delta.value,
      gate: isReLU ? derivation.gate : nil,
      sum: isReLU ? derivation.gate?.cell.flatMap { provenance.value(at: $0) } : nil)
  }

  /// `cell (3,2)  won window (1,1)     gate S = .32 > 0: open`.
  private func sentence(_ claim: Claim, to cell: CellAddress) -> String {
    let place = "cell \(coordinates(of: cell, dropping: 1))  "
    let window = "window \(coordinates(of: claim.window, dropping: 1))"
    let s = claim.sum.map { Figure($0) }
    let shown = s.map { "S \([$0].relation) \($0.text)" } ?? ""
    switch (claim.won, claim.isShut) {
    case (true, false):
      let gate =
        claim.gate == nil ? gateText.map { "     \($0)" } ?? "" : "     gate \(shown) > 0: open"
      return "\(place)won \(window)\(gate)"
    case (true, true):
      return
        "\(place)first of an all-off window, \(shown): gate shut, \(Figure(claim.delta).text) is lost"
    case (false, false):
      return place + (claim.gate == nil ? "" : "on, \(shown), but ") + "did not win \(window): 0"
    case (false, true): return "\(place)off, \(shown), and did not win \(window): 0"
    }
  }

  /// Two cells of the same map that get nothing for other reasons than the chosen one.
  private func contrasts(_ chosen: Claim) -> [Line] {
    guard let shape = provenance.trace.events[cell.event].tensor(cell.tensor)?.shape,
      shape.rank == 4, shape[1] * shape[2] <= 4096
    else { return [] }
    let (n, map) = (cell.index[0], cell.index[3])
    let others = (0..<shape[1] * shape[2]).compactMap { place -> (CellAddress, Claim)? in
      var other = cell
      other.index = [n, place / shape[2], place % shape[2], map]
      return other == cell ? nil : claim(other).map { (other, $0) }
    }
    // Neighbours in the same window tell most.
    let near = others.filter { $0.1.window == chosen.window } + others
    let lost = near.first { !$0.1.won && !$0.1.isShut }
    let shut = near.first { $0.1.won && $0.1.isShut && $0.1.delta != 0 }
    let won = chosen.won && !chosen.isShut ? nil : near.first { $0.1.won && !$0.1.isShut }
    return [
      won, chosen.won || chosen.isShut ? lost : nil, chosen.won && chosen.isShut ? nil : shut,
    ]
    .compactMap { $0.map { Line(sentence($0.1, to: $0.0)) } }
  }
}
