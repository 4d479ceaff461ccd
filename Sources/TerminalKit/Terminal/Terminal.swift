/// A key on the keyboard, whatever bytes the terminal sends for it.
package enum Key: Hashable, Sendable {
  case character(Character)
  case up, down, left, right
  case home, end, pageUp, pageDown
  case enter, escape, tab, backTab, backspace, delete
  /// F1 and the following.
  case function(Int)
  /// Ctrl with a lower-case letter; Ctrl-C and Ctrl-Z arrive as signals, Ctrl-H as backspace.
  case control(Character)
}

/// Something that happened at the terminal.
package enum TerminalEvent: Equatable, Sendable {
  case key(Key)
  /// The first mouse button was pressed on a cell.
  case click(row: Int, column: Int)
  /// The wheel was turned over a cell.
  case scroll(row: Int, column: Int, up: Bool)
  /// The window has a new size; several changes in a row are one event.
  case resize(Size)
  /// Text was pasted: none of it was meant as a key. What is longer than `pasteLimit` is cut.
  case paste(String)
  /// The process was stopped and continued; the screen is to be shown again.
  case resumed
  /// The window was closed.
  case endOfInput
  /// Nothing happened within the time given to `nextEvent`.
  case timeout
  /// Somebody used the terminal's `waker`.
  case woken

  /// The most characters of a paste that are kept.
  static let pasteLimit = 1000
}

/// A terminal: it shows screens and sends events.
package protocol Terminal: AnyObject {
  var size: Size { get }
  /// The characters that can be shown; others are replaced when a screen is shown.
  var glyphs: Glyphs { get }
  /// The colours in which styles are shown.
  var theme: Theme { get }
  /// Ends the present or the next wait for an event. Safe from every thread.
  var waker: @Sendable () -> Void { get }

  func show(_ screen: Screen)

  /// Waits for the next event, at most so long; nil waits for ever.
  func nextEvent(timeoutMilliseconds: Int?) -> TerminalEvent

  /// Leaves the terminal as it was found; later calls do nothing.
  func close()
}

/// Why there is no screen, as a sentence.
package enum TerminalUnavailable: Error, Equatable, CustomStringConvertible {
  case notATerminal
  case typeMissing
  case typeUnknown(String)
  case typeWithoutCursor(String)

  package var description: String {
    switch self {
    case .notATerminal: "Standard input and output are not both a terminal."
    case .typeMissing: "The environment variable TERM, the terminal's type, is not set."
    case .typeUnknown(let type):
      "The terminal type '\(type)' in TERM is not known on this system."
    case .typeWithoutCursor(let type):
      "The terminal type '\(type)' in TERM cannot move its cursor."
    }
  }

  /// What helps, as the beginning of a sentence.
  package var remedy: String {
    switch self {
    case .notATerminal: "Start it with the keyboard as its input"
    case .typeMissing, .typeUnknown, .typeWithoutCursor:
      "Set TERM to a type that your terminal obeys (TERM=xterm-256color fits most)"
    }
  }
}
