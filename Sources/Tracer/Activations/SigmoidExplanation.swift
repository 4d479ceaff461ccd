import Engine

/// Y = 1 / (1 + e^−S).
struct SigmoidExplanation: ActivationExplanation {
  func reasons(_ s: Factor, row: () -> [Factor]) -> Reasons {
    Reasons([Term(Factor("sigmoid(S)", Activation.logistic(s.value), s.cell))])
  }

  func gate(s: Factor?, y: Factor?) -> Factor? {
    y.map { Factor("Y(1-Y)", $0.value * (1 - $0.value), $0.cell) }
  }

  func rule(s: String, y: String, index: String) -> Annotation? {
    Annotation(title: "sigmoid: into 0 to 1", formula: "\(y)\(index) = 1 / (1 + e^-\(s)\(index))")
  }

  var gateName: String { " and sigmoid'" }
  func gateFactor(s: String) -> String { "Y(1-Y) × " }
}
