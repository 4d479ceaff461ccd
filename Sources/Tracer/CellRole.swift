import Engine

/// What the numbers of a tensor are to the network; views choose colours and words by it.
public enum CellRole: Equatable, Sendable {
  /// An input, a weighted sum or an output.
  case signal
  case weight
  /// ∂Loss/∂S or ∂Loss/∂Y.
  case delta
  /// ∂Loss/∂W or ∂Loss/∂b, and the correction made of it.
  case gradient
  /// Factors drawn at random.
  case mask
  /// Not a quantity but an address: where the maximum was found.
  case place
  case target, loss
}

extension TraceEvent {
  /// What the numbers of one of its tensors are.
  public func role(of tensor: TensorName) -> CellRole {
    switch (kind, tensor) {
    case (_, .argmax): .place
    case (_, .mask): .mask
    case (_, .target): .target
    case (_, .loss): .loss
    case (.delta, _), (.initialError, _): .delta
    case (.gradient, _), (.correction, _): .gradient
    case (.parameters, _): .weight
    default: .signal
    }
  }
}
