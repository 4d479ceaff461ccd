/// A terminal without a terminal: plays events and keeps what it is shown.
final class ScriptedTerminal: Terminal {
  private(set) var size: Size
  let glyphs: Glyphs
  private(set) var shown: [Screen] = []
  private(set) var isClosed = false
  private var events: [TerminalEvent]

  /// A terminal on which these events happen, and then the end of input.
  init(size: Size, glyphs: Glyphs = .unicode, events: [TerminalEvent]) {
    self.size = size
    self.glyphs = glyphs
    self.events = events.reversed()
  }

  /// A terminal on which these keys are pressed.
  convenience init(size: Size, keys: [Key]) {
    self.init(size: size, events: keys.map(TerminalEvent.key))
  }

  func show(_ screen: Screen) { shown.append(screen) }

  func nextEvent(timeoutMilliseconds: Int?) -> TerminalEvent {
    guard let event = events.popLast() else { return .endOfInput }
    if case .resize(let size) = event { self.size = size }
    return event
  }

  func close() { isClosed = true }
}
