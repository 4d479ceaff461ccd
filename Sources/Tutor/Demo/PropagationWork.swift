import Engine
import Synchronization

/// Computes runs of the demo, layer by layer, and keeps the random numbers of the last one: a change of
/// scale or activation needs no new ones.
final class PropagationWork: Sendable {
  private let draws = Mutex<LayerDraws?>(nil)

  /// Computes a run and reports by value after every layer, until it is complete or not wanted.
  ///
  /// - Parameters:
  ///   - settings: come checked from the command line, and keys keep them in range; a run that cannot
  ///     be made reports nothing.
  ///   - report: returns whether the run is still wanted.
  func run(_ settings: PropagationSettings, report: (PropagationReport) -> Bool) {
    let kept = draws.withLock { draws in
      defer { draws = nil }
      return draws
    }
    guard var propagation = try? SignalPropagation(settings, draws: kept) else { return }
    while propagation.advance() {
      let isWanted = report(
        PropagationReport(
          settings: settings, signals: propagation.signals, done: propagation.done))
      if !isWanted { break }
    }
    let drawn = propagation.draws
    draws.withLock { $0 = drawn }
  }
}
