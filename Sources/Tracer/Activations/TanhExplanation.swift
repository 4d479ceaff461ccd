import Engine

/// Y = tanh S.
struct TanhExplanation: ActivationExplanation {
  func reasons(_ s: Factor, row: () -> [Factor]) -> Reasons {
    Reasons([Term(Factor("tanh(S)", Double.hyperbolicTangent(s.value), s.cell))])
  }

  func gate(s: Factor?, y: Factor?) -> Factor? {
    y.map { Factor("1-Y²", 1 - $0.value * $0.value, $0.cell) }
  }

  func rule(s: String, y: String, index: String) -> Annotation? {
    Annotation(title: "tanh: into -1 to 1", formula: "\(y)\(index) = tanh \(s)\(index)")
  }

  var gateName: String { " and tanh'" }
  func gateFactor(s: String) -> String { "(1-Y²) × " }
}
