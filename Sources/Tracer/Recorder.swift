import Engine

/// Listens to a learner and keeps every event.
public final class Recorder: TraceSink {
  public private(set) var trace: Trace

  public init(header: TraceHeader) { trace = Trace(header: header) }

  public func record(_ event: TraceEvent, update: Int) { trace.append(event, update: update) }
}
