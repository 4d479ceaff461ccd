/// How the weights of a layer are drawn before training.
///
/// With independent zero-mean weights and inputs a neuron's weighted sum has the variance
/// `Var(S) = fan_in · Var(W) · E[X²]`, and what it sends back
/// `Var(G) = fan_out · Var(W) · Var(δ)`. Both stay of the same size from layer to layer only if
/// `fan_in · Var(W) = 1` and `fan_out · Var(W) = 1`. Glorot and Bengio (2010) take the mean of the
/// two fans; He et al. (2015) double the forward rule, because ReLU turns half of the inputs off
/// and so halves `E[X²]`. A uniform distribution on (−a, a) has the variance a²/3, which gives the
/// limits below.
///
/// | name | distribution |
/// |---|---|
/// | Glorot uniform | U(−a, a), a = √(6 / (fan_in + fan_out)) |
/// | Glorot normal | N(0, 2 / (fan_in + fan_out)) |
/// | He uniform | U(−a, a), a = √(6 / fan_in) |
/// | He normal | N(0, 2 / fan_in) |
///
/// fan_in and fan_out count the inputs and outputs of one neuron: `in` and `out` of a dense layer,
/// `k²·c_in` and `k²·c_out` of a convolution. Biases start at 0 and draw nothing. By default each
/// activation has its own (`Activation.initializer`): He uniform before ReLU, Glorot uniform before the others.
public enum Initializer: String, CaseIterable, Sendable, Codable {
  case glorotUniform = "glorot-uniform"
  case glorotNormal = "glorot-normal"
  case heUniform = "he-uniform"
  case heNormal = "he-normal"

  /// The distribution of the numbers that are scaled to become weights.
  public var distribution: UnitDistribution {
    switch self {
    case .glorotUniform, .heUniform: .uniform
    case .glorotNormal, .heNormal: .normal
    }
  }

  /// Var(W): 2 / (fan_in + fan_out) or 2 / fan_in.
  public func variance(fanIn: Int, fanOut: Int) -> Double {
    switch self {
    case .glorotUniform, .glorotNormal: 2 / Double(fanIn + fanOut)
    case .heUniform, .heNormal: 2 / Double(fanIn)
    }
  }

  /// The factor of the drawn numbers: the limit a = √(3·Var(W)) of a uniform distribution, the standard deviation
  /// √Var(W) of a normal one.
  public func scale(fanIn: Int, fanOut: Int) -> Float {
    let variance = variance(fanIn: fanIn, fanOut: fanOut)
    return Float((variance / distribution.variance).squareRoot())
  }

  /// Draws the weights of one layer in row-major order.
  ///
  /// All arithmetic is in Float, in the order of the paper's code (`Float(u)·2 − 1`, then times the limit), so that
  /// a seed gives the same weights bit for bit, and a network in Double starts from the same numbers.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func draw<Element: Scalar>(
    shape: Shape, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) -> Tensor<Element> {
    let scale = scale(fanIn: fanIn, fanOut: fanOut)
    let weights = [Element](unsafeUninitializedCapacity: shape.count) { buffer, count in
      for i in 0..<shape.count {
        buffer.initializeElement(at: i, to: Element(distribution.draw(&random) * scale))
      }
      count = shape.count
    }
    return Tensor(shape: shape, elements: weights)
  }
}

/// The two distributions weights come from, before they are scaled.
public enum UnitDistribution: String, Sendable, Codable {
  /// U(−1, 1), variance 1/3: `Float(rand())·2 − 1`.
  case uniform
  /// N(0, 1): `Float(randn())`.
  case normal

  /// The variance of one draw.
  public var variance: Double {
    switch self {
    case .uniform: 1.0 / 3
    case .normal: 1
    }
  }

  /// One number, drawn in Double and rounded to Float as NumPy does with `astype(float32)`.
  public func draw(_ random: inout RandomSource) -> Float {
    switch self {
    case .uniform: Float(random.uniform()) * 2 - 1
    case .normal: Float(random.normal())
    }
  }
}
