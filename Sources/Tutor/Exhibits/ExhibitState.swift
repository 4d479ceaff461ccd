import Synchronization

/// What a lesson knows of the outcome of an exhibit.
struct ExhibitState: Sendable {
  /// What can be shown: all of it, or as much as is there.
  var outcome: (any Sendable)?
  /// Where the work is; empty before it has begun, and when it is done.
  var progress = ""
  /// Why there is no outcome.
  var fault: String?
  var isFinished = false

  mutating func take(_ report: ExhibitReport) {
    switch report {
    case .progress(let words, let part):
      progress = words
      outcome = part ?? outcome
    case .finished(let all): self = ExhibitState(outcome: all, isFinished: true)
    case .failed(let reason): self = ExhibitState(fault: reason, isFinished: true)
    }
  }
}

extension ReaderModel {
  /// The exhibit of the page.
  var exhibit: (any Exhibit)? {
    if case .exhibit(let page) = item { page.exhibit } else { nil }
  }

  mutating func take(_ report: ExhibitReport, of key: String) {
    exhibits[key, default: ExhibitState()].take(report)
    if exhibits[key]?.isFinished == true, computing == key { computing = nil }
  }

  /// What the page at hand asks for: its exhibit, if that is not there yet; what another page asked for is stopped.
  mutating func exhibitRequests() -> [ReaderRequest] {
    // What failed is tried again by the next page: the data may have been fetched meanwhile.
    for (key, state) in exhibits where state.fault != nil && key != exhibit?.key {
      exhibits[key] = nil
    }
    let wanted = exhibit.flatMap { exhibits[$0.key]?.isFinished == true ? nil : $0.key }
    guard wanted != computing else { return [] }
    computing = wanted
    return [wanted == nil ? .stopExhibit : .computeExhibit]
  }
}

/// Outcomes that are computed at once, where nobody waits at a keyboard: each once.
final class ExhibitStore: Sendable {
  private let states = Mutex<[String: ExhibitState]>([:])

  func state(of exhibit: any Exhibit) -> ExhibitState {
    if let known = states.withLock({ $0[exhibit.key] }) { return known }
    var state = ExhibitState()
    exhibit.run { report in
      state.take(report)
      return true
    }
    let computed = state
    states.withLock { $0[exhibit.key] = computed }
    return computed
  }
}
