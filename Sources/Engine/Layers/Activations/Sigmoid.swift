/// f(s) = 1 / (1 + e^−s); the derivative is y(1 − y).
enum Sigmoid: ActivationFunction {
  static let name = "sigmoid"
  static let title = "sigmoid"
  static let letters = "s"

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  static func apply<Element: Scalar>(to s: UnsafeMutableBufferPointer<Element>, classes: Int) {
    for i in s.indices { s[i] = Activation.logistic(s[i]) }
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  static func backward<Element: Scalar>(
    _ d: UnsafeMutableBufferPointer<Element>, output y: UnsafeBufferPointer<Element>, classes: Int
  ) {
    for i in d.indices { d[i] *= y[i] * (1 - y[i]) }
  }
}

extension Activation {
  /// f(s) = 1 / (1 + e^−s); the derivative is y(1 − y).
  public static var sigmoid: Activation { Activation(Sigmoid.self) }

  /// 1 / (1 + e^−s) without overflow for either sign.
  public static func logistic<Element: Scalar>(_ s: Element) -> Element {
    if s >= 0 { return 1 / (1 + Element.exponential(-s)) }
    let e = Element.exponential(s)
    return e / (1 + e)
  }
}
