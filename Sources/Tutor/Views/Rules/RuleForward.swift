import Engine
import TerminalKit
import Tracer

/// What follows from a weighted sum.
extension RuleSubject {
  /// `next step: ReLU. .9 > 0, so the cell stays on and Y_A[3,2,0] = .9`.
  func nextStep() -> [Line] {
    guard let layer else { return [] }
    let score = UpcomingScore(
      value: Double(derivation.value), shown: value,
      output: annotator.output(layer) + name.drop { $0 != "[" },
      count: header.output(of: layer).count)
    let step = header.layers[layer].activation.presentation.nextStep(score)
    return step.map { [Line("next step: \($0)")] } ?? []
  }
}
