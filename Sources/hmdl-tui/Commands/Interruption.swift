import ArgumentParser
import Foundation
import Runs
import Synchronization

/// Ctrl-C while training, or another signal to end. The first one lets the training end after the current batch,
/// the second one ends the process at once.
enum Interruption {
  /// The exit status by which shells report a process that SIGINT ended.
  static let status: CInt = 130

  private static let count = Atomic<Int>(0)

  static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

  static func watch() {
    count.store(0, ordering: .relaxed)  // initialised here, since a handler must not do it
    // The signal may be blocked: a process inherits that from whoever started it.
    var interrupts = sigset_t()
    sigemptyset(&interrupts)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&interrupts, number)
      signal(number) { _ in
        if Interruption.count.add(1, ordering: .relaxed).oldValue > 0 { _exit(Interruption.status) }
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &interrupts, nil)
    signal(SIGPIPE, SIG_IGN)  // a reader who closes the pipe must not end the training
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
