import ArgumentParser
import Foundation
import Runs
import Synchronization

/// Ctrl-C while training, or a system that wants the process to end: the first signal asks for an end after
/// the batch at hand, the second ends the process at once.
enum Interruption {
  /// As shells report a process ended by SIGINT.
  static let status: CInt = 130

  private static let count = Atomic<Int>(0)

  static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

  static func watch() {
    count.store(0, ordering: .relaxed)  // made now, not in the handler
    // Whoever started the command may have had the signal blocked, and children inherit that.
    var interrupts = sigset_t()
    sigemptyset(&interrupts)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&interrupts, number)
      signal(number) { _ in
        if Interruption.count.add(1, ordering: .relaxed).oldValue > 0 { _exit(Interruption.status) }
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &interrupts, nil)
    signal(SIGPIPE, SIG_IGN)  // whoever stops reading does not stop the training
  }

  /// Trains a run so that a signal stops it.
  ///
  /// - Parameter session: the run.
  /// - Returns: what its repetitions came to.
  /// - Throws: `ExitCode` 130 when a signal stopped it, and whatever the run throws.
  static func stopping(_ session: RunSession) throws -> [RepetitionResult] {
    watch()
    do {
      return try session.run(isCancelled: { isRequested })
    } catch is RunInterrupted {
      throw ExitCode(status)
    }
  }
}
