import Engine

/// What becomes of a flow from its first layer to its last: a word that follows from the numbers by
/// one rule.
enum FlowVerdict: Equatable, Sendable, CaseIterable {
  case explodes, grows, keepsItsSize, fades, vanishes

  private static let small = 2.0
  private static let large = 1000.0

  /// The rule in words.
  static let rule = """
    (A flow keeps its size if that changes by less than a factor of \(Int(small)) from the first layer \
    to the last; from a factor of \(Int(large)) on it explodes or vanishes.)
    """

  /// Judges by f, the root mean square of the last layer over that of the first:
  ///
  ///     a number beyond Float, or f ≥ 1000     explodes
  ///     f ≥ 2                                  grows
  ///     ½ < f < 2                              keeps its size
  ///     f ≤ ½                                  fades
  ///     a layer that is all 0, or f ≤ 1/1000   vanishes
  ///
  /// - Parameters:
  ///   - flow: in the order in which it flows; what breaks first counts.
  ///   - isComplete: nothing is said of a flow that is still on its way.
  init?(_ flow: [LayerSignal], isComplete: Bool) {
    guard isComplete, let first = flow.first, let last = flow.last else { return nil }
    if let end = flow.first(where: { !$0.magnitude.isFinite || $0.magnitude == 0 }) {
      self = end.magnitude == 0 ? .vanishes : .explodes
      return
    }
    switch last.rootMeanSquare / first.rootMeanSquare {
    case Self.large...: self = .explodes
    case Self.small...: self = .grows
    case ...(1 / Self.large): self = .vanishes
    case ...(1 / Self.small): self = .fades
    default: self = .keepsItsSize
    }
  }

  var words: String {
    switch self {
    case .explodes: "explodes"
    case .grows: "grows"
    case .keepsItsSize: "keeps its size"
    case .fades: "fades"
    case .vanishes: "vanishes"
    }
  }
}
