/// One layer: it computes, and knows nothing of tracing, losses or optimizers.
///
/// Its three steps are the paper's: the weighted sum S, what it sends back (Rule 1), and the gradients of its own
/// parameters (Rule 2). The activation between S and Y = f(S) is applied by the network, so that it can report
/// both.
public protocol Layer<Element>: Sendable {
  associatedtype Element: Scalar

  /// Kind and index from 0: `c0`, `m2`, `d4`.
  var name: String { get }
  var description: LayerDescription { get }
  /// Of one sample, without the batch axis.
  var inputShape: Shape { get }
  var outputShape: Shape { get }
  /// The layer's parameters, such as W and b; nil for a layer that has none.
  var parameters: Parameters<Element>? { get set }
  /// What the forward pass keeps for the backward pass: `argmax` of max pooling, `mask` of dropout.
  var memory: [TensorName: Tensor<Element>] { get }

  /// S from X: `[n, input] → [n, output]`.
  mutating func weightedSum(
    of input: Tensor<Element>, into sum: inout Tensor<Element>, context: inout ForwardContext)

  /// Rule 1: the input gradient, which is sent back to the layer below, before the derivative of that layer's
  /// activation: δ `[n, output]` → `[n, input]`.
  func sendBack(_ delta: Tensor<Element>, into sent: inout Tensor<Element>)

  /// The derivative of this layer's own activation: what came back, `[n, output]`, becomes δ. `output` is Y of the last
  /// forward pass.
  func gate(_ sent: inout Tensor<Element>, output: Tensor<Element>)

  /// Rule 2: ∂Loss/∂W and ∂Loss/∂b from δ and the layer's input. Nothing for a layer without parameters.
  func gradients(
    delta: Tensor<Element>, input: Tensor<Element>, into gradients: inout Parameters<Element>)

  /// Sets the algorithm by which the layer computes, if it is a convolution.
  mutating func useConvolution(_ variant: ConvolutionVariant)
}

extension Layer {
  public var activation: Activation { description.activation }
  public var parameters: Parameters<Element>? {
    get { nil }
    set {}
  }
  public var memory: [TensorName: Tensor<Element>] { [:] }
  public func gate(_ sent: inout Tensor<Element>, output: Tensor<Element>) {
    activation.backward(&sent, output: output)
  }
  public func gradients(
    delta: Tensor<Element>, input: Tensor<Element>, into gradients: inout Parameters<Element>
  ) {}
  public mutating func useConvolution(_ variant: ConvolutionVariant) {}
}

/// What a forward pass depends on besides its input: whether it trains or predicts, and where random masks come
/// from.
public struct ForwardContext: Sendable {
  public enum Mode: Sendable { case training, predicting }

  /// Whether every sample draws its own dropout mask or the batch shares one (the paper's code).
  public enum MaskScope: String, Codable, CaseIterable, Sendable { case sample, batch }

  public var mode: Mode
  public var random: RandomSource
  public var maskScope: MaskScope
  /// Masks by layer name, `[n, …]`, used instead of drawn ones: a case may prescribe them.
  public var prescribedMasks: [String: Tensor<Float>]

  public init(
    mode: Mode = .training, random: RandomSource = RandomSource(seed: 0),
    maskScope: MaskScope = .sample, prescribedMasks: [String: Tensor<Float>] = [:]
  ) {
    self.mode = mode
    self.random = random
    self.maskScope = maskScope
    self.prescribedMasks = prescribedMasks
  }
}
