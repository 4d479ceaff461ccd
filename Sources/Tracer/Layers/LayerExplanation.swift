import Engine

/// Explains the numbers of a kind of layer: where each came from, which cells use it, and the rule in symbols.
///
/// Each kind has a file of its own, and a line in `LayerDescription.explanation`. Indices are those of tensors with the
/// sample first: an input `[n, …]`, an output `[n, …]`.
protocol LayerExplanation: Sendable {
  // MARK: Where a number came from

  /// The terms of a cell of S.
  func sum(_ index: [Int], at place: LayerPlace) -> Reasons?
  /// The terms of a number that the layer keeps for the backward pass (`argmax`); nil where it was given.
  func remembered(_ name: TensorName, _ index: [Int], at place: LayerPlace) -> Reasons?
  /// Rule 1: the terms of a cell of the input gradient, before the derivative of the activation below.
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
  /// Cells of the input gradient computed from a cell of the layer's delta.
  func sentBack(from index: [Int], at place: LayerPlace) -> [Use]
  /// Cells of S computed from a cell of a parameter, or of a tensor that the layer keeps.
  func sums(reading name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use]
  /// Cells of the input gradient computed with a cell of a parameter, or of a tensor that the layer keeps.
  func sentBack(through name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use]

  // MARK: What it is

  /// The tensors that the forward pass records besides S, in the shape of S.
  var remembers: [TensorName] { get }
  /// Why the numbers of such a tensor cannot be right; nil when they can.
  func fault(in name: TensorName, _ tensor: Tensor<Float>) -> String?
  /// True if an output is one of the inputs or 0, so that a cell that is off below is off here too.
  var handsOnSilence: Bool { get }
  /// True if it only lays the same numbers out in another shape; then it has no step of its own in the backward
  /// pass.
  var onlyRelays: Bool { get }

  // MARK: The rule in symbols

  func sumRule(_ annotator: Annotator, layer: Int) -> Annotation
  /// Rule 1 for the delta of the layer below.
  func sentBackRule(_ annotator: Annotator, layer: Int) -> SentBackRule
  /// Rule 2; nil for a layer without parameters.
  func gradientRule(_ annotator: Annotator, layer: Int) -> Annotation?
}

/// The terms of a number, without its value.
struct Reasons {
  var terms: [Term] = []
  /// Cells that influenced the number without being a factor of it.
  var influences: [CellAddress] = []

  init(_ terms: [Term] = [], influences: [CellAddress] = []) {
    self.terms = terms
    self.influences = influences
  }
}

/// A cell that uses a number, with the terms that contain the number; no terms where it is only an influence.
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
  /// What it is multiplied with: `, the turned kernels of B`; may be empty.
  var source = ""
  var body: String
}

/// Defaults for what most kinds do not have.
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

  /// True if a layer only lays the same numbers out in another shape, as flatten does.
  public func onlyRelays(_ layer: Int) -> Bool { explanation(of: layer).onlyRelays }

  /// Where the windows of a layer's outputs lie in its input; nil for a layer that does not look through windows.
  public func windows(of layer: Int) -> WindowGeometry? {
    layers[layer].windows(over: input(of: layer))
  }
}
