import Foundation
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
}
