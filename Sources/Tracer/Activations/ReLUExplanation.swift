import Engine

/// Y = S where S > 0, else 0.
struct ReLUExplanation: ActivationExplanation {
  var silences: Bool { true }
  var hasKink: Bool { true }

  func reasons(_ s: Factor, row: () -> [Factor]) -> Reasons {
    Reasons([Term(s, Factor("on", s.value > 0 ? 1 : 0))])
  }

  func gate(s: Factor?, y: Factor?) -> Factor? {
    s.map { Factor("ReLU'", $0.value > 0 ? 1 : 0, $0.cell) }
  }

  func rule(s: String, y: String, index: String) -> Annotation? {
    Annotation(
      title: "ReLU: what is not positive turns off", formula: "\(y)\(index) = max(\(s)\(index), 0)")
  }

  var gateName: String { " and ReLU'" }
  func gateFactor(s: String) -> String { "ReLU'(\(s)) × " }
}
