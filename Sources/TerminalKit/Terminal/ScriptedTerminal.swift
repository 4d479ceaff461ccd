/// A terminal without a terminal: plays events and keeps what it is shown.
package final class ScriptedTerminal: Terminal {
  package private(set) var size: Size
  package let glyphs: Glyphs
  package private(set) var shown: [Screen] = []
  package private(set) var isClosed = false
  private var events: [TerminalEvent]

  /// A terminal on which these events happen, and then the end of input.
  package init(size: Size, glyphs: Glyphs = .unicode, events: [TerminalEvent]) {
    self.size = size
    self.glyphs = glyphs
    self.events = events.reversed()
  }

  /// A terminal on which these keys are pressed.
  package convenience init(size: Size, keys: [Key]) {
    self.init(size: size, events: keys.map(TerminalEvent.key))
  }

  package func show(_ screen: Screen) { shown.append(screen) }

  package func nextEvent(timeoutMilliseconds: Int?) -> TerminalEvent {
    guard let event = events.popLast() else { return .endOfInput }
    if case .resize(let size) = event { self.size = size }
    return event
  }

  package func close() { isClosed = true }
}
