import KernelInterface

/// Builds the stages of a network, with signals between them.
struct StageBuilder {
  private let network: Network<Float>
  private let needs: [StreamingNeeds]
  private let kernels: KernelSet
  private let threads: Int
  private let capacity: Int
  private let batch: CurrentBatch

  /// The result of building.
  struct Built {
    var input: Signal
    var output: Signal
    /// In the order of the forward pass, each with the index of its layer.
    var stages: [(layer: Int, stage: any Stage)] = []
    var dropouts: [DropoutStage] = []
  }

  init(
    network: Network<Float>, kernels: KernelSet, threads: Int, capacity: Int, batch: CurrentBatch
  ) {
    self.network = network
    needs = network.layers.map { ($0 as? any StreamedLayer)?.needs(kernels) ?? StreamingNeeds() }
    self.kernels = kernels
    self.threads = threads
    self.capacity = capacity
    self.batch = batch
  }

  /// The index of the first stage with parameters: the backward pass ends there.
  var firstLearning: Int {
    network.layers.firstIndex { $0.parameters != nil } ?? network.layers.count
  }

  func build(_ store: ParameterStore) -> Built {
    let workspace = Workspace(
      count: needs.map(\.workspaceCount).max() ?? 0, threads: threads, kernels)
    let margins = margins
    let input = signal(0, .identity, margin: margins[0])
    var built = Built(input: input, output: input)
    for (index, layer) in network.layers.enumerated() {
      let below = built.output
      let boundary = StageBoundary(
        below: below, margins: (margins[index], margins[index + 1]),
        keepsValues: keepsValues(above: index))
      let streamed = layer as? any StreamedLayer
      let above =
        streamed?.worksInPlace(boundary) == true
        ? below
        : signal(
          index + 1, layer.activation, margin: margins[index + 1],
          keepsValues: boundary.keepsValues)
      built.output = above
      let site = StageSite(
        index: index, below: below, above: above, store: store, workspace: workspace,
        kernels: kernels, batch: batch, threads: threads, sendsBack: index > firstLearning)
      guard let stage = streamed.map({ $0.stage(site) }) ?? LayerStage(layer, site) else {
        continue
      }
      built.stages.append((index, stage))
      if let dropout = stage as? DropoutStage { built.dropouts.append(dropout) }
    }
    return built
  }

  /// The signal between layer `boundary` − 1 and layer `boundary`.
  private func signal(
    _ boundary: Int, _ activation: Activation, margin: Int, keepsValues: Bool = false
  ) -> Signal {
    Signal(
      shape: boundary == 0 ? network.inputShape : network.layers[boundary - 1].outputShape,
      margin: margin, activation: activation, capacity: capacity, threads: threads,
      keepsValues: keepsValues)
  }

  /// True if a layer without an activation is followed by one that is faster when its input is not overwritten before
  /// the backward pass ends.
  private func keepsValues(above index: Int) -> Bool {
    network.layers[index].activation == .identity
      && needs[(index + 1)...].first { !$0.onlyReshapes }?.keepsInputs == true
  }

  /// The margin of each signal, the input's first: the largest one that the layers on both sides need.
  private var margins: [Int] {
    var margins = [Int](repeating: 0, count: needs.count + 1)
    for (index, needs) in needs.enumerated() {
      margins[index] = max(margins[index], needs.margin)
      if index > firstLearning { margins[index + 1] = max(margins[index + 1], needs.margin) }
    }
    for (index, needs) in needs.enumerated() where needs.hasEqualMargins {
      let both = max(margins[index], margins[index + 1])
      (margins[index], margins[index + 1]) = (both, both)
    }
    return margins
  }
}
