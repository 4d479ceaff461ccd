import Engine
import Tracer

/// A convolution: one window, one kernel, one bias. Its rules with numbers are in `ConvolutionRules`.
struct ConvolutionPresentation: LayerPresentation {
  let kind: ConvolutionKind

  // MARK: - Words

  var mapName: String { "conv" + activationName }
  var longMapName: String {
    "conv \(kind.kernelSize)×\(kind.kernelSize), \(kind.kernels) kernels" + activationName
  }

  private var activationName: String {
    kind.activation == .identity ? "" : " \(kind.activation.title)"
  }

  func sumHeading(input: Shape) -> String {
    switch input[2] {
    case 1: "weighted sum: one window, one kernel, one bias"
    case 2: "weighted sum: the same window in both maps"
    default: "weighted sum: the same window in all maps"
    }
  }

  func sentBackHeading(label: String, way: String) -> String {
    "the window of deltas times the kernels turned by half a turn"
  }
  func shortSentBackHeading(label: String) -> String { "deltas times turned kernels" }
  var gradientHeading: String { "one weight: sum over all places where it was used" }
  var remarkOnReaders: String? {
    "weights appear turned: the upper-left cell uses the lower-right weight"
  }

  // MARK: - Scenes

  /// The input around the cell, one sheet of its kernel per input map, and its bias.
  func sumSources(_ cell: CellAddress, at site: SceneSite) -> [TensorMap] {
    let index = cell.index
    guard index.count == 4, let windows = site.windows else { return [] }
    let place = windows.middle(of: GridPosition(index[1], index[2]))
    let sheets = (0..<min(site.input[2], SceneSite.most)).compactMap {
      site.parameter(.weights, middle + [$0, index[3]], as: .kernel)
    }
    return site.sources(sample: index[0], around: place) + sheets
      + [site.parameter(.bias, [index[3]], as: .gate)].compactMap { $0 }
  }

  private var middle: [Int] { [kind.kernelSize / 2, kind.kernelSize / 2] }

  /// The deltas around the cell, map by map, and the sheets they come through, turned by half a turn.
  func sentBackSources(to index: [Int], of below: Int, at site: SceneSite) -> [TensorMap] {
    guard index.count == 4, let windows = site.windows else { return [] }
    let output = windows.nearestOutput(to: GridPosition(index[1], index[2]))
    let maps = (0..<min(kind.kernels, SceneSite.most)).compactMap {
      site.delta([index[0], output.row, output.column, $0])
    }
    let sheets = (0..<min(kind.kernels, SceneSite.most)).compactMap { q -> TensorMap? in
      var sheet = site.parameter(.weights, middle + [index[3], q], as: .kernel)
      sheet?.isTurned = true
      return sheet
    }
    return maps + sheets
  }

  /// The input map and the delta map that the weight pairs.
  func gradientSources(_ index: [Int], at site: SceneSite) -> [TensorMap] {
    guard let windows = site.windows else { return [] }
    let output = GridPosition(site.output[0] / 2, site.output[1] / 2)
    let input = windows.middle(of: output)
    return [
      site.source([0, input.row, input.column, index[2]]),
      site.delta([0, output.row, output.column, index[3]]), site.biasGradient(index[3]),
    ].compactMap { $0 }
  }

  // MARK: - Rules

  func sumText(_ subject: RuleSubject) -> RuleText { subject.convolution(size: kind.kernelSize) }
  func sentBackText(_ subject: RuleSubject) -> RuleText { subject.sentBack(through: kind) }
  func gradientText(_ subject: RuleSubject) -> RuleText { subject.kernelGradient() }

  var sumTerms: String? { "(j,k,p)" }
  var sentBackTerms: String? { "(j,k,q)" }
  var sheetSize: Int? { kind.kernelSize * kind.kernelSize }
  var gradientSumsOverPlaces: Bool { true }
}
