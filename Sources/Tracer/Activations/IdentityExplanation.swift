import Engine

/// Y = S.
struct IdentityExplanation: ActivationExplanation {
  func reasons(_ s: Factor, row: () -> [Factor]) -> Reasons {
    Reasons([Term(s)])
  }

  func gate(s: Factor?, y: Factor?) -> Factor? { nil }
  func rule(s: String, y: String, index: String) -> Annotation? { nil }
  var gateName: String { "" }
  func gateFactor(s: String) -> String { "" }
}
