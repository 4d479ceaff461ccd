import KernelInterface

/// Lays a network out as stages with signals between them.
struct StageBuilder {
  let network: Network<Float>
  let kernels: KernelSet
  let threads: Int
  let capacity: Int
  let batch: CurrentBatch

  /// What was built.
  struct Built {
    var input: Signal
    var output: Signal
    /// In the order of the way forward, each with its layer's index.
    var stages: [(layer: Int, stage: any Stage)] = []
    var dropouts: [DropoutStage] = []
  }

  /// The first layer whose parameters are learnt: the way back ends there.
  var firstLearning: Int {
    network.layers.firstIndex { $0.parameters != nil } ?? network.layers.count
  }

  func build(_ store: ParameterStore) -> Built {
    let workspace = Workspace(count: workspaceCount, threads: threads)
    let margins = margins
    func signal(
      _ boundary: Int, _ activation: Activation, keepsValues: Bool = false
    ) -> Signal {
      let shape =
        boundary == 0 ? network.inputShape : network.layers[boundary - 1].outputShape
      return Signal(
        shape: shape, margin: margins[boundary], activation: activation, capacity: capacity,
        threads: threads, keepsValues: keepsValues)
    }
    let input = signal(0, .identity)
    var built = Built(input: input, output: input)
    for (index, layer) in network.layers.enumerated() {
      let below = built.output
      let isInPlace =
        switch layer {
        case is Flatten<Float>: margins[index] == 0
        case is Dropout<Float>:
          below.isInPlace && margins[index] == margins[index + 1]
            && !(keepsValues(above: index) && !below.isGated)
        default: false
        }
      let above =
        isInPlace
        ? below
        : signal(index + 1, layer.activation, keepsValues: keepsValues(above: index))
      built.output = above
      if let stage = stage(index, layer, below, above, store, workspace) {
        built.stages.append((index, stage))
        if let dropout = stage as? DropoutStage { built.dropouts.append(dropout) }
      }
    }
    return built
  }

  private func stage(
    _ index: Int, _ layer: any Layer<Float>, _ below: Signal, _ above: Signal,
    _ store: ParameterStore, _ workspace: Workspace
  ) -> (any Stage)? {
    switch layer {
    case let layer as MaxPooling2D<Float>:
      return MaxPoolingStage(below: below, above: above, size: layer.size, kernels: kernels)
    case let layer as AveragePooling2D<Float>:
      return AveragePoolingStage(below: below, above: above, size: layer.size)
    case let layer as Dropout<Float>:
      return DropoutStage(below: below, above: above, rate: layer.rate, kernels: kernels)
    case is Flatten<Float>:
      return below === above ? nil : FlattenStage(below: below, above: above)
    default: break
    }
    guard let weights = store.slot(layer: index, isBias: false),
      let bias = store.slot(layer: index, isBias: true)
    else { return nil }
    let sendsBack = index > firstLearning
    guard let layer = layer as? Convolution2D<Float> else {
      return DenseStage(
        below: below, above: above, activation: layer.activation, store: store, weights: weights,
        bias: bias, workspace: workspace, kernels: kernels, batch: batch, sendsBack: sendsBack)
    }
    let site = ConvolutionSite(
      below: below, above: above, geometry: layer.geometry, activation: layer.activation,
      store: store, weights: weights, bias: bias, workspace: workspace, kernels: kernels,
      threads: threads, sendsBack: sendsBack)
    switch layer.variant.chosen(for: layer.geometry, lanes: kernels.lanes) {
    case .winograd(let tables): return WinogradConvolutionStage(site, tables: tables)
    case .tiled: return TiledConvolutionStage(site)
    case .reference:
      guard let parameters = layer.parameters else { return nil }
      return ReferenceConvolutionStage(
        below: below, above: above, layer: layer, parameters: parameters, store: store,
        weights: weights, bias: bias, threads: threads)
    }
  }

  /// Whether a large dense layer reads what a layer without an activation makes: with the values at hand to the end it
  /// can leave its gradient to the update.
  private func keepsValues(above index: Int) -> Bool {
    guard network.layers[index].activation == .identity,
      let reader = network.layers[(index + 1)...].first(where: { !($0 is Flatten<Float>) }),
      let weights = (reader as? Dense<Float>)?.parameters?.weights
    else { return false }
    return weights.count >= 1 << 15
  }

  private func usesWinograd(_ convolution: Convolution2D<Float>) -> Bool {
    let choice = convolution.variant.chosen(for: convolution.geometry, lanes: kernels.lanes)
    if case .winograd = choice { return true }
    return false
  }

  /// The zeros beside each picture by boundary, the input's first: what the convolutions on both sides ask for.
  private var margins: [Int] {
    let layers = network.layers
    var margins = [Int](repeating: 0, count: layers.count + 1)
    for (index, layer) in layers.enumerated() {
      guard let convolution = layer as? Convolution2D<Float> else { continue }
      let geometry = convolution.geometry
      let margin =
        usesWinograd(convolution) ? WinogradTiling(geometry: geometry).margin : geometry.radius
      margins[index] = max(margins[index], margin)
      if index > firstLearning { margins[index + 1] = max(margins[index + 1], margin) }
    }
    // Dropout works in place where both its sides look alike.
    for (index, layer) in layers.enumerated() where layer is Dropout<Float> {
      let both = max(margins[index], margins[index + 1])
      (margins[index], margins[index + 1]) = (both, both)
    }
    return margins
  }

  private var workspaceCount: Int {
    let counts = network.layers.map { layer in
      if layer is Dense<Float> { return KernelSet.copyCount }
      guard let convolution = layer as? Convolution2D<Float>, usesWinograd(convolution) else {
        return 0
      }
      return WinogradTiling(geometry: convolution.geometry).workspaceCount
    }
    return counts.max() ?? 0
  }
}
