/// A mistake in one rule, made on purpose: a question shows a trace that was recorded with it.
public enum Fault: String, Equatable, Sendable, CaseIterable {
  /// Rule 1 skips the derivative of the activation function.
  case noGate = "no-gate"
  /// The rows and columns of a kernel are exchanged when it is laid out.
  case swapped
  /// Rule 1 of a convolution uses the kernel as the forward pass does, not turned by half a turn.
  case unturned
  /// Average pooling sends the whole delta to each cell.
  case undivided
  /// Rule 1 of dropout skips the mask.
  case maskless
}
