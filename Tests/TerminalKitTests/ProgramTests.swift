import Foundation
import TestSupport
import Testing

@testable import TerminalKit

@Suite struct ProgramTests {
  /// Counts, and does at a key what the key's letter says.
  private struct Counter: Page {
    enum Message: Sendable { case key(Character), done(Int), tick, returned }

    var name = "one"
    var lines: [String] = []

    func opening() -> [Effect<Message>] { name == "two" ? [.tick(after: .seconds(1), .tick)] : [] }

    func message(for event: TerminalEvent, on surface: Surface) -> Message? {
      if case .key(.character(let letter)) = event { .key(letter) } else { nil }
    }

    mutating func update(_ message: Message, on surface: Surface) -> [Effect<Message>] {
      switch message {
      case .done(let number): lines.append("done \(number)")
      case .tick: lines.append("tick")
      case .returned: lines.append("returned")
      case .key("t"): return [.tick(after: .milliseconds(40), .tick)]
      case .key("o"): return [.open(Counter(name: "two"))]
      case .key("x"): return [.close(returning: Message.returned)]
      case .key("q"): return [.quit]
      case .key("c"): return [.cancel("work")]
      case .key(let letter):
        guard let number = letter.wholeNumberValue else { return [] }
        lines.append("asked \(number)")
        return [.work(Work("work") { .done(number) })]
      }
      return []
    }

    func view(on surface: Surface, over below: Screen?) -> Screen {
      var screen = Screen(size: surface.size)
      screen.put(([name] + lines).joined(separator: ", "), row: 0, column: 0)
      return screen
    }
  }

  private func play(
    _ script: [ScriptedTerminal.Step], worker: any Worker = AtOnce()
  ) -> [String] {
    Program.play(Counter(), script, worker: worker).map(\.text)
      .map { $0.trimmingCharacters(in: .newlines) }
  }

  private func keys(_ text: String) -> [ScriptedTerminal.Step] {
    text.map { .key(.character($0)) }
  }

  @Test func `work comes back as a message, before the next event`() {
    #expect(play(keys("1")) == ["one", "one, asked 1, done 1"])
  }

  @Test func `keys go on while work is being done`() {
    let held = HeldWorker()
    let shown = play(keys("1") + keys("z") + [held.release], worker: held)
    #expect(shown == ["one", "one, asked 1", "one, asked 1", "one, asked 1, done 1"])
  }

  @Test func `work of the same name takes the place of the one before`() {
    let held = HeldWorker()
    #expect(play(keys("12") + [held.release], worker: held).last == "one, asked 1, asked 2, done 2")
  }

  @Test func `the outcome of cancelled work is dropped`() {
    let held = HeldWorker()
    #expect(play(keys("1c") + [held.release], worker: held).last == "one, asked 1")
  }

  @Test func `work that is no longer wanted is told so, and a message under way is dropped`() {
    let mailbox = Mailbox()
    let address = Mailbox.Address(page: 1, work: "work")
    let first = mailbox.newTicket(for: address)
    let letter = Mailbox.Letter(address: address, ticket: first, message: 1)
    #expect(mailbox.deliver(letter))
    let second = mailbox.newTicket(for: address)
    #expect(!mailbox.deliver(letter) && !mailbox.isWanted(address, first))
    #expect(mailbox.isWanted(address, second))
    #expect(mailbox.next() == nil)
  }

  @Test func `a tick comes when its time is over`() {
    #expect(play(keys("t")) == ["one", "one"])
    #expect(play(keys("t") + [.event(.timeout)]).last == "one, tick")
    #expect(play([.event(.timeout)]).last == "one")
  }

  @Test func `pages lie on a stack, and one may return something to the page below`() {
    #expect(play(keys("oz")) == ["one", "two", "two"])
    #expect(play(keys("ox")).last == "one, returned")
    #expect(play(keys("x")) == ["one"])
  }

  @Test func `what belongs to a closed page reaches nobody`() {
    let held = HeldWorker()
    let script = keys("o1x") + [held.release, .event(.timeout)]
    #expect(play(script, worker: held).last == "one, returned")
  }

  @Test func `quit ends all pages, and the terminal is closed`() {
    let terminal = ScriptedTerminal(
      size: Size(columns: 20, rows: 1), keys: [.character("o"), .character("q"), .character("z")])
    Program(on: terminal).run(Counter())
    #expect(terminal.shown.count == 2)
    #expect(terminal.isClosed)
  }

  @Test func `a thread does the work and wakes the terminal`() async {
    await confirmation { done in
      let worker = WorkerThread()
      await withCheckedContinuation { continuation in
        worker.start { continuation.resume() }
      }
      done()
    }
  }
}
