/// The four phases of an update, and the set-up before the first.
public enum TracePhase: String, Codable, Sendable, CaseIterable {
  case setup, forward, loss, backward, update
}

/// What an event reports; the names are those of the trace format.
public enum TraceKind: String, Codable, Sendable {
  case parameters, input, weightedSum, activation, loss, initialError, delta, gradient, skipped
  case correction
}

/// One thing that the network computed, reported in the order of computation.
///
/// The network reports events; layers know nothing of them. `layer` is nil for the input and the loss.
public struct TraceEvent: Equatable, Sendable {
  public var phase: TracePhase
  public var kind: TraceKind
  public var layer: String?
  /// Which rule was applied: 1 gives a layer's delta from the layer above, 2 its gradients from its own delta.
  public var rule: Int?
  public var tensors: [TensorName: Tensor<Float>]
  /// The loss, where the event reports it.
  public var value: Double?
  /// For `skipped`: why nothing was computed.
  public var reason: String?

  public init(
    _ phase: TracePhase, _ kind: TraceKind, layer: String? = nil, rule: Int? = nil,
    tensors: [TensorName: Tensor<Float>] = [:], value: Double? = nil, reason: String? = nil
  ) {
    self.phase = phase
    self.kind = kind
    self.layer = layer
    self.rule = rule
    self.tensors = tensors
    self.value = value
    self.reason = reason
  }

  public static let noParameters = "no tunable parameters"
  public static let firstLayer = "first layer: nothing below needs a delta"
}

/// Receives the events of a network while it computes.
public protocol TraceSink: AnyObject {
  /// Called once per event, in the order of computation. `update` counts from 1, 0 is the set-up.
  func record(_ event: TraceEvent, update: Int)
}
