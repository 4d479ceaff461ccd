/// The name of a tensor within an event, as the trace format writes it.
///
/// Open: a new kind of layer adds a static member for what it remembers or tunes.
public struct TensorName: RawRepresentable, Hashable, Sendable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// X, the input of the network.
  public static let input = TensorName(rawValue: "X")
  /// S, before the activation function.
  public static let weightedSum = TensorName(rawValue: "S")
  /// Y = f(S).
  public static let output = TensorName(rawValue: "Y")
  /// W of a layer, or what has its shape: gradient, correction.
  public static let weights = TensorName(rawValue: "W")
  /// b of a layer, or what has its shape: gradient, correction.
  public static let bias = TensorName(rawValue: "b")
  /// Max pooling: the place of the largest number in each window, row by row from 0.
  public static let argmax = TensorName(rawValue: "argmax")
  /// Dropout: what each number was multiplied by.
  public static let mask = TensorName(rawValue: "mask")
  /// What the network should have answered.
  public static let target = TensorName(rawValue: "target")
  /// The loss, as a tensor of one element; an event keeps it as its value.
  public static let loss = TensorName(rawValue: "loss")
  /// E = ∂Loss/∂Y at the last layer.
  public static let initialError = TensorName(rawValue: "E")
  /// δ = ∂Loss/∂S of a layer.
  public static let delta = TensorName(rawValue: "delta")
}

/// As a key of a dictionary it is written as a JSON key.
extension TensorName: Codable, CodingKeyRepresentable {}

extension TensorName: CustomStringConvertible, Comparable {
  public var description: String { rawValue }

  /// By the alphabet, for lists.
  public static func < (a: TensorName, b: TensorName) -> Bool { a.rawValue < b.rawValue }
}
