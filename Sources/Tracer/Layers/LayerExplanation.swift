import Engine

/// What a kind of layer can say about its numbers: where each came from, who uses it, and the rule in symbols.
///
/// Each kind has a file of its own, and a line in `LayerDescription.explanation`. Indices are those of tensors with the
/// sample first: an input `[n, …]`, an output `[n, …]`.
protocol LayerExplanation: Sendable {
  // MARK: Where a number came from

  /// The terms of a cell of S.
  func sum(_ index: [Int], at place: LayerPlace) -> Reasons?
  /// The reasons of a number that the layer remembers for the way back (`argmax`); nil where it is given.
  func remembered(_ name: TensorName, _ index: [Int], at place: LayerPlace) -> Reasons?
  /// Rule 1: the terms of what goes back to a cell of the input, before the derivative of the activation below.
  func sentBack(to index: [Int], at place: LayerPlace) -> Reasons?
  /// Rule 2: the terms of a cell of the gradient of a parameter.
  func gradient(_ name: TensorName, _ index: [Int], at place: LayerPlace) -> Reasons?

  // MARK: Who uses a number

  /// Cells of the weighted sum's event computed from a cell of the input.
  func sums(readingInput index: [Int], at place: LayerPlace) -> [Use]
  /// Cells of the gradients computed from a cell of the input.
  func gradients(readingInput index: [Int], at place: LayerPlace) -> [Use]
  /// Cells of the gradients computed from a cell of the layer's delta.
  func gradients(readingDelta index: [Int], at place: LayerPlace) -> [Use]
  /// Cells of the input to which a cell of the layer's delta goes back.
  func sentBack(from index: [Int], at place: LayerPlace) -> [Use]
  /// Cells of S computed from a cell of a parameter, or of what the layer remembers.
  func sums(reading name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use]
  /// Cells of the input to which something goes back by way of a parameter, or of what the layer remembers.
  func sentBack(through name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use]

  // MARK: What it is

  /// What the forward pass leaves in the event of the weighted sum besides S, in the shape of S.
  var remembers: [TensorName] { get }
  /// Why the numbers of a remembered tensor cannot be right; nil when they can.
  func fault(in name: TensorName, _ tensor: Tensor<Float>) -> String?
  /// Whether an output is one of the inputs or 0, so that a silence below stays a silence.
  var handsOnSilence: Bool { get }
  /// Whether it only lays the same numbers out in another shape: the way back passes it without a step of its own.
  var onlyRelays: Bool { get }

  // MARK: The rule in symbols

  func sumRule(_ annotator: Annotator, layer: Int) -> Annotation
  /// Rule 1 as the layer below sees it.
  func sentBackRule(_ annotator: Annotator, layer: Int) -> SentBackRule
  /// Rule 2; nil for a layer without parameters.
  func gradientRule(_ annotator: Annotator, layer: Int) -> Annotation?
}

/// How a number came about, without the number.
struct Reasons {
  var kind: Derivation.Kind
  var terms: [Term] = []
  /// Cells that decided about the number without being a factor of it.
  var influences: [CellAddress] = []

  init(_ kind: Derivation.Kind, _ terms: [Term] = [], influences: [CellAddress] = []) {
    self.kind = kind
    self.terms = terms
    self.influences = influences
  }
}

/// A cell that uses a number, and the terms in which that number stands; none where it only had influence.
struct Use {
  var tensor: TensorName
  var index: [Int]
  var terms: [Term]

  init(_ tensor: TensorName, _ index: [Int], _ terms: Term...) {
    self.tensor = tensor
    self.index = index
    self.terms = terms
  }
}

/// `δ_A from δ_B, the turned kernels of B`, and the sum that says so.
struct SentBackRule {
  /// The delta that is sent back: `δ_B`.
  var from: String
  /// What it is sent back by: `, the turned kernels of B`; may be empty.
  var source = ""
  var body: String
}

/// What most kinds have nothing of.
extension LayerExplanation {
  func remembered(_ name: TensorName, _ index: [Int], at place: LayerPlace) -> Reasons? { nil }
  func gradient(_ name: TensorName, _ index: [Int], at place: LayerPlace) -> Reasons? { nil }
  func gradients(readingInput index: [Int], at place: LayerPlace) -> [Use] { [] }
  func gradients(readingDelta index: [Int], at place: LayerPlace) -> [Use] { [] }
  func sums(reading name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use] { [] }
  func sentBack(through name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use] { [] }
  var remembers: [TensorName] { [] }
  func fault(in name: TensorName, _ tensor: Tensor<Float>) -> String? { nil }
  var handsOnSilence: Bool { false }
  var onlyRelays: Bool { false }
  func gradientRule(_ annotator: Annotator, layer: Int) -> Annotation? { nil }
}

extension TraceHeader {
  func explanation(of layer: Int) -> any LayerExplanation { layers[layer].explanation }
}
