import Foundation
import Synchronization

/// Keeps other processes, and other sessions of this one, out of a run's directory.
///
/// It is released by `release`, when nothing holds it any more, and by the system when the process ends,
/// however that happens.
public final class RunLock: Sendable {
  private let file: Mutex<CInt?>

  /// Takes the lock.
  ///
  /// - Parameters:
  ///   - path: an existing file that nobody replaces while the run lasts.
  ///   - directory: what is locked by it, for the error.
  /// - Throws: `FileError` when it is taken already.
  init(path: String, directory: String) throws(FileError) {
    // Programs that are started meanwhile must not inherit the descriptor, as that would keep the lock alive.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(file: path, reason: "cannot be opened") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw FileError(file: directory, reason: "another process is working on this run")
    }
    file = Mutex(descriptor)
  }

  /// Lets others in; a second call does nothing.
  public func release() {
    file.withLock { descriptor in
      if let descriptor { close(descriptor) }
      descriptor = nil
    }
  }

  deinit { release() }
}
