import Engine
import TerminalKit
import Tracer

/// Y = S where S > 0, else 0.01·S.
struct LeakyReLUPresentation: ActivationPresentation {
  private var slope: Figure { Figure(Activation.leakySlope) }

  func heading(inputs: Int) -> String {
    "leaky ReLU: what is not positive shrinks to a hundredth"
  }
  var gateHeading: String { ", times the slope of leaky ReLU" }

  func text(_ s: Figure, from source: CellAddress, _ subject: RuleSubject) -> RuleText {
    let score = subject.names.name(of: source)
    let isOn = s.value > 0
    var text = subject.piecewise(
      s, score, short: isOn ? score : "\(slope.text) × \(score)",
      steps: isOn ? s.text : "\(slope.text) × \(s.inBrackets)",
      said: isOn ? "is above 0: it passes as it is" : "is not above 0: a hundredth passes")
    text.notes = [Line("Deltas come back through it times \(isOn ? "1" : slope.text).")]
    return text
  }

  func nextStep(_ score: UpcomingScore) -> String? {
    let shown = score.shown.text
    guard score.value <= 0 else { return "leaky ReLU. \(shown) > 0, so \(score.output) = \(shown)" }
    let y = Figure(Activation.leakySlope * score.value)
    return "leaky ReLU. \(shown) is not above 0, so \(score.output) = "
      + "\(slope.text) × \(score.shown.inBrackets) ≈ \(y.text)"
  }

  func gate(_ gate: GateReading) -> String? {
    let side = gate.slope == 1 ? "> 0" : "not above 0"
    return "slope of leaky ReLU: \(gate.equation), \(side): \(Figure(gate.slope).text)"
  }
}
