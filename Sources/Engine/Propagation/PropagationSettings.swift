/// What a `SignalPropagation` runs. The defaults are the paper's demo.
public struct PropagationSettings: Equatable, Sendable {
  public enum Direction: String, CaseIterable, Sendable {
    /// Signals, from the first layer up.
    case forward
    /// Gradients, from the last layer down.
    case backward
  }

  public var layers = 100
  public var width = 512
  public var seed: UInt32 = 0
  public var weights = PropagationWeights.scaled(.one)
  public var activation = Activation.identity
  public var direction = Direction.forward

  public init() {}

  /// How many matrix products a run takes: one per layer, and as many again for the backward pass.
  public var products: Int { direction == .forward ? layers : 2 * layers }

  public static let layerLimit = 1000
  public static let widthLimit = 4096
  /// The most random numbers of a run: drawing them takes about a minute.
  public static let weightLimit = 2_000_000_000

  /// - Throws: `PropagationError` when a setting is out of its range.
  public func validate() throws {
    guard 1...Self.layerLimit ~= layers else { throw PropagationError.layers(layers) }
    guard 1...Self.widthLimit ~= width else { throw PropagationError.width(width) }
    guard layers * width * width <= Self.weightLimit else {
      throw PropagationError.tooManyWeights(layers: layers, width: width)
    }
    guard weights.scale(width: width).isFinite else { throw PropagationError.scale(weights) }
  }
}

/// Which weights the layers have: unit draws times one scale.
public enum PropagationWeights: Equatable, Sendable, CustomStringConvertible {
  /// Standard normals times a number.
  case scaled(WeightScale)
  case initializer(Initializer)

  public var distribution: UnitDistribution {
    switch self {
    case .scaled: .normal
    case .initializer(let initializer): initializer.distribution
    }
  }

  /// The factor of the drawn numbers; fan_in = fan_out = width.
  public func scale(width: Int) -> Float {
    switch self {
    case .scaled(let scale): Float(scale.value(width: width))
    case .initializer(let initializer): initializer.scale(fanIn: width, fanOut: width)
    }
  }

  /// As on the command line: `1/sqrt(n)`, `he-normal`.
  public var description: String {
    switch self {
    case .scaled(let scale): scale.description
    case .initializer(let initializer): initializer.rawValue
    }
  }

  /// The standard deviation of one weight, in Double.
  public func standardDeviation(width: Int) -> Double {
    switch self {
    case .scaled(let scale): abs(scale.value(width: width))
    case .initializer(let initializer):
      initializer.variance(fanIn: width, fanOut: width).squareRoot()
    }
  }
}

/// A setting that cannot be run.
public enum PropagationError: Error, Equatable, CustomStringConvertible {
  case layers(Int)
  case width(Int)
  case tooManyWeights(layers: Int, width: Int)
  case scale(PropagationWeights)

  public var description: String {
    switch self {
    case .layers(let layers):
      "\(layers) layers: choose from 1 to \(PropagationSettings.layerLimit)"
    case .width(let width):
      "a width of \(width): choose from 1 to \(PropagationSettings.widthLimit)"
    case .tooManyWeights(let layers, let width):
      """
      \(layers) layers of \(width)×\(width) weights would take more than a minute to draw: choose \
      fewer layers or a smaller width
      """
    case .scale(let weights):
      "the scale \(weights) is not a finite number in Float: choose one below 3e38"
    }
  }
}
