import Engine
import TerminalKit
import Tracer

/// What every delta has in common, whichever layer sent it back.
extension RuleSubject {
  /// The layer that sent a delta back.
  var sender: Int? {
    guard case .sentBack(let layer) = derivation.kind else { return nil }
    return layer
  }

  /// The weights of one sheet of the kernels above, through which a delta comes back.
  var sheetSize: Int? { sender.flatMap { header.presentation(of: $0).sheetSize } }

  /// `negative: a larger P[1,1,0] would lower the loss`.
  func direction() -> Line {
    guard let layer, !derivation.value.isNaN else { return Line() }
    let index = name.drop { $0 != "[" }
    let cell = (header.isTunable(layer) ? annotator.sum(layer) : annotator.output(layer)) + index
    if derivation.value == 0 { return Line("0: \(cell) makes no difference to the loss") }
    return derivation.value < 0
      ? Line("negative: a larger \(cell) would lower the loss")
      : Line("positive: a larger \(cell) would raise the loss")
  }

  /// A delta that is handed on: through a flatten layer, or the error E at the last layer.
  func deltaHandedOn() -> RuleText {
    guard let factor = terms.first?.factors.first else { return plainText(short: "") }
    let from = factor.cell.map(names.name) ?? factor.symbol
    var text = plainText(short: gated(from))
    text.bodies = [[Line("\(from) \(relation(of: factor))")] + gateLines]
    gatedProduct([Figure(factor.value).inBrackets], [Figure(factor.value)], &text)
    text.notes = [direction()]
    return text
  }

  /// `= .5`, `≈ .475`.
  func relation(of factor: Factor) -> String {
    let figure = Figure(factor.value)
    return "\([figure].relation) \(figure.text)"
  }
}
