/// The loop of every screen program: events and results of work become messages, messages change pages, and the
/// topmost page is shown.
///
/// Pages lie on a stack. Messages of work that was replaced or cancelled, and those for a page that is
/// closed, are dropped.
package final class Program {
  private struct OpenPage {
    /// A number is never used twice, so that no message reaches a page that was opened later.
    let number: Int
    var page: any Page
  }

  private struct Tick {
    let deadline: Duration
    let page: Int
    let message: any Sendable
  }

  private let terminal: any Terminal
  private let worker: any Worker
  private let now: () -> Duration
  private let mailbox = Mailbox()
  private var pages: [OpenPage] = []
  private var ticks: [Tick] = []
  private var pagesOpened = 0

  /// - Parameters:
  ///   - terminal: where the program is seen and keys come from.
  ///   - worker: does the work that pages ask for.
  ///   - now: the time since some moment; the clock of the process if nothing is given.
  package init(
    on terminal: any Terminal, worker: any Worker = WorkerThread(), now: (() -> Duration)? = nil
  ) {
    self.terminal = terminal
    self.worker = worker
    let start = ContinuousClock.now
    self.now = now ?? { ContinuousClock.now - start }
  }

  /// Runs a page until it is closed, a page quits, or the terminal is gone; the terminal is left as
  /// it was found.
  package func run(_ first: some Page) {
    defer {
      mailbox.cancel { _ in true }
      terminal.close()
    }
    open(first)
    while true {
      collectMessages()
      guard !pages.isEmpty else { return }
      terminal.show(picture())
      let deadline = ticks.map(\.deadline).min()
      let event = terminal.nextEvent(timeoutMilliseconds: deadline.map(milliseconds(until:)))
      if event == .endOfInput { return }
      handle(event)
      // After a timeout the terminal has waited as long as it was told to, whatever another clock says.
      fireTicks(upTo: event == .timeout ? max(deadline ?? now(), now()) : now())
    }
  }

  private var surface: Surface {
    Surface(size: terminal.size, glyphs: terminal.glyphs, theme: terminal.theme)
  }

  private func picture() -> Screen {
    let surface = surface
    let picture = pages.reduce(Screen?.none) { $1.page.view(on: surface, over: $0) }
    return picture ?? Screen(size: surface.size, glyphs: surface.glyphs)
  }

  private func milliseconds(until deadline: Duration) -> Int {
    Int((max(.zero, deadline - now()) / .milliseconds(1)).rounded(.up))
  }

  // MARK: - What reaches pages

  private func handle(_ event: TerminalEvent) {
    guard let top = pages.last, let message = top.page.meaning(of: event, on: surface) else {
      return
    }
    send(message, to: top.number)
  }

  private func collectMessages() {
    while let letter = mailbox.next() { send(letter.message, to: letter.address.page) }
  }

  private func fireTicks(upTo time: Duration) {
    let due = ticks.filter { $0.deadline <= time }
    ticks.removeAll { $0.deadline <= time }
    for tick in due { send(tick.message, to: tick.page) }
  }

  private func send(_ message: any Sendable, to number: Int) {
    guard let index = pages.firstIndex(where: { $0.number == number }) else { return }
    let effects = pages[index].page.take(message, on: surface)
    for effect in effects { perform(effect, of: number) }
  }

  // MARK: - What pages ask for

  private func open(_ page: any Page) {
    pagesOpened += 1
    let number = pagesOpened
    pages.append(OpenPage(number: number, page: page))
    for effect in page.erasedOpening() { perform(effect, of: number) }
  }

  private func perform(_ effect: Effect<any Sendable>, of page: Int) {
    switch effect {
    case .quit: pages = []
    case .close(let message): close(page, returning: message)
    case .open(let other): open(other)
    case .work(let work): start(work, of: page)
    case .cancel(let name): mailbox.cancel { $0 == Mailbox.Address(page: page, work: name) }
    case .tick(let delay, let message):
      ticks.append(Tick(deadline: now() + delay, page: page, message: message))
    }
  }

  private func close(_ number: Int, returning message: (any Sendable)?) {
    guard let index = pages.firstIndex(where: { $0.number == number }) else { return }
    pages.remove(at: index)
    ticks.removeAll { $0.page == number }
    mailbox.cancel { $0.page == number }
    if let message, index > 0 { send(message, to: pages[index - 1].number) }
  }

  private func start(_ work: Work<any Sendable>, of page: Int) {
    let address = Mailbox.Address(page: page, work: work.name)
    let ticket = mailbox.newTicket(for: address)
    let (mailbox, wake) = (mailbox, terminal.waker)
    worker.start {
      guard mailbox.isWanted(address, ticket) else { return }
      work.run { message in
        let isWanted = mailbox.deliver(
          Mailbox.Letter(address: address, ticket: ticket, message: message))
        if isWanted { wake() }
        return isWanted
      }
    }
  }
}

/// Pages of all kinds lie on one stack, so their messages are passed without a type and cast back.
extension Page {
  fileprivate func meaning(of event: TerminalEvent, on surface: Surface) -> (any Sendable)? {
    message(for: event, on: surface)
  }

  fileprivate mutating func take(
    _ message: any Sendable, on surface: Surface
  ) -> [Effect<any Sendable>] {
    guard let message = message as? Message else { return [] }
    return update(message, on: surface).map(\.erased)
  }

  fileprivate func erasedOpening() -> [Effect<any Sendable>] { opening().map(\.erased) }
}

extension Effect {
  fileprivate var erased: Effect<any Sendable> {
    switch self {
    case .quit: .quit
    case .close(let message): .close(returning: message)
    case .open(let page): .open(page)
    case .work(let work): .work(Work<any Sendable>(work.name) { report in work.run { report($0) } })
    case .cancel(let name): .cancel(name)
    case .tick(let delay, let message): .tick(after: delay, message)
    }
  }
}
