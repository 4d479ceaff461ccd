import Engine
import Tracer

/// In updates that repeat: what a number was in the update before, and where something has changed.
extension Model {
  /// The event of the same kind and layer in the update before.
  private func predecessor(of event: Int) -> Int? {
    let recorded = walk.trace.events[event]
    guard recorded.update > 1 || recorded.event.kind == .parameters && recorded.update > 0 else {
      return nil
    }
    return walk.trace.position(
      recorded.event.kind, layer: recorded.event.layer, update: recorded.update - 1)
  }

  /// The chosen cell one update ago, and now.
  var change: (was: Float, now: Float)? {
    guard let cell = focusedCell, guide?.covered.contains(cell) != true,
      let earlier = predecessor(of: cell.event),
      let now = walk.provenance.value(at: cell)
    else { return nil }
    var before = cell
    before.event = earlier
    return walk.provenance.value(at: before).map { ($0, now) }
  }

  /// `S_B[3,2,0] was .32, now .35`; nil in the first update.
  var changeNote: String? {
    guard let cell = focusedCell, let change else { return nil }
    let name = walk.names.name(of: cell)
    guard change.was != change.now else {
      return "\(name) is as it was: \(Numbers.rule(Double(change.now)))"
    }
    return
      "\(name) was \(Numbers.rule(Double(change.was))), now \(Numbers.rule(Double(change.now)))"
  }

  /// Whether a number of a stop differs from what it was in the update before.
  private func hasChanged(_ stop: Stop) -> Bool {
    guard let target = scenes.target(of: stop), let earlier = predecessor(of: target.event),
      let now = walk.trace.events[target.event].tensor(target.tensor),
      let was = walk.trace.events[earlier].tensor(target.tensor)
    else { return false }
    return now != was
  }

  /// To the next stop with a number that differs from the update before.
  mutating func goToNextChange() {
    let found = timeline.stops.indices.first {
      $0 > timeline.position && hasChanged(timeline.stops[$0])
    }
    if let found {
      go(toPosition: found)
    } else {
      message = "nothing changes after this: updates are compared with the one before"
    }
  }
}
