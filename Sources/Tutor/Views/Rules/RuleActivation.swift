import Engine
import TerminalKit
import Tracer

/// Y = f(S).
extension RuleSubject {
  func activation(_ function: Activation) -> RuleText {
    guard let source = terms.first?.factors.first?.cell, let s = figure(at: source) else {
      return plainText(short: "f(S)")
    }
    let score = names.name(of: source)
    switch function {
    case .identity: return plainText(short: score)
    case .relu: return relu(s, score)
    case .leakyReLU: return leakyReLU(s, score)
    case .sigmoid:
      return smooth(
        s, score, short: "sigmoid(\(score))", steps: "1 / (1 + e^\(Figure(-s.value).inBrackets))",
        note: "slope here: Y(1-Y) = \(value.text) × (1 - \(value.inBrackets))")
    case .tanh:
      return smooth(
        s, score, short: "tanh(\(score))", steps: "tanh \(s.inBrackets)",
        note: "slope here: 1-Y² = 1 - \(value.inBrackets)²")
    case .softmax: return softmax(source)
    default: return plainText(short: "\(function.title)(\(score))")
    }
  }

  private func relu(_ s: Figure, _ score: String) -> RuleText {
    var text = plainText(short: "max(\(score), 0)")
    text.relation = [s, value].relation
    let steps = "max(\(s.text), 0)"
    text.numbers = [.init(steps)]
    text.results.insert(equation([steps], relation: text.relation), at: 0)
    let said =
      s.value > 0 ? "is above 0: the cell stays on" : "is not above 0: the cell is turned off"
    text.bodies = [[Line("\(score) \([s].relation) \(s.text) \(said)")]]
    text.notes = [
      countOff(),
      Line("A cell that is off passes nothing on, and no delta will come back through it."),
    ]
    return text
  }

  private func leakyReLU(_ s: Figure, _ score: String) -> RuleText {
    let isOn = s.value > 0
    let slope = Figure(Double(Activation.leakySlope)).text
    var text = plainText(short: isOn ? score : "\(slope) × \(score)")
    let steps = isOn ? s.text : "\(slope) × \(s.inBrackets)"
    text.relation = [s, value].relation
    text.numbers = [.init(steps)]
    text.results.insert(equation([steps], relation: text.relation), at: 0)
    let said = isOn ? "is above 0: it passes as it is" : "is not above 0: a hundredth passes"
    text.bodies = [[Line("\(score) \([s].relation) \(s.text) \(said)")]]
    text.notes = [
      Line("Deltas come back through it times \(isOn ? "1" : slope).")
    ]
    return text
  }

  /// `off: 19 of 36 cells in map 0, 22 of 36 in map 1`.
  private func countOff() -> Line {
    guard let tensor = provenance.trace.events[cell.event].tensor(cell.tensor) else {
      return Line()
    }
    let maps = tensor.shape.rank == 4 ? max(tensor.shape[3], 1) : 1
    var off = [Int](repeating: 0, count: maps)
    for (offset, value) in tensor.elements.enumerated() where value == 0 { off[offset % maps] += 1 }
    let size = tensor.count / maps
    guard maps > 1, maps <= 4 else {
      return Line("off: \(off.reduce(0, +)) of \(tensor.count) cells")
    }
    let each = off.enumerated().map { "\($1) of \(size)\($0 == 0 ? " cells" : "") in map \($0)" }
    return Line("off: \(each.joined(separator: ", "))")
  }

  private func smooth(
    _ s: Figure, _ score: String, short: String, steps: String, note: String
  ) -> RuleText {
    var text = plainText(short: short)
    let slope = derivation.value
    let derivative =
      derivation.kind == .activation(.tanh) ? 1 - slope * slope : slope * (1 - slope)
    text.relation = "≈"
    text.numbers = [.init(steps)]
    text.results.insert(equation([steps], relation: "≈"), at: 0)
    text.bodies = [[Line("\(score) \([s].relation) \(s.text)")]]
    text.notes = [Line("\(note) ≈ \(Figure(derivative).text)")]
    return text
  }

  // MARK: - Softmax

  /// Y[c] = e^S[c] / Σ e^S[m].
  private func softmax(_ source: CellAddress) -> RuleText {
    var text = plainText(short: "e^S / Σ e^S")
    let scores = sampleScores(source)
    let largest = scores.map(\.value).max() ?? 0
    // Beyond this e^S is no number to read; the largest score is subtracted first, as is computed.
    let shift = abs(largest) > 30 ? largest : 0
    let exponentials = scores.map { Double.exponential($0.value - shift) }
    let printed = PrintedSum(exponentials, total: exponentials.reduce(0, +))
    let (powers, total) = (printed.terms, printed.total)
    guard let chosen = cell.index.last, powers.indices.contains(chosen) else { return text }
    text.relation = "≈"
    let steps = "\(powers[chosen].text) / \(total.text)"
    text.numbers = [.init(steps)]
    text.results.insert(equation([steps], relation: "≈"), at: 0)
    let entries = zip(scores, powers).map { score, power in
      let exponent = Figure(score.value - shift)
      return Line("e^\(exponent.text) \([exponent, power].relation) \(power.text)")
    }
    let own = entries[chosen].text
    let sum = Line("sum \([total].relation) \(total.text)\(printed.note)")
    let recap = recap(source)
    let why =
      shift == 0 ? [] : [Line("the largest score \(Figure(shift).text) is subtracted first")]
    let row =
      entries.dropFirst().reduce(entries[0]) { $0 + Line("     ") + $1 } + Line("     ") + sum
    text.bodies = [
      recap + why + [row], why + [row],
      recap + why
        + (flow(entries, rows: max(room.rows - why.count - 2, 1)).map { $0 + [sum] } ?? []),
      why + (flow(entries, rows: max(room.rows - why.count - 1, 1)).map { $0 + [sum] } ?? [sum]),
      [Line("\(own)     ") + sum], [sum],
    ].filter { lines in lines.allSatisfy { $0.width <= room.columns } }
    text.notes = [ranking(source)]
    return text
  }

  private func sampleScores(_ source: CellAddress) -> [Figure] {
    let count = layer.map { header.output(of: $0).count } ?? 0
    return (0..<count).compactMap { c in
      var cell = source
      cell.index[cell.index.count - 1] = c
      return figure(at: cell)
    }
  }

  /// How the score came about, in one line.
  private func recap(_ source: CellAddress) -> [Line] {
    RuleSubject(source, in: provenance, names: names, options: options, room: room)
      .map { Array($0.text().results.prefix(1)) } ?? []
  }

  private func who(_ unit: Int) -> String {
    (names.classes.isEmpty ? "class " : "") + names.unit(unit, layer: layer)
  }

  /// `The network says T with 47 %, 7 gets 28 %, L gets 25 %.`
  private func ranking(_ source: CellAddress) -> Line {
    let shares = sampleScores(source).indices.compactMap { c -> (Int, Double)? in
      var other = cell
      other.index[other.index.count - 1] = c
      return provenance.value(at: other).map { (c, Double($0)) }
    }
    let ranked = shares.sorted { $0.1 > $1.1 }
    guard let first = ranked.first else { return Line() }
    let rest = ranked.dropFirst().prefix(3).map {
      "\(who($0.0)) gets \(Numbers.percent($0.1))"
    }
    let start =
      "The network says \(who(first.0)) with \(Numbers.percent(first.1))"
    return Line(([start] + rest).joined(separator: ", ") + ".")
  }
}
