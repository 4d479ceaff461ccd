/// One page of a screen program: a model, how messages change it, and how it looks.
///
/// Only `update` changes a page, and it returns before the next key: what takes longer is asked for
/// as an effect and comes back as a message. `view` only looks. `Program` runs pages.
package protocol Page: Sendable {
  associatedtype Message: Sendable

  /// What is to be done when the page is opened.
  func opening() -> [Effect<Message>]

  /// The message for an event at the terminal; nil when the page ignores it.
  func message(for event: TerminalEvent, on surface: Surface) -> Message?

  /// Changes the page by one message, and returns what is to be done.
  mutating func update(_ message: Message, on surface: Surface) -> [Effect<Message>]

  /// The screen of the page. `below` is the screen of the page under this one, part of which may stay visible.
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
  /// Work for another thread, while keys are answered; its messages reach this page.
  case work(Work<Message>)
  /// The work of that name is no longer wanted.
  case cancel(String)
  /// Sends a message after some time.
  case tick(after: Duration, Message)
}

/// A job that takes longer than answering a key may.
package struct Work<Message: Sendable>: Sendable {
  /// Work of the same name replaces what the page asked for before, whose messages are dropped from then on.
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

  /// Work with one message as its result.
  package init(_ name: String, result: @escaping @Sendable () -> Message) {
    self.init(name) { report in _ = report(result()) }
  }
}
