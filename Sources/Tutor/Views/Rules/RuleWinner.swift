import Engine
import TerminalKit
import Tracer

/// Rule 1 through a maximum: the delta goes to the winner of its window and to no other cell.
extension RuleSubject {
  /// δ_B[j,k] = f' × (δ_P of the window if (j,k) won it, else 0).
  func deltaFromMaximum() -> RuleText {
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
    let isReLU = layer.map { header.layers[$0].activation == .relu } ?? false
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
