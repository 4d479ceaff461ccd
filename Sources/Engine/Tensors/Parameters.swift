/// A layer's tunable numbers, or numbers of the same shapes: gradients, corrections.
public struct Parameters<Element: Scalar>: Equatable, Sendable {
  /// W: `[kh, kw, c_in, c_out]` (convolution) or `[out, in]` (dense).
  public var weights: Tensor<Element>
  /// b: `[out]`.
  public var bias: Tensor<Element>

  public init(weights: Tensor<Element>, bias: Tensor<Element>) {
    self.weights = weights
    self.bias = bias
  }

  /// Zeros of the same shapes.
  public var zeros: Parameters {
    Parameters(weights: Tensor(shape: weights.shape), bias: Tensor(shape: bias.shape))
  }

  /// As a trace names them: `W` and `b`.
  public var named: [TensorName: Tensor<Element>] { [.weights: weights, .bias: bias] }

  public func converted<Other: Scalar>(to type: Other.Type) -> Parameters<Other> {
    Parameters<Other>(weights: weights.converted(to: type), bias: bias.converted(to: type))
  }
}
