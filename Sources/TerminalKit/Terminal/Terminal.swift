/// A key on the keyboard, whatever the terminal sends for it.
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
  /// Text was pasted; it is swallowed, since none of it was meant as a key.
  case paste
  /// The process was stopped and continued; the screen is to be shown again.
  case resumed
  /// Nobody is there any more: the window was closed.
  case endOfInput
  /// Nothing happened for as long as one was ready to wait.
  case timeout
}

/// A screen one can show pictures on, and where keys come from.
package protocol Terminal: AnyObject {
  var size: Size { get }
  /// The characters that can be shown; a screen made for others is shown as well as can be.
  var glyphs: Glyphs { get }

  func show(_ screen: Screen)

  /// The next event, waited for at most so long; nil waits for ever.
  func nextEvent(timeoutMilliseconds: Int?) -> TerminalEvent

  /// Leaves the terminal as it was found; later calls do nothing.
  func close()
}

/// Why there is no screen; each reason is a sentence that the plain lesson can follow.
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
}
