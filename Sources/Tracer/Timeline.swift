import Engine

/// One stop of the walk through a trace: some events that are shown together.
public struct Stop: Equatable, Sendable {
  /// What a stop shows.
  public enum Part: String, Equatable, Sendable, CaseIterable {
    case input, sum, activation, loss, initialError, delta, noGradient, gradient, noDelta
    case correction, noCorrection
  }

  /// The positions of its events in the trace.
  public var events: Range<Int>
  public var update: Int
  public var phase: TracePhase
  public var part: Part
  /// The layer that is shown; nil at the input and the loss.
  public var layer: Int?
  /// The backward step k of n of this update, from 1; nil elsewhere.
  public var backwardStep: Int?
  /// The number of this stop within its update, from 1.
  public var number = 1
}

/// The stops of a trace, and a cursor among them.
public struct Timeline: Equatable, Sendable {
  public let stops: [Stop]
  public private(set) var position = 0

  public init(_ trace: Trace) { stops = Self.stops(of: trace) }

  /// nil only for a trace without any event after the set-up.
  public var current: Stop? { stops.indices.contains(position) ? stops[position] : nil }
  public var isAtEnd: Bool { position >= stops.count - 1 }

  /// The stops of one update, in order.
  public func stops(ofUpdate update: Int) -> [Stop] { stops.filter { $0.update == update } }
  /// Backward steps of one update.
  public func backwardSteps(ofUpdate update: Int) -> Int {
    stops(ofUpdate: update).compactMap(\.backwardStep).max() ?? 0
  }

  // MARK: - Moving

  public mutating func seek(_ position: Int) {
    self.position = min(max(position, 0), max(stops.count - 1, 0))
  }

  public mutating func step(_ distance: Int) { seek(position + distance) }

  /// To the first stop of the next or previous run of stops that share `key`; to the start of this
  /// run when going back from its middle.
  public mutating func jump<Key: Equatable>(_ direction: Int, by key: (Stop) -> Key) {
    guard let here = current else { return }
    if direction > 0 {
      guard let next = stops[position...].firstIndex(where: { key($0) != key(here) }) else {
        return seek(stops.count - 1)
      }
      seek(next)
    } else {
      let start = startOfRun(at: position, by: key)
      seek(start < position ? start : startOfRun(at: max(position - 1, 0), by: key))
    }
  }

  private func startOfRun<Key: Equatable>(at position: Int, by key: (Stop) -> Key) -> Int {
    var start = position
    while start > 0, key(stops[start - 1]) == key(stops[position]) { start -= 1 }
    return start
  }

  public mutating func jumpLayer(_ direction: Int) {
    jump(direction) { [Optional($0.update), $0.layer, $0.phase == .forward ? 0 : 1] }
  }

  public mutating func jumpPhase(_ direction: Int) {
    jump(direction) { "\($0.update) \($0.phase)" }
  }

  /// To the next stop after this one (or the one before, going back) that satisfies `matches`, round the end.
  ///
  /// - Returns: false when there is none.
  @discardableResult
  public mutating func find(_ direction: Int, where matches: (Stop) -> Bool) -> Bool {
    for distance in 1..<max(stops.count, 1) {
      let at = (position + direction * distance + stops.count * distance) % stops.count
      if matches(stops[at]) {
        seek(at)
        return true
      }
    }
    return false
  }

  // MARK: - Grouping

  /// One stop per event, with these exceptions. A weighted sum without an activation function and its activation
  /// are one stop. The delta of a flatten layer and its skipped gradient belong to the stop of the delta below. A
  /// correction and the new parameters are one stop, and so are skipped corrections in a row. The set-up belongs to
  /// the first stop.
  private static func stops(of trace: Trace) -> [Stop] {
    var stops: [Stop] = []
    for (index, recorded) in trace.events.enumerated() where recorded.update > 0 {
      let event = recorded.event
      let layer = trace.header.index(of: event.layer)
      if let last = stops.last, last.update == recorded.update,
        joins(event, layer, after: last, in: trace)
      {
        stops[stops.count - 1].events = last.events.lowerBound..<index + 1
        if event.kind == .delta || event.rule == 2 { stops[stops.count - 1].layer = layer }
        continue
      }
      stops.append(
        Stop(
          events: (stops.isEmpty ? 0 : index)..<index + 1, update: recorded.update,
          phase: event.kind == .initialError ? .backward : event.phase,
          part: part(event), layer: event.kind == .initialError ? nil : layer))
    }
    number(&stops)
    return stops
  }

  private static func joins(
    _ event: TraceEvent, _ layer: Int?, after last: Stop, in trace: Trace
  ) -> Bool {
    switch (last.part, event.kind) {
    case (.sum, .activation):
      return layer.map { trace.header.layers[$0].activation == .identity } ?? false
    case (.correction, .parameters): return true
    case (.noCorrection, .skipped): return true
    case (.delta, .skipped), (.delta, .delta):
      // A flatten layer with something below it: R only relays.
      guard let from = last.layer, from > 0, event.rule != nil else { return false }
      return trace.header.explanation(of: from).onlyRelays
        && (event.kind == .delta ? layer == from - 1 : layer == from)
    default: return false
    }
  }

  private static func part(_ event: TraceEvent) -> Stop.Part {
    switch event.kind {
    case .input: .input
    case .weightedSum: .sum
    case .activation: .activation
    case .loss: .loss
    case .initialError: .initialError
    case .delta: .delta
    case .gradient: .gradient
    case .correction, .parameters: .correction
    case .skipped: event.phase == .update ? .noCorrection : event.rule == 1 ? .noDelta : .noGradient
    }
  }

  private static func number(_ stops: inout [Stop]) {
    var (number, backward) = (0, 0)
    for index in stops.indices {
      if index == 0 || stops[index - 1].update != stops[index].update {
        (number, backward) = (0, 0)
      }
      number += 1
      stops[index].number = number
      guard stops[index].phase == .backward else { continue }
      backward += 1
      stops[index].backwardStep = backward
    }
  }
}
