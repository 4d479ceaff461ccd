/// f(s) = s.
enum Identity: ActivationFunction {
  static let name = "identity"
  static let title = ""
  static let letters = ""
  static let fusion = KernelFusion.trivial

  static func apply<Element: Scalar>(to s: UnsafeMutableBufferPointer<Element>, classes: Int) {}

  static func backward<Element: Scalar>(
    _ d: UnsafeMutableBufferPointer<Element>, output y: UnsafeBufferPointer<Element>, classes: Int
  ) {}
}

extension Activation {
  /// f(s) = s.
  public static var identity: Activation { Activation(Identity.self) }
}
