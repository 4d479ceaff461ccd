/// f(s) = tanh s; the derivative is 1 − y².
enum Tanh: ActivationFunction {
  static let name = "tanh"
  static let title = "tanh"
  static let letters = "t"

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  static func apply<Element: Scalar>(to s: UnsafeMutableBufferPointer<Element>, classes: Int) {
    for i in s.indices { s[i] = Element.hyperbolicTangent(s[i]) }
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  static func backward<Element: Scalar>(
    _ d: UnsafeMutableBufferPointer<Element>, output y: UnsafeBufferPointer<Element>, classes: Int
  ) {
    for i in d.indices { d[i] *= 1 - y[i] * y[i] }
  }
}

extension Activation {
  /// f(s) = tanh s; the derivative is 1 − y².
  public static var tanh: Activation { Activation(Tanh.self) }
}
