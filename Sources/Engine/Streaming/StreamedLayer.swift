import KernelInterface

/// A layer that has a stage of its own; it says so beside the stage. Every other layer streams through a `LayerStage`.
protocol StreamedLayer: Layer<Float> {
  /// What the layer asks of the network's layout.
  func needs(_ kernels: KernelSet) -> StreamingNeeds
  /// Whether the layer may overwrite its input with its output, deltas likewise.
  func worksInPlace(_ boundary: StageBoundary) -> Bool
  /// The layer at work on sub-batches; nil when there is nothing to do between two signals that are one.
  func stage(_ site: StageSite) -> (any Stage)?
}

extension StreamedLayer {
  func needs(_ kernels: KernelSet) -> StreamingNeeds { StreamingNeeds() }
  func worksInPlace(_ boundary: StageBoundary) -> Bool { false }
}

/// What a layer asks of the layout of the network it stands in.
struct StreamingNeeds {
  /// Pixels of zeros beside each row of its input, and of its deltas when they go on.
  var margin = 0
  /// Whether input and output should have the same margins, so that it can work in place.
  var hasEqualMargins = false
  /// Numbers that a thread needs to work, besides those of the kernels.
  var workspaceCount = 0
  /// Whether it gains when its inputs are still there at the end of the way back.
  var keepsInputs = false
  /// Whether what it makes is its input in another shape.
  var onlyReshapes = false
  /// The most samples that should go through it together.
  var samples = 512
}

/// What is known of the signals below and above a layer before the upper one is made.
struct StageBoundary {
  let below: Signal
  /// Pixels of zeros beside each row, below and above.
  let margins: (below: Int, above: Int)
  /// Whether the values above must be there to the end of the way back.
  let keepsValues: Bool
}

/// Where a stage stands in the network, and what it works with.
struct StageSite {
  /// The layer's, in the network.
  let index: Int
  let below: Signal
  let above: Signal
  let store: ParameterStore
  let workspace: Workspace
  let kernels: KernelSet
  let batch: CurrentBatch
  let threads: Int
  /// Whether deltas go on to what is below.
  let sendsBack: Bool

  /// Where one of the layer's tensors stands; nil when it has none of that name.
  func slot(_ name: ParameterName) -> ParameterStore.Slot? { store.slot(layer: index, name) }
}
