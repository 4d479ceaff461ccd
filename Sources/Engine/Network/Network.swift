/// A sequence of layers with the buffers of one forward and one backward pass. The network runs its layers and reports
/// what they compute to a listener, where there is one.
///
/// A network is a value: a copy can be trained or changed without any effect on the original. Finite differences, edits
/// and checkpoints depend on that.
public struct Network<Element: Scalar>: Sendable {
  public let inputShape: Shape
  public private(set) var layers: [any Layer<Element>]
  private var passes: [Pass]
  private var input = Tensor<Element>.empty
  /// Gradients of the last backward pass, nil for layers without parameters.
  public internal(set) var gradients: [Parameters<Element>?]
  /// ∂Loss/∂X, from the last backward pass that was asked for it.
  public private(set) var inputGradient = Tensor<Element>.empty

  /// What one layer computed in the last forward and backward pass.
  private struct Pass: Sendable {
    var output = Tensor<Element>.empty
    var delta = Tensor<Element>.empty
  }

  /// Builds the layers; parameters are drawn layer by layer in the order of the paper's code.
  ///
  /// - Throws: `NetworkError` naming the layer whose input does not fit.
  public init(
    _ descriptions: [LayerDescription], inputShape: Shape, initializer: Initializer? = nil,
    random: inout RandomSource
  ) throws {
    self.inputShape = inputShape
    layers = []
    let shapes = try Self.shapes(of: descriptions, inputShape: inputShape)
    for (index, description) in descriptions.enumerated() {
      layers.append(
        try description.makeLayer(
          Element.self, name: description.name(at: index), inputShape: shapes[index],
          initializer: initializer, random: &random))
    }
    passes = Array(repeating: Pass(), count: layers.count)
    gradients = layers.map { $0.parameters?.zeros }
  }

  /// The shapes of the input and of every layer's output for one sample; checked before anything is allocated.
  ///
  /// - Throws: `NetworkError` naming the layer whose input does not fit.
  public static func shapes(
    of descriptions: [LayerDescription], inputShape: Shape
  ) throws -> [Shape] {
    guard !descriptions.isEmpty else { throw NetworkError(reason: "the network has no layers") }
    guard inputShape.rank == 1 || inputShape.rank == 3, inputShape.dimensions.allSatisfy({ $0 > 0 })
    else {
      throw NetworkError(
        reason: "the input shape \(inputShape) is neither features nor height×width×channels")
    }
    guard inputShape.fits(largestCount) else {
      throw NetworkError(reason: "the input shape \(inputShape) holds more than 2²⁸ numbers")
    }
    var shapes = [inputShape]
    var total = 0
    for (index, description) in descriptions.enumerated() {
      let name = description.name(at: index)
      let output = try description.outputShape(for: shapes[index], named: name)
      let allocated = [output] + description.workingShapes(input: shapes[index])
      guard allocated.allSatisfy({ $0.fits(largestCount) }) else {
        throw NetworkError(layer: name, reason: "more than 2²⁸ numbers; make the layer smaller")
      }
      total += output.count + description.parameterCount(input: shapes[index])
      guard total <= largestCount else {
        throw NetworkError(
          layer: name, reason: "up to here the network has more than 2²⁸ numbers; make it smaller")
      }
      shapes.append(output)
    }
    return shapes
  }

  /// The most elements of one tensor, and the most that all parameters and the outputs for one sample have together.
  private static var largestCount: Int { 1 << 28 }

  public var outputShape: Shape { layers.last?.outputShape ?? inputShape }
  public var descriptions: [LayerDescription] { layers.map { $0.description } }
  /// Y of the last layer, from the last forward pass.
  public var output: Tensor<Element> { passes.last?.output ?? input }
  /// δ of a layer, from the last backward pass that reached it.
  public func delta(ofLayer index: Int) -> Tensor<Element> { passes[index].delta }
  /// How many weights and biases all layers have together.
  public var parameterCount: Int {
    layers.reduce(0) { $0 + ($1.parameters?.count ?? 0) }
  }
  /// W and b of every layer, nil for layers that have none.
  public var parameters: [Parameters<Element>?] {
    get { layers.map { $0.parameters } }
    set { for index in layers.indices { layers[index].parameters = newValue[index] } }
  }

  /// Replaces the parameters of one layer; shapes must agree.
  public mutating func setParameters(_ parameters: Parameters<Element>, ofLayer index: Int) {
    layers[index].parameters = parameters
  }

  /// Sets the algorithm of all convolutions. A trace computes them by their definition (`direct`).
  public mutating func useConvolution(_ variant: ConvolutionVariant) {
    for index in layers.indices { layers[index].useConvolution(variant) }
  }

  /// Replaces every layer by one that computes in its place, of the same shapes and with the same parameters.
  public mutating func replaceLayers(_ replacement: (any Layer<Element>) -> any Layer<Element>) {
    layers = layers.map(replacement)
  }

  /// The same network in another precision.
  public func converted<Other: Scalar>(to type: Other.Type) throws -> Network<Other> {
    var random = RandomSource(seed: 0)
    var other = try Network<Other>(descriptions, inputShape: inputShape, random: &random)
    other.parameters = parameters.map { $0?.converted(to: type) }
    other.useConvolution(.direct)
    return other
  }
}

// MARK: - Forward and backward

extension Network {
  /// The forward pass: X through all layers. The result is `output`.
  ///
  /// - Parameters:
  ///   - input: `[n, inputShape]`.
  ///   - context: whether the network trains or predicts, and where dropout masks come from.
  ///   - narrate: called with every event; nil when nobody listens.
  public mutating func forward(
    _ input: Tensor<Element>, context: inout ForwardContext,
    narrate: ((TraceEvent) -> Void)? = nil
  ) {
    self.input = input
    narrate?(TraceEvent(.forward, .input, tensors: [.input: input.converted(to: Float.self)]))
    for index in layers.indices {
      var output = passes[index].output
      passes[index].output = .empty
      layers[index].weightedSum(
        of: index == 0 ? input : passes[index - 1].output, into: &output, context: &context)
      if let narrate { self.narrateSum(output, of: layers[index], narrate) }
      layers[index].activation.apply(to: &output)
      narrate?(
        TraceEvent(
          .forward, .activation, layer: layers[index].name,
          tensors: [.output: output.converted(to: Float.self)]))
      passes[index].output = output
    }
  }

  private func narrateSum(
    _ sum: Tensor<Element>, of layer: any Layer<Element>, _ narrate: (TraceEvent) -> Void
  ) {
    var tensors = layer.memory.mapValues { $0.converted(to: Float.self) }
    tensors[.weightedSum] = sum.converted(to: Float.self)
    narrate(TraceEvent(.forward, .weightedSum, layer: layer.name, tensors: tensors))
  }

  /// The backward pass: the initial error E through all layers, from last to first. At each layer Rule 1 gives its
  /// delta, then Rule 2 its gradients.
  ///
  /// Without a listener the pass ends at the first layer that has parameters, since no layer below it needs a delta.
  ///
  /// - Parameters:
  ///   - initialError: E = ∂Loss/∂Y, `[n, outputShape]`.
  ///   - toInput: whether `inputGradient`, ∂Loss/∂X, is computed too; no update needs it.
  ///   - narrate: called with every event; nil when nobody listens.
  public mutating func backward(
    initialError: Tensor<Element>, toInput: Bool = false, narrate: ((TraceEvent) -> Void)? = nil
  ) {
    var sent = initialError
    let goesDown = toInput || narrate != nil
    let end = goesDown ? 0 : layers.firstIndex { $0.parameters != nil } ?? layers.count
    for index in layers.indices.reversed() where index >= end {
      let layer = layers[index]
      layer.gate(&sent, output: passes[index].output)
      narrate?(
        TraceEvent(
          .backward, .delta, layer: layer.name, rule: 1,
          tensors: [.delta: sent.converted(to: Float.self)]))
      computeGradients(of: index, delta: sent, narrate)
      if index > end {
        var below = passes[index - 1].delta
        passes[index - 1].delta = .empty
        layer.sendBack(sent, into: &below)
        passes[index].delta = sent
        sent = below
      } else {
        passes[index].delta = sent
      }
    }
    narrate?(
      TraceEvent(
        .backward, .skipped, layer: layers.first?.name, rule: 1, reason: TraceEvent.firstLayer))
    if toInput { layers.first?.sendBack(passes[0].delta, into: &inputGradient) }
  }

  /// Rule 2: the gradients of one layer's parameters.
  private mutating func computeGradients(
    of index: Int, delta: Tensor<Element>, _ narrate: ((TraceEvent) -> Void)?
  ) {
    let name = layers[index].name
    guard var gradient = gradients[index] else {
      narrate?(
        TraceEvent(.backward, .skipped, layer: name, rule: 2, reason: TraceEvent.noParameters))
      return
    }
    gradients[index] = nil
    layers[index].gradients(
      delta: delta, input: index == 0 ? input : passes[index - 1].output, into: &gradient)
    gradients[index] = gradient
    narrate?(
      TraceEvent(
        .backward, .gradient, layer: name, rule: 2,
        tensors: gradient.converted(to: Float.self).named))
  }

  /// Adds a correction to every parameter, last layer first.
  public mutating func apply(
    corrections: [Parameters<Element>?], narrate: ((TraceEvent) -> Void)? = nil
  ) {
    for index in layers.indices.reversed() {
      let name = layers[index].name
      guard let correction = corrections[index], var parameters = layers[index].parameters else {
        narrate?(TraceEvent(.update, .skipped, layer: name, reason: TraceEvent.noParameters))
        continue
      }
      layers[index].parameters = nil
      parameters.add(correction)
      layers[index].parameters = parameters
      guard let narrate else { continue }
      narrate(
        TraceEvent(
          .update, .correction, layer: name, tensors: correction.converted(to: Float.self).named))
      narrate(
        TraceEvent(
          .update, .parameters, layer: name, tensors: parameters.converted(to: Float.self).named))
    }
  }
}
