import Engine

/// What a network would have answered in one update under other masks of one of its dropout layers.
public struct MaskOutcomes: Sendable {
  /// The index of the dropout layer.
  public let layer: Int
  /// 1/(1 − rate): the factor of a cell that is kept.
  public let scale: Float
  /// The mask that the update had, of its first sample.
  public let own: [Float]
  private let probe: ForwardProbe
  private let input: Tensor<Double>

  public struct Outcome: Sendable {
    /// The factors of the cells, the same for each sample.
    public let mask: [Float]
    /// S and Y of the last layer, `[n, outputShape]`.
    public let sum: Tensor<Double>
    public let output: Tensor<Double>
    /// Reduced over the batch.
    public let loss: Double
  }

  /// Prepares the update of a case; all updates before are computed again. nil where the layer drops nothing.
  ///
  /// - Parameters:
  ///   - experiment: the case.
  ///   - update: from 1; the one after the last repeats the last step.
  ///   - layer: the index of a dropout layer.
  /// - Throws: `NetworkError` for a case without steps.
  public init?(_ experiment: Case, update: Int, layer: Int) throws {
    let header = experiment.header
    guard header.layers.indices.contains(layer),
      let kind = header.layers[layer].kind as? DropoutKind
    else { return nil }
    let check = try GradientCheck(experiment, update: update)
    guard let mask = check.network.layers[layer].memory[.mask] else { return nil }
    self.layer = layer
    scale = 1 / (1 - Float(kind.rate))
    own = mask.elements.prefix(mask.shape.sample.count).map { Float($0) }
    probe = check.probe
    input = layer == 0 ? check.input : check.center.outputs[layer - 1]
  }

  /// Everything above the dropout layer computed anew with a mask, which all samples share.
  ///
  /// - Parameter mask: a factor for each cell.
  /// - Returns: what the last layer and the loss would be.
  public func outcome(of mask: [Float]) -> Outcome {
    var context = probe.context
    let samples = input.shape.dimensions.first ?? 0
    context.prescribedMasks[probe.layers[layer].name] = Tensor(
      shape: input.shape, elements: (0..<samples).flatMap { _ in mask })
    let masked = ForwardProbe(
      layers: probe.layers, context: context, loss: probe.loss, reduction: probe.reduction,
      target: probe.target)
    let outcome = masked.run(from: .input(input, layer: layer))
    return Outcome(
      mask: mask, sum: outcome.sums.last ?? .empty, output: outcome.outputs.last ?? .empty,
      loss: outcome.loss)
  }

  /// Every mask, from all silenced to all kept; the first cell changes slowest.
  public func all() -> [Outcome] {
    let cells = own.count
    return (0..<1 << cells).map { number in
      outcome(of: (0..<cells).map { number >> (cells - 1 - $0) & 1 == 1 ? scale : 0 })
    }
  }

  /// Nothing silenced, nothing scaled, as in a test.
  public func unmasked() -> Outcome { outcome(of: own.map { _ in 1 }) }
}
