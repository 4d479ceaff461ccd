import Engine

/// Y[c] = e^S[c] / Σ e^S[m]: every output depends on every score of its sample.
struct SoftmaxExplanation: ActivationExplanation {
  func reasons(_ s: Factor, row: () -> [Factor]) -> Reasons {
    let row = row()
    let largest = row.map(\.value).max() ?? 0
    let total = row.reduce(0) { $0 + Double.exponential($1.value - largest) }
    let share = Factor("e^S", Double.exponential(s.value - largest), s.cell)
    return Reasons(
      [Term(share, Factor("1/Σ", 1 / total))],
      influences: row.compactMap(\.cell).filter { $0 != s.cell })
  }

  /// The derivative is a matrix: `Provenance.softmaxDelta` sums over it.
  func gate(s: Factor?, y: Factor?) -> Factor? { nil }

  func rule(s: String, y: String, index: String) -> Annotation? {
    Annotation(
      title: "softmax: scores become shares of 1", formula: "\(y)[c] = e^\(s)[c] / Σ e^\(s)[m]")
  }

  var gateName: String { " and the softmax derivative" }
  func gateFactor(s: String) -> String { "softmax' × " }
}
