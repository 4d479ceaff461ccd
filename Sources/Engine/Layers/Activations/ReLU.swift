/// f(s) = max(s, 0); the derivative is 1 where s > 0 and 0 elsewhere, also at s = 0.
enum ReLU: ActivationFunction {
  static let name = "relu"
  static let title = "ReLU"
  static let letters = "r"
  static let fusion = KernelFusion.rectifier
  static let initializer = Initializer.heUniform

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  static func apply<Element: Scalar>(to s: UnsafeMutableBufferPointer<Element>, classes: Int) {
    // A nan stays a nan: a tutor of exploding signals must not turn it into 0.
    for i in s.indices where s[i] <= 0 { s[i] = 0 }
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  static func backward<Element: Scalar>(
    _ d: UnsafeMutableBufferPointer<Element>, output y: UnsafeBufferPointer<Element>, classes: Int
  ) {
    for i in d.indices where !(y[i] > 0) { d[i] = 0 }
  }
}

extension Activation {
  /// f(s) = max(s, 0); the derivative is 1 where s > 0 and 0 elsewhere, also at s = 0.
  public static var relu: Activation { Activation(ReLU.self) }
}
