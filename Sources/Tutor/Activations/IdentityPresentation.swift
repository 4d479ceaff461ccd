import Tracer

/// Y = S.
struct IdentityPresentation: ActivationPresentation {
  func heading(inputs: Int) -> String { "no activation: Y = S" }
  var gateHeading: String { "" }

  func text(_ s: Figure, from source: CellAddress, _ subject: RuleSubject) -> RuleText {
    subject.plainText(short: subject.names.name(of: source))
  }

  func nextStep(_ score: UpcomingScore) -> String? { nil }
  func gate(_ gate: GateReading) -> String? { nil }
}
