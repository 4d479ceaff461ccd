/// A terminal for tests: it plays given events and keeps every screen that it is shown.
package final class ScriptedTerminal: Terminal {
  /// What happens next: something at the terminal, or anything else in between.
  package enum Step {
    case event(TerminalEvent)
    case action(() -> Void)

    package static func key(_ key: Key) -> Step { .event(.key(key)) }
  }

  package private(set) var size: Size
  package let glyphs: Glyphs
  package let theme = Theme()
  package let waker: @Sendable () -> Void = {}
  package private(set) var shown: [Screen] = []
  package private(set) var isClosed = false
  private var steps: [Step]

  /// A terminal on which all this happens, and then the end of input. After an action it is `woken`.
  package init(size: Size, glyphs: Glyphs = .unicode, script: [Step]) {
    self.size = size
    self.glyphs = glyphs
    steps = script.reversed()
  }

  /// A terminal on which these events happen.
  convenience init(size: Size, glyphs: Glyphs = .unicode, events: [TerminalEvent]) {
    self.init(size: size, glyphs: glyphs, script: events.map(Step.event))
  }

  /// A terminal on which these keys are pressed.
  package convenience init(size: Size, keys: [Key]) {
    self.init(size: size, events: keys.map(TerminalEvent.key))
  }

  package func show(_ screen: Screen) { shown.append(screen) }

  package func nextEvent(timeoutMilliseconds: Int?) -> TerminalEvent {
    switch steps.popLast() {
    case nil: return .endOfInput
    case .action(let act):
      act()
      return .woken
    case .event(let event):
      if case .resize(let size) = event { self.size = size }
      return event
    }
  }

  package func close() { isClosed = true }
}
