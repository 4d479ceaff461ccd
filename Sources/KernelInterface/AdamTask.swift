/// One update step of Adam on `count` parameters that lie side by side.
public struct AdamTask {
  public var parameters: UnsafeMutablePointer<Float>
  public var gradients: UnsafePointer<Float>
  /// The optimizer's state m and v.
  public var means: UnsafeMutablePointer<Float>
  public var squares: UnsafeMutablePointer<Float>
  public var count: Int

  public var beta1: Float
  public var beta2: Float
  /// 1 − β₁ and 1 − β₂.
  public var rest1: Float
  public var rest2: Float
  /// 1/(1 − β₁ᵗ) and 1/(1 − β₂ᵗ).
  public var scale1: Float
  public var scale2: Float
  public var rate: Float
  public var epsilon: Float

  public init(
    parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    means: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>, count: Int,
    beta1: Float, beta2: Float, rest1: Float, rest2: Float, scale1: Float, scale2: Float,
    rate: Float, epsilon: Float
  ) {
    self.parameters = parameters
    self.gradients = gradients
    self.means = means
    self.squares = squares
    self.count = count
    self.beta1 = beta1
    self.beta2 = beta2
    self.rest1 = rest1
    self.rest2 = rest2
    self.scale1 = scale1
    self.scale2 = scale2
    self.rate = rate
    self.epsilon = epsilon
  }
}
