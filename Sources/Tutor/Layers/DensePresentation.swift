import Engine
import Tracer

/// A dense layer: every output reads every input. Its rules with numbers are in `DenseRules`.
struct DensePresentation: LayerPresentation {
  let kind: DenseKind

  // MARK: - Words

  /// A function that takes all outputs together names the layer: `softmax`.
  var mapName: String {
    let title = kind.activation.title
    guard kind.activation.isElementwise else { return title }
    return title.isEmpty ? "dense" : "dense \(title)"
  }

  func sumHeading(input: Shape) -> String { "weighted sum of \(input.count)" }
  func sentBackHeading(label: String, way: String) -> String {
    "back through the dense weights\(way)"
  }

  // MARK: - Scenes

  var looksThroughRelays: Bool { true }

  /// The list it reads, the row of weights of its unit, and the bias.
  func sumSources(_ cell: CellAddress, at site: SceneSite) -> [TensorMap] {
    let unit = cell.index[1]
    let row = (0..<(site.flattened.map { min($0[2], SceneSite.most) } ?? 1)).compactMap {
      site.parameter(.weights, [unit, $0], as: .kernel)
    }
    return site.sources(sample: cell.index[0], around: GridPosition(0, 0)) + row
      + [site.parameter(.bias, [unit], as: .gate)].compactMap { $0 }
  }

  /// The deltas of all units, and the weights that join them with the one input.
  func sentBackSources(to index: [Int], of below: Int, at site: SceneSite) -> [TensorMap] {
    let input = site.header.output(of: below).offset(of: Array(index.dropFirst())) ?? 0
    let column = (0..<min(kind.units, SceneSite.most)).map {
      site.parameter(.weights, [$0, input], as: .kernel)
    }
    return ([site.delta([index[0], 0])] + column).compactMap { $0 }
  }

  func gradientSources(_ index: [Int], at site: SceneSite) -> [TensorMap] {
    site.listSources(sample: 0)
      + [site.delta([0, index[0]]), site.biasGradient(index[0])].compactMap { $0 }
  }

  // MARK: - Rules

  func sumText(_ subject: RuleSubject) -> RuleText { subject.dense() }
  func sentBackText(_ subject: RuleSubject) -> RuleText { subject.sentBackByDense() }
  func gradientText(_ subject: RuleSubject) -> RuleText { subject.denseGradient() }

  var sumTerms: String? { "(i)" }
  var sentBackTerms: String? { "(c)" }
}
