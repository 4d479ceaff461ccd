import Dispatch
import Engine
import Synchronization

/// Who computes the runs the demo wants.
package protocol PropagationComputing: AnyObject {
  /// Computes these runs; others that were wanted before are dropped.
  func want(_ settings: [PropagationSettings])
  /// What was computed since the last call.
  func reports() -> [PropagationReport]
}

/// Computes on a thread of its own and reports by value, layer by layer, so that keys never wait.
package final class PropagationWorker: PropagationComputing, Sendable {
  private struct State {
    var wanted: [PropagationSettings] = []
    var reports: [PropagationReport] = []
    var isRunning = false
    /// Of the run before: a change of scale or activation needs no new random numbers.
    var draws: LayerDraws?
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "propagation")

  package init() {}

  package func want(_ settings: [PropagationSettings]) {
    let starts = state.withLock { state in
      state.wanted = settings
      guard !state.isRunning, !settings.isEmpty else { return false }
      state.isRunning = true
      return true
    }
    if starts { queue.async { self.work() } }
  }

  package func reports() -> [PropagationReport] {
    state.withLock { state in
      defer { state.reports = [] }
      return state.reports
    }
  }

  private func work() {
    while let (settings, draws) = nextTask() {
      // Settings come checked from the command line, and keys keep them in range.
      guard var propagation = try? SignalPropagation(settings, draws: draws) else {
        drop(settings)
        continue
      }
      while propagation.advance() {
        let report = PropagationReport(
          settings: settings, signals: propagation.signals, done: propagation.done)
        guard deliver(report) else { break }
      }
      let drawn = propagation.draws
      state.withLock { $0.draws = drawn }
    }
  }

  /// The first run that is wanted, off the list only when complete; nil ends the work.
  private func nextTask() -> (PropagationSettings, LayerDraws?)? {
    state.withLock { state in
      guard let settings = state.wanted.first else {
        state.isRunning = false
        return nil
      }
      defer { state.draws = nil }
      return (settings, state.draws)
    }
  }

  /// Hands a report over, in place of an older one; false when nobody wants the run any more.
  private func deliver(_ report: PropagationReport) -> Bool {
    state.withLock { state in
      guard state.wanted.contains(report.settings) else { return false }
      state.reports.removeAll { $0.settings == report.settings }
      state.reports.append(report)
      if report.done == report.settings.products {
        state.wanted.removeAll { $0 == report.settings }
      }
      return true
    }
  }

  private func drop(_ settings: PropagationSettings) {
    state.withLock { state in state.wanted.removeAll { $0 == settings } }
  }
}
