/// Why a network cannot be built or fed; one sentence for the user.
public struct NetworkError: Error, Equatable, CustomStringConvertible {
  /// The name of the layer, or nil when the whole network is meant.
  public let layer: String?
  public let reason: String

  public init(layer: String? = nil, reason: String) {
    self.layer = layer
    self.reason = reason
  }

  public var description: String { layer.map { "layer \($0): \(reason)" } ?? reason }
}
