import Dispatch
import Synchronization

/// Does the work of a program.
package protocol Worker: AnyObject, Sendable {
  func start(_ job: @escaping @Sendable () -> Void)
}

/// A thread that does one job after the other.
package final class WorkerThread: Worker {
  private let queue = DispatchQueue(label: "worker")

  package init() {}

  package func start(_ job: @escaping @Sendable () -> Void) { queue.async(execute: job) }
}

/// Holds the messages of work until the program takes them. May be used from any thread.
final class Mailbox: Sendable {
  /// A page's work of one name.
  struct Address: Hashable, Sendable {
    let page: Int
    let work: String
  }

  struct Letter: Sendable {
    let address: Address
    let ticket: Int
    let message: any Sendable
  }

  private struct State {
    /// The number of the work that is wanted at each address.
    var wanted: [Address: Int] = [:]
    var letters: [Letter] = []
    var lastTicket = 0
  }

  private let state = Mutex(State())

  /// From now on the work with this ticket is wanted at this address, and no work before it.
  func newTicket(for address: Address) -> Int {
    state.withLock { state in
      state.lastTicket += 1
      state.wanted[address] = state.lastTicket
      return state.lastTicket
    }
  }

  func isWanted(_ address: Address, _ ticket: Int) -> Bool {
    state.withLock { $0.wanted[address] == ticket }
  }

  /// Keeps a message; false, and nothing is kept, when its work is no longer wanted.
  func deliver(_ letter: Letter) -> Bool {
    state.withLock { state in
      guard state.wanted[letter.address] == letter.ticket else { return false }
      state.letters.append(letter)
      return true
    }
  }

  /// The oldest message whose work is still wanted.
  func next() -> Letter? {
    state.withLock { state in
      while !state.letters.isEmpty {
        let letter = state.letters.removeFirst()
        if state.wanted[letter.address] == letter.ticket { return letter }
      }
      return nil
    }
  }

  /// Work at these addresses is no longer wanted.
  func cancel(where isMeant: (Address) -> Bool) {
    state.withLock { state in state.wanted = state.wanted.filter { !isMeant($0.key) } }
  }
}
