import Engine

/// Y = S where S > 0, else 0.01·S.
struct LeakyReLUExplanation: ActivationExplanation {
  var hasKink: Bool { true }

  func reasons(_ s: Factor, row: () -> [Factor]) -> Reasons {
    Reasons([Term(s, Factor("slope", slope(at: s)))])
  }

  func gate(s: Factor?, y: Factor?) -> Factor? {
    s.map { Factor("leaky ReLU'", slope(at: $0), $0.cell) }
  }

  private func slope(at s: Factor) -> Double { s.value > 0 ? 1 : Activation.leakySlope }

  func rule(s: String, y: String, index: String) -> Annotation? {
    let sum = s + index
    return Annotation(
      title: "leaky ReLU: what is not positive shrinks to a hundredth",
      formula: "\(y)\(index) = \(sum) if \(sum) > 0, else \(Activation.leakySlope) × \(sum)")
  }

  var gateName: String { " and leaky ReLU'" }
  func gateFactor(s: String) -> String { "leaky ReLU'(\(s)) × " }
}
