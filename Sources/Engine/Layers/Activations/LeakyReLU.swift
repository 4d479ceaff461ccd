/// f(s) = s where s > 0, else 0.01·s; the derivative is 1 where s > 0 and 0.01 elsewhere, also at s = 0.
///
/// What is not positive goes on a hundred times smaller instead of being turned off, so a neuron that answers nothing
/// positive still learns (Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013).
enum LeakyReLU: ActivationFunction {
  static let name = "leaky_relu"
  static let title = "leaky ReLU"
  static let letters = "lr"
  static let initializer = Initializer.heUniform

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  static func apply<Element: Scalar>(to s: UnsafeMutableBufferPointer<Element>, classes: Int) {
    let slope = Element(Activation.leakySlope)
    for i in s.indices where s[i] <= 0 { s[i] *= slope }
  }

  /// y has the sign of s, so it says which slope was taken.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  static func backward<Element: Scalar>(
    _ d: UnsafeMutableBufferPointer<Element>, output y: UnsafeBufferPointer<Element>, classes: Int
  ) {
    let slope = Element(Activation.leakySlope)
    for i in d.indices where !(y[i] > 0) { d[i] *= slope }
  }
}

extension Activation {
  /// f(s) = s where s > 0, else 0.01·s; the derivative is 1 where s > 0 and 0.01 elsewhere, also at s = 0.
  public static var leakyReLU: Activation { Activation(LeakyReLU.self) }

  /// The slope of leaky ReLU where s is not positive.
  public static var leakySlope: Double { 0.01 }
}
