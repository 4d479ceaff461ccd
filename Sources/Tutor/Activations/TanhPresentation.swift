import Engine
import Tracer

/// Y = tanh S.
struct TanhPresentation: ActivationPresentation {
  func heading(inputs: Int) -> String { "tanh: into -1 to 1" }
  var gateHeading: String { ", times the slope of tanh" }

  func text(_ s: Figure, from source: CellAddress, _ subject: RuleSubject) -> RuleText {
    let score = subject.names.name(of: source)
    return subject.smooth(
      s, score, short: "tanh(\(score))", steps: "tanh \(s.inBrackets)",
      slope: "1-Y² = 1 - \(subject.value.inBrackets)²",
      1 - subject.derivation.value * subject.derivation.value)
  }

  func nextStep(_ score: UpcomingScore) -> String? {
    let y = Figure(Double.hyperbolicTangent(score.value))
    return "tanh. \(score.output) = tanh \(score.shown.inBrackets) ≈ \(y.text)"
  }

  func gate(_ gate: GateReading) -> String? {
    "slope of tanh: 1-Y² = 1 - \(gate.read?.inBrackets ?? gate.shown)² "
      + "≈ \(Figure(gate.slope).text)"
  }
}
