/// Sends a random vector through many random layers, to see what the scale of the weights does to
/// it: the paper's initialisation demos (docs/algorithms.md §5).
///
/// Forward: `s = W·x`, `x ← f(s)`, layer 1 first. Backward: the same forward pass, then a standard
/// normal gradient comes in above the last layer and goes down, `g ← Wᵀ·(f′(s) ∘ g)`. f′ is computed
/// from the outputs y = f(s) that the forward pass kept.
///
/// It computes one layer at a time, so that a caller can show progress or stop.
public struct SignalPropagation: Sendable {
  public let settings: PropagationSettings
  /// One per layer, in the order of computation: from layer 1 up, or from the last layer down.
  public private(set) var signals: [LayerSignal] = []
  /// The random numbers; the next run with the same seed and width may reuse them.
  public private(set) var draws: LayerDraws

  private let scale: Float
  /// What the next layer gets: the input x, or in the backward pass the gradient g. [width]
  private var carried: [Float]
  /// The outputs of the layers, which the backward pass needs. [layers][width]
  private var outputs: [[Float]] = []

  /// - Parameters:
  ///   - settings: what to run.
  ///   - draws: those of an earlier run; used when their seed, width and distribution fit.
  /// - Throws: `PropagationError` when a setting is out of its range.
  public init(_ settings: PropagationSettings, draws: LayerDraws? = nil) throws {
    try settings.validate()
    self.settings = settings
    scale = settings.weights.scale(width: settings.width)
    let distribution = settings.weights.distribution
    if let draws, draws.seed == settings.seed, draws.width == settings.width,
      draws.distribution == distribution
    {
      self.draws = draws
    } else {
      self.draws = LayerDraws(
        seed: settings.seed, width: settings.width, distribution: distribution)
    }
    carried = self.draws.input
  }

  /// The signals of all layers.
  public static func run(_ settings: PropagationSettings) throws -> [LayerSignal] {
    var propagation = try SignalPropagation(settings)
    while propagation.advance() {}
    return propagation.signals
  }

  /// How many of the `settings.products` are done.
  public var done: Int { outputs.count + signals.count }

  /// Computes one layer; false when there was none left.
  public mutating func advance() -> Bool {
    guard signals.count < settings.layers else { return false }
    switch settings.direction {
    case .forward: signals.append(forward(signals.count + 1))
    case .backward where outputs.count < settings.layers:
      outputs.append(forward(outputs.count + 1).values)
      if outputs.count == settings.layers { carried = draws.gradient(above: settings.layers) }
    case .backward: signals.append(backward(settings.layers - signals.count))
    }
    return true
  }

  private mutating func forward(_ layer: Int) -> LayerSignal {
    var signal = vector(
      OrderedProduct.product(draws.weights(of: layer), scale: scale, carried))
    settings.activation.apply(to: &signal)
    carried = signal.elements
    return LayerSignal(layer: layer, values: carried)
  }

  private mutating func backward(_ layer: Int) -> LayerSignal {
    var delta = vector(carried)
    settings.activation.backward(&delta, output: vector(outputs[layer - 1]))
    carried = OrderedProduct.transposedProduct(
      draws.weights(of: layer), scale: scale, delta.elements)
    return LayerSignal(layer: layer, values: carried)
  }

  private func vector(_ elements: [Float]) -> Tensor<Float> {
    Tensor(shape: [settings.width], elements: elements)
  }
}
