import Engine

/// A tensor whose gradient the engine computes, and central differences can check.
public enum CheckedTensor: Hashable, Sendable {
  /// X; the gradient is what the first layer sends back.
  case input
  /// W of a layer, by its index; Rule 2.
  case weights(layer: Int)
  /// b of a layer; Rule 2.
  case bias(layer: Int)
  /// S of a layer; the gradient is its delta, Rule 1.
  case weightedSum(layer: Int)
  /// Y of the last layer; the gradient is the initial error E.
  case output

  /// The tensor whose gradient is checked when a reader asks about a tensor of an event: the tensor itself if it is
  /// a signal or a parameter, or the one that it is the gradient of; nil for targets, masks and corrections, which
  /// have no derivative of the loss.
  public init?(_ tensor: TensorName, of event: TraceEvent, in header: TraceHeader) {
    let layer = header.index(of: event.layer)
    switch (event.kind, tensor, layer) {
    case (.input, .input, _): self = .input
    case (.initialError, .initialError, _): self = .output
    case (.activation, .output, header.layers.count - 1): self = .output
    case (.weightedSum, .weightedSum, let layer?), (.delta, .delta, let layer?):
      self = .weightedSum(layer: layer)
    case (.gradient, .weights, let layer?), (.parameters, .weights, let layer?):
      self = .weights(layer: layer)
    case (.gradient, .bias, let layer?), (.parameters, .bias, let layer?):
      self = .bias(layer: layer)
    default: return nil
    }
  }

  /// The cell whose number a check moves: never the derivative itself.
  ///
  /// - Returns: nil when the trace has not recorded it.
  public func argument(at index: [Int], update: Int, in trace: Trace) -> CellAddress? {
    let names = trace.header.names
    let (event, tensor): (Int?, TensorName) =
      switch self {
      case .input: (trace.position(.input, layer: nil, update: update), .input)
      case .weights(let layer):
        (trace.parametersBefore(update: update, layer: names[layer]), .weights)
      case .bias(let layer):
        (trace.parametersBefore(update: update, layer: names[layer]), .bias)
      case .weightedSum(let layer):
        (trace.position(.weightedSum, layer: names[layer], update: update), .weightedSum)
      case .output: (trace.position(.activation, layer: names.last, update: update), .output)
      }
    return event.map { CellAddress(event: $0, tensor: tensor, index: index) }
  }
}

/// A place where the loss has no derivative: a decision of the network is different at −h and at +h.
public struct Kink: Equatable, Sendable {
  public enum Decision: Equatable, Sendable {
    /// A ReLU opens or closes.
    case gate
    /// Another position of a window becomes the maximum.
    case winner
    /// The difference y − t of the absolute error changes its sign.
    case sign
    /// A probability is at or below 1e−7, where the cross-entropy counts it as 1e−7.
    case clip
  }

  public let decision: Decision
  /// The layer that decides: for `sign` and `clip` the last.
  public let layer: String
  /// The cell that is decided about, sample first.
  public let index: [Int]
}

extension Kink: CustomStringConvertible {
  /// For people: `the ReLU of c1 at 0,3,5,1 opens or closes`.
  public var description: String {
    let cell = index.map(String.init).joined(separator: ",")
    return switch decision {
    case .gate: "the ReLU of \(layer) at \(cell) opens or closes"
    case .winner: "the maximum of \(layer) at \(cell) changes its place"
    case .sign: "the absolute error of \(layer) at \(cell) changes its sign"
    case .clip: "the probability of \(layer) at \(cell) is at the clip of 1e-7"
    }
  }
}

/// The derivative of one cell, computed twice: by the rules, and from two losses.
public struct FiniteDifference: Equatable, Sendable {
  /// The number that is moved, w.
  public let value: Double
  /// How far it is moved in either direction.
  public let h: Double
  /// Loss(w + h) and Loss(w − h), reduced over the batch as the gradient is.
  public let lossPlus: Double
  public let lossMinus: Double
  /// ∂Loss/∂w by Rule 1 or Rule 2.
  public let analytic: Double
  /// Set when the two losses lie on different sides of a kink: then the numbers need not agree.
  public let kink: Kink?

  /// (Loss(w + h) − Loss(w − h)) / 2h.
  public var numeric: Double { (lossPlus - lossMinus) / (2 * h) }

  /// |a − n| / max(1e−8, |a|, |n|).
  public var relativeError: Double {
    abs(analytic - numeric) / max(Self.smallestScale, abs(analytic), abs(numeric))
  }

  /// Smaller gradients are compared with this one: they are as good as 0.
  public static let smallestScale = 1e-8
}
