import Engine

/// Listens to a learner and keeps every event.
public final class Recorder: TraceSink {
  public private(set) var trace: Trace

  public init(header: TraceHeader) { trace = Trace(header: header) }

  public func record(_ event: TraceEvent, update: Int) { trace.append(event, update: update) }

  /// Replaces the recorded parameters of an update: they may have been edited before the next one.
  func replaceParameters<Element: Scalar>(_ layers: [any Layer<Element>], update: Int) {
    for layer in layers {
      guard let parameters = layer.parameters else { continue }
      trace.replaceTensors(
        .parameters, layer: layer.name, update: update,
        by: parameters.converted(to: Float.self).named)
    }
  }
}
