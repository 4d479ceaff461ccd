import Engine
import TerminalKit
import Tracer

/// What a kind of layer says and shows on screen: its name, the words of its rules, the tensors beside it, and its rules with
/// the numbers of one cell.
///
/// Each kind has a file of its own, and a line in `LayerDescription.presentation`. No number is computed here: cells come from
/// the trace, sums from a `Derivation`.
protocol LayerPresentation: Sendable {
  // MARK: What it is called

  /// Behind its label in the network map, `conv ReLU`, `max 2×2`; empty where the label says enough.
  var mapName: String { get }
  /// The same where a short network leaves room: `conv 3×3, 2 kernels ReLU`.
  var longMapName: String { get }

  // MARK: The words of its rules

  /// The heading of the forward rule: `weighted sum of 18`.
  func sumHeading(input: Shape) -> String
  /// The heading of Rule 1 at the layer below.
  ///
  /// - Parameters:
  ///   - label: of this layer.
  ///   - way: what the delta passes besides: ` and through R, through the gate of ReLU`; may be empty.
  /// - Returns: `back through P and through R, through the gate of ReLU`.
  func sentBackHeading(label: String, way: String) -> String
  /// The same in a few words: `from δ_P`.
  func shortSentBackHeading(label: String) -> String
  /// The heading of Rule 2.
  var gradientHeading: String { get }
  /// Why it has nothing to tune: `it only chooses.`
  var nature: String { get }
  /// What it does for Rule 1 although it has nothing to tune: `18 addresses steer the next step.`; nil for nothing.
  func partInRule1(output: Shape) -> String?
  /// What is worth saying of the list of sums that use one number; nil for nothing.
  var remarkOnReaders: String? { get }

  // MARK: The tensors on show

  /// What a cell of S, or of a tensor kept beside it, is computed from.
  func sumSources(_ cell: CellAddress, at site: SceneSite) -> [TensorMap]
  /// What this layer sends back to a cell of a layer below it: its deltas, and what they come through.
  ///
  /// - Parameters:
  ///   - index: of a cell of the output of `below`.
  ///   - below: a layer, from which this one is parted at most by layers that only relay.
  ///   - site: builds maps of this layer's tensors.
  /// - Returns: the maps, deltas first; empty where the trace has none of them.
  func sentBackSources(to index: [Int], of below: Int, at site: SceneSite) -> [TensorMap]
  /// What the gradient of a weight is computed from.
  func gradientSources(_ index: [Int], at site: SceneSite) -> [TensorMap]
  /// Whether it reads a list that was flattened as the picture it was, so that its deltas are shown in place of the list's.
  var looksThroughRelays: Bool { get }

  // MARK: Its rules with numbers

  /// The rule of a cell of S.
  func sumText(_ subject: RuleSubject) -> RuleText
  /// Rule 1: of a delta that this layer sends back.
  func sentBackText(_ subject: RuleSubject) -> RuleText
  /// Rule 2: of the gradient of a weight.
  func gradientText(_ subject: RuleSubject) -> RuleText

  /// What the terms of S are called in a table, `(j,k,p)`; nil when they are no sum to be read row by row.
  var sumTerms: String? { get }
  /// The same of the terms that it sends back.
  var sentBackTerms: String? { get }
  /// How many terms of what it sends back belong to one sheet of its weights, which is shown turned or as stored; nil
  /// where weights are not turned.
  var sheetSize: Int? { get }
  /// Whether the gradient of a weight sums over all places of a picture, so that only terms that count are marked.
  var gradientSumsOverPlaces: Bool { get }
}

/// Defaults for what most kinds do not have.
extension LayerPresentation {
  var longMapName: String { mapName }

  func sentBackHeading(label: String, way: String) -> String { "back through \(label)\(way)" }
  func shortSentBackHeading(label: String) -> String { "from δ_\(label)" }
  var gradientHeading: String { "∂W = δ × input" }
  var nature: String { "it has no weights." }
  func partInRule1(output: Shape) -> String? { nil }
  var remarkOnReaders: String? { nil }

  func gradientSources(_ index: [Int], at site: SceneSite) -> [TensorMap] { [] }
  var looksThroughRelays: Bool { false }

  func gradientText(_ subject: RuleSubject) -> RuleText { subject.plainText(short: "") }
  var sumTerms: String? { nil }
  var sentBackTerms: String? { nil }
  var sheetSize: Int? { nil }
  var gradientSumsOverPlaces: Bool { false }
}

extension TraceHeader {
  func presentation(of layer: Int) -> any LayerPresentation { layers[layer].presentation }
}
