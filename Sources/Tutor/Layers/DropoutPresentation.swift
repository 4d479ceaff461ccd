import Engine
import TerminalKit
import Tracer

/// Dropout: some numbers are silenced at random, the others made larger.
struct DropoutPresentation: LayerPresentation {
  var mapName: String { DropoutKind.name }
  func sumHeading(input: Shape) -> String { "some numbers are silenced at random" }
  func sentBackHeading(label: String, way: String) -> String { "back through the mask\(way)" }
  var nature: String { "it only silences." }
  func partInRule1(output: Shape) -> String? { "mask decides which deltas pass." }

  func sumSources(_ cell: CellAddress, at site: SceneSite) -> [TensorMap] {
    [site.source(cell.index), site.kept(.mask, cell.index)].compactMap { $0 }
  }

  func sentBackSources(to index: [Int], of below: Int, at site: SceneSite) -> [TensorMap] {
    [site.delta(index), site.kept(.mask, index)].compactMap { $0 }
  }

  /// Y = m × X, m = 0 or 1/(1 - rate).
  func sumText(_ subject: RuleSubject) -> RuleText {
    guard let m = subject.terms.first?.factors.first, let x = subject.terms.first?.factors.last
    else { return subject.plainText(short: "m × X") }
    let source = x.cell.map(subject.names.name) ?? x.symbol
    var text = subject.plainText(short: "m × \(source)")
    let figures = [Figure(m.value), Figure(x.value)]
    text.relation = subject.relation(product: figures)
    text.numbers = [.init(figures.product)]
    text.results.insert(
      subject.equation([figures.product], relation: text.relation), at: 0)
    let said =
      m.value == 0
      ? "the mask is 0 here: \(source) is silenced for this update"
      : "the mask is \(figures[0].text) here: \(source) is kept, and made larger for those silenced"
    text.bodies = [[Line(said)]]
    return text
  }

  /// δ = f' × m × δ: what was silenced forward gets nothing back.
  func sentBackText(_ subject: RuleSubject) -> RuleText {
    guard let term = subject.terms.first, let mask = term.factors.first,
      let delta = term.factors.last
    else { return subject.plainText(short: "") }
    var text = subject.plainText(short: subject.gated("m × δ"))
    let m = Figure(mask.value)
    let what =
      mask.value == 0
      ? "silenced forward (mask 0), so nothing comes back"
      : "kept forward with the factor \(m.text), so the delta passes with the same"
    text.bodies = [[Line(what)] + subject.gateLines]
    subject.gatedProduct(
      [m.text, Figure(delta.value).inBrackets], [m, Figure(delta.value)], &text)
    text.notes = [subject.direction()]
    return text
  }
}
