import KernelInterface

/// A layer that has a stage of its own, declared in the file of that stage. Every other layer is run by a `LayerStage`.
protocol StreamedLayer: Layer<Float> {
  /// What the layer needs of the layout of the network.
  func needs(_ kernels: KernelSet) -> StreamingNeeds
  /// True if the layer may overwrite its input by its output, and the deltas likewise.
  func worksInPlace(_ boundary: StageBoundary) -> Bool
  /// The stage of the layer; nil when both signals are the same one and nothing has to be done.
  func stage(_ site: StageSite) -> (any Stage)?
}

extension StreamedLayer {
  func needs(_ kernels: KernelSet) -> StreamingNeeds { StreamingNeeds() }
  func worksInPlace(_ boundary: StageBoundary) -> Bool { false }
}

/// What a layer needs of the layout of its network.
struct StreamingNeeds {
  /// Pixels of zeros on either side of each row of its input, and of its deltas when the layer below gets an input
  /// gradient.
  var margin = 0
  /// True if input and output should have the same margins, so that it can work in place.
  var hasEqualMargins = false
  /// Elements of the scratch buffer of a thread, besides those for the kernels.
  var workspaceCount = 0
  /// True if the layer is faster when its input is not overwritten before the backward pass ends.
  var keepsInputs = false
  /// True if its output is its input in another shape.
  var onlyReshapes = false
  /// The most samples of a sub-batch.
  var samples = 512
}

/// What is known of the signals below and above a layer before the signal above is made.
struct StageBoundary {
  let below: Signal
  /// Pixels of zeros beside each row, below and above.
  let margins: (below: Int, above: Int)
  /// True if the values above must not be overwritten before the backward pass ends.
  let keepsValues: Bool
}

/// Where a stage stands in the network, and the buffers it works with.
struct StageSite {
  /// The index of the layer in the network.
  let index: Int
  let below: Signal
  let above: Signal
  let store: ParameterStore
  let workspace: Workspace
  let kernels: KernelSet
  let batch: CurrentBatch
  let threads: Int
  /// True if the layer computes an input gradient.
  let sendsBack: Bool

  /// The place of one of the layer's tensors in the store; nil when it has none of that name.
  func slot(_ name: ParameterName) -> ParameterStore.Slot? { store.slot(layer: index, name) }
}
