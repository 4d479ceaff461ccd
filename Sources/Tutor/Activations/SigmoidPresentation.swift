import Engine
import Tracer

/// Y = 1 / (1 + e^−S).
struct SigmoidPresentation: ActivationPresentation {
  func heading(inputs: Int) -> String { "sigmoid: into 0 to 1" }
  var gateHeading: String { ", times the slope of sigmoid" }

  func text(_ s: Figure, from source: CellAddress, _ subject: RuleSubject) -> RuleText {
    let (score, y) = (subject.names.name(of: source), subject.value)
    return subject.smooth(
      s, score, short: "sigmoid(\(score))", steps: quotient(s.value),
      slope: "Y(1-Y) = \(y.text) × (1 - \(y.inBrackets))",
      subject.derivation.value * (1 - subject.derivation.value))
  }

  func nextStep(_ score: UpcomingScore) -> String? {
    let y = Figure(Activation.logistic(score.value))
    return "sigmoid. \(score.output) = \(quotient(score.value)) ≈ \(y.text)"
  }

  private func quotient(_ s: Double) -> String { "1 / (1 + e^\(Figure(-s).inBrackets))" }

  func gate(_ gate: GateReading) -> String? {
    "slope of sigmoid: Y(1-Y) = \(gate.shown) × (1 - \(gate.read?.inBrackets ?? gate.shown)) "
      + "≈ \(Figure(gate.slope).text)"
  }
}
