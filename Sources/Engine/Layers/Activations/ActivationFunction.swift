/// An activation function f and all that the engine knows of it. Each has a file of its own and a line in
/// `Activation.allCases`.
///
/// The loops over numbers stand in the functions themselves, specialised for Float and Double: which function it is is
/// asked once per call, not once per number.
protocol ActivationFunction: Sendable {
  /// As the paper's description texts call it: `relu`.
  static var name: String { get }
  /// As people write it: `ReLU`; empty for the identity.
  static var title: String { get }
  /// As a network string calls it, `r`; empty for the one that need not be said.
  static var letters: String { get }
  /// Whether f acts on every number alone; else it takes all numbers along the last axis together.
  static var isElementwise: Bool { get }
  /// What kernels do of it while they store.
  static var fusion: KernelFusion { get }
  /// How weights below it are drawn when nobody says how.
  static var initializer: Initializer { get }

  /// S becomes Y = f(S), in place.
  ///
  /// - Parameters:
  ///   - s: some rows of S.
  ///   - classes: how many numbers a function takes together that is not elementwise.
  static func apply<Element: Scalar>(to s: UnsafeMutableBufferPointer<Element>, classes: Int)

  /// What the layer above sends back becomes δ = J_f · delta, in place. J_f is a function of Y alone.
  ///
  /// - Parameters:
  ///   - d: on entry ∂Loss/∂Y, on return ∂Loss/∂S, some rows.
  ///   - y: the same rows of Y.
  ///   - classes: as in `apply`.
  static func backward<Element: Scalar>(
    _ d: UnsafeMutableBufferPointer<Element>, output y: UnsafeBufferPointer<Element>, classes: Int)
}

/// What kernels do of an activation while they store their results.
enum KernelFusion: Sendable {
  /// Nothing: the activation has a pass of its own, and deltas a place of their own beside the values.
  case separate
  /// Nothing is to be done, in either direction.
  case trivial
  /// Forward what is not positive becomes 0; on the way back deltas become 0 where the value is not positive.
  case rectifier
}

extension ActivationFunction {
  static var isElementwise: Bool { true }
  static var fusion: KernelFusion { .separate }
  static var initializer: Initializer { .glorotUniform }
}
