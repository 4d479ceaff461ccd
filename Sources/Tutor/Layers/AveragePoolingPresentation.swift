import Engine
import TerminalKit
import Tracer

/// Average pooling: the mean of each window.
struct AveragePoolingPresentation: LayerPresentation {
  let kind: AveragePoolingKind

  var mapName: String { "mean \(kind.size)×\(kind.size)" }
  func sumHeading(input: Shape) -> String { "the mean of \(kind.size * kind.size)" }
  func sentBackHeading(label: String, way: String) -> String {
    "the same share to every cell\(way)"
  }
  var nature: String { "it only averages." }

  func sumSources(_ cell: CellAddress, at site: SceneSite) -> [TensorMap] {
    [site.windowSource(of: cell.index)].compactMap { $0 }
  }

  func sentBackSources(to index: [Int], of below: Int, at site: SceneSite) -> [TensorMap] {
    [site.nearestOutput(to: index).flatMap(site.delta)].compactMap { $0 }
  }

  func sumText(_ subject: RuleSubject) -> RuleText { subject.mean(size: kind.size) }
  func sentBackText(_ subject: RuleSubject) -> RuleText { subject.sentBackByMean() }
}

extension RuleSubject {
  /// P[j,k,p] = 1/s² Σ of the window.
  fileprivate func mean(size: Int) -> RuleText {
    var text = plainText(short: "mean of the window")
    let values = terms.compactMap { $0.factors.first }.map { Figure($0.value) }
    let window = terms.compactMap { $0.factors.first?.cell }
    let total = printed(values.map(\.value), scale: 1 / Double(max(values.count, 1)))
    text.relation = total.relation
    let sum = Figure(values.reduce(0) { $0 + $1.value })
    let steps = "(\(total.text)) / \(values.count)"
    let brief = "\(sum.text) / \(values.count)"
    text.numbers = [.init(total, steps), .init(brief)]
    text.results =
      [equation(steps, total), equation([brief], relation: text.relation)] + text.results
    text.bodies = windowBodies(window, size: size)
    return text
  }

  /// The cell's share of a mean: δ = f' × 1/s² × δ of the window.
  fileprivate func sentBackByMean() -> RuleText {
    guard let term = terms.first, let share = term.factors.first, let delta = term.factors.last
    else { return noWindow() }
    var text = plainText(short: gated("share × δ"))
    let count = Int((1 / share.value).rounded())
    let from = delta.cell.map(names.name) ?? "δ"
    text.bodies = [
      [
        Line(
          "each of the \(count) cells of the window gets 1/\(count) of \(from) \(relation(of: delta))"
        )
      ]
        + gateLines
    ]
    gatedProduct(["1/\(count)", Figure(delta.value).inBrackets], [Figure(delta.value)], &text)
    text.notes = [direction()]
    return text
  }
}
