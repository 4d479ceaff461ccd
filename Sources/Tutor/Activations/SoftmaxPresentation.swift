import Engine
import TerminalKit
import Tracer

/// Softmax: scores become shares of 1. Its Rule 1 with numbers is in `SoftmaxDeltaRule`.
struct SoftmaxPresentation: ActivationPresentation {
  func heading(inputs: Int) -> String { "weighted sum of \(inputs), then softmax" }
  var gateHeading: String { ", through softmax" }
  func errorHeading(delta: String) -> String { "\(delta) = softmax derivative × E" }
  func outputWords(_ unit: String) -> String { "the share of \(unit)" }

  func text(_ s: Figure, from source: CellAddress, _ subject: RuleSubject) -> RuleText {
    subject.softmax(source)
  }

  func nextStep(_ score: UpcomingScore) -> String? {
    "softmax turns the \(score.count) scores into shares of 1"
  }

  /// The derivative is a matrix, which `softmaxDelta` sums over.
  func gate(_ gate: GateReading) -> String? { nil }
}

extension RuleSubject {
  /// Y[c] = e^S[c] / Σ e^S[m].
  fileprivate func softmax(_ source: CellAddress) -> RuleText {
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
