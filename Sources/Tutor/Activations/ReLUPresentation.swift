import TerminalKit
import Tracer

/// Y = S where S > 0, else 0.
struct ReLUPresentation: ActivationPresentation {
  func heading(inputs: Int) -> String { "ReLU: what is not positive turns off" }
  var gateHeading: String { ", through the gate of ReLU" }

  func text(_ s: Figure, from source: CellAddress, _ subject: RuleSubject) -> RuleText {
    let score = subject.names.name(of: source)
    let said =
      s.value > 0 ? "is above 0: the cell stays on" : "is not above 0: the cell is turned off"
    var text = subject.piecewise(
      s, score, short: "max(\(score), 0)", steps: "max(\(s.text), 0)", said: said)
    text.notes = [
      subject.countOff(),
      Line("A cell that is off passes nothing on, and no delta will come back through it."),
    ]
    return text
  }

  func nextStep(_ score: UpcomingScore) -> String? {
    let shown = score.shown.text
    return score.value > 0
      ? "ReLU. \(shown) > 0, so the cell stays on and \(score.output) = \(shown)"
      : "ReLU. \(shown) is not above 0, so the cell is turned off"
  }

  func gate(_ gate: GateReading) -> String? {
    "gate: \(gate.equation)" + (gate.slope > 0 ? " > 0" : ", not above 0: shut")
  }
}

extension RuleSubject {
  /// `off: 19 of 36 cells in map 0, 22 of 36 in map 1`.
  fileprivate func countOff() -> Line {
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
}
