/// A layer's activation function Y = f(S), and its part of Rule 1: δ = (∂f/∂S) ∘ what is sent back.
///
/// Every derivative is a function of the output alone, so S need not be kept.
public enum Activation: String, Codable, CaseIterable, Sendable {
  /// f(s) = s.
  case identity
  /// f(s) = max(s, 0); the derivative is 1 where s > 0 and 0 elsewhere, also at s = 0.
  case relu
  /// f(s) = 1 / (1 + e^−s); the derivative is y(1 − y).
  case sigmoid
  /// f(s) = tanh s; the derivative is 1 − y².
  case tanh
  /// f(s)_c = e^s_c / Σ e^s over the last axis; the Jacobian is diag(y) − y·yᵀ.
  case softmax

  /// S becomes Y, in place. `sum` is `[n, …]`; softmax runs over the last axis.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func apply<Element: Scalar>(to sum: inout Tensor<Element>) {
    let classes = sum.shape.dimensions.last ?? 1
    sum.elements.withUnsafeMutableBufferPointer { apply(to: $0, classes: classes) }
  }

  /// S becomes Y, in place.
  ///
  /// - Parameters:
  ///   - s: some rows of S.
  ///   - classes: how many numbers softmax takes together.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func apply<Element: Scalar>(to s: UnsafeMutableBufferPointer<Element>, classes: Int) {
    switch self {
    case .identity: break
    // A nan stays a nan: a tutor of exploding signals must not turn it into 0.
    case .relu: for i in s.indices where s[i] <= 0 { s[i] = 0 }
    case .sigmoid: for i in s.indices { s[i] = Self.logistic(s[i]) }
    case .tanh: for i in s.indices { s[i] = Element.hyperbolicTangent(s[i]) }
    case .softmax:
      for start in stride(from: 0, to: s.count, by: max(classes, 1)) {
        Self.softmax(UnsafeMutableBufferPointer(rebasing: s[start..<start + classes]))
      }
    }
  }

  /// What the layer above sends back becomes this layer's delta, in place: δ = J_f · delta.
  ///
  /// - Parameters:
  ///   - delta: on entry ∂Loss/∂Y, on return ∂Loss/∂S; `[n, …]`.
  ///   - output: this layer's Y, the same shape.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func backward<Element: Scalar>(_ delta: inout Tensor<Element>, output: Tensor<Element>) {
    let classes = output.shape.dimensions.last ?? 1
    delta.elements.withUnsafeMutableBufferPointer { d in
      output.elements.withUnsafeBufferPointer { backward(d, output: $0, classes: classes) }
    }
  }

  /// The same for some rows of delta and output.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func backward<Element: Scalar>(
    _ d: UnsafeMutableBufferPointer<Element>, output y: UnsafeBufferPointer<Element>, classes: Int
  ) {
    switch self {
    case .identity: break
    case .relu: for i in d.indices where !(y[i] > 0) { d[i] = 0 }
    case .sigmoid: for i in d.indices { d[i] *= y[i] * (1 - y[i]) }
    case .tanh: for i in d.indices { d[i] *= 1 - y[i] * y[i] }
    case .softmax:
      for start in stride(from: 0, to: d.count, by: max(classes, 1)) {
        // J·E = y ∘ E − y (y·E)
        var dot: Element = 0
        for c in start..<start + classes { dot += y[c] * d[c] }
        for c in start..<start + classes { d[c] = y[c] * (d[c] - dot) }
      }
    }
  }

  /// 1 / (1 + e^−s) without overflow for either sign.
  public static func logistic<Element: Scalar>(_ s: Element) -> Element {
    if s >= 0 { return 1 / (1 + Element.exponential(-s)) }
    let e = Element.exponential(s)
    return e / (1 + e)
  }

  /// Softmax of one sample, in place; the maximum is subtracted first so that nothing overflows.
  ///
  /// The sum is taken in Double: a confident output's delta is the small difference 1 − y, in which rounding shows
  /// most.
  private static func softmax<Element: Scalar>(_ s: UnsafeMutableBufferPointer<Element>) {
    guard var largest = s.first else { return }
    for value in s where value > largest { largest = value }
    var total = 0.0
    for c in s.indices {
      s[c] = Element.exponential(s[c] - largest)
      total += Double(s[c])
    }
    for c in s.indices { s[c] /= Element(total) }
  }
}
