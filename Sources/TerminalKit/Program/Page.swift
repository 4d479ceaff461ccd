/// One page of a screen program: a model, how messages change it, and how it looks.
///
/// Only `update` changes a page, and it returns before the next key: what takes longer is asked for
/// as an effect and comes back as a message. `view` only looks. `Program` runs pages.
package protocol Page: Sendable {
  associatedtype Message: Sendable

  /// What is to be done when the page is opened.
  func opening() -> [Effect<Message>]

  /// What an event at the terminal means on this page; nil when it means nothing.
  func message(for event: TerminalEvent, on surface: Surface) -> Message?

  /// One message, one new state, and what the page wants done.
  mutating func update(_ message: Message, on surface: Surface) -> [Effect<Message>]

  /// The page's picture. `below` is that of the page under this one, some of which may stay in sight.
  func view(on surface: Surface, over below: Screen?) -> Screen
}

extension Page {
  package func opening() -> [Effect<Message>] { [] }
}

/// What a page asks of the program that runs it.
package enum Effect<Message: Sendable>: Sendable {
  /// The program ends.
  case quit
  /// The page is closed; the one below goes on, and gets the message if there is one.
  case close(returning: (any Sendable)? = nil)
  /// Another page is laid on this one.
  case open(any Page)
  /// Something is done by the worker while keys go on; its messages reach this page.
  case work(Work<Message>)
  /// The work of that name is no longer wanted.
  case cancel(String)
  /// A message after some time.
  case tick(after: Duration, Message)
}

/// Something that takes longer than a key may.
package struct Work<Message: Sendable>: Sendable {
  /// Work of the same name takes the place of what the page asked for before, whose messages are
  /// dropped from then on.
  package let name: String

  /// Does the work, away from the thread of the screen. Every message goes to `report`, which
  /// answers whether the work is still wanted.
  package let run: @Sendable (_ report: @Sendable (Message) -> Bool) -> Void

  package init(
    _ name: String, run: @escaping @Sendable (_ report: @Sendable (Message) -> Bool) -> Void
  ) {
    self.name = name
    self.run = run
  }

  /// Work with one outcome.
  package init(_ name: String, result: @escaping @Sendable () -> Message) {
    self.init(name) { report in _ = report(result()) }
  }
}
