import CNcurses
import CTerminalGuard
import Foundation

/// The terminal of the process, by way of curses. To be used from one thread.
///
/// While it is open the screen is restored on every signal that can be caught, and what is said on
/// standard error waits until `close`.
package final class CursesTerminal: Terminal {
  package let glyphs: Glyphs
  package let theme: Theme
  package let waker: @Sendable () -> Void
  private let handle: OpaquePointer
  private let descriptor: Int32
  private var looks: [Style: (attributes: Int32, pair: Int16)] = [:]
  private var pairs: [ColorPair: Int16] = [:]
  /// A code that was read ahead.
  private var pushedBack: Code?
  private var isOpen = true

  /// What curses reads: a character or the number of a key.
  private enum Code: Equatable {
    case character(UInt32)
    case key(Int32)
  }

  /// Takes over the terminal.
  ///
  /// - Throws: `TerminalUnavailable`, before anything is written, if there is none or it cannot
  ///   show a screen.
  package static func open(
    _ options: DisplayOptions = DisplayOptions(),
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(TerminalUnavailable) -> CursesTerminal {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    let type = try usableType(environment["TERM"] ?? "", environment)
    // Curses would take exported LINES and COLUMNS for the size, even after the window changed it.
    unsetenv("LINES")
    unsetenv("COLUMNS")
    // Only the character encoding: other categories would print decimal commas.
    setlocale(LC_CTYPE, "")
    guard terminal_guard_arm(STDIN_FILENO) == 0 else { throw .notATerminal }
    // `initscr` would end the process if it failed.
    guard
      let handle = newterm(type, fdopen(dup(STDOUT_FILENO), "w"), fdopen(dup(STDIN_FILENO), "r"))
    else {
      terminal_guard_disarm()
      throw .typeUnknown(type)
    }
    return CursesTerminal(handle: handle, options: options, environment: environment)
  }

  /// The type of exact colours beside it, the type itself or, where it has no description here, that
  /// of one which it is said to obey.
  private static func usableType(
    _ type: String, _ environment: [String: String]
  ) throws(TerminalUnavailable) -> String {
    guard !type.isEmpty else { throw .typeMissing }
    let direct = DirectColor.type(beside: type, environment: environment)
    for candidate in [direct].compactMap({ $0 }) + [type] + TerminalKin.types(like: type) {
      var name = Array(candidate.utf8CString)
      switch curses_probe(&name, STDOUT_FILENO) {
      case 1: return candidate
      case 0: throw .typeWithoutCursor(type)
      default: continue
      }
    }
    throw .typeUnknown(type)
  }

  private init(handle: OpaquePointer, options: DisplayOptions, environment: [String: String]) {
    self.handle = handle
    descriptor = STDIN_FILENO
    // Work may end after the terminal is closed: then nobody reads what wakes it, and nothing breaks.
    _ = terminal_guard_make_waker()
    waker = { terminal_guard_wake() }
    glyphs = options.glyphs(codeset: String(cString: nl_langinfo(CInt(CODESET))))
    curses_begin(descriptor)
    theme = options.theme(colors: Int(curses_begin_colors()), environment: environment)
    for (index, pair) in theme.pairs.enumerated() {
      let number = Int16(index + 1)
      curses_define_pair(
        number, DirectColor.number(of: pair.foreground, depth: theme.depth),
        DirectColor.number(of: pair.background, depth: theme.depth))
      pairs[pair] = number
    }
    if options.mouse { curses_begin_mouse() }
    var farewell = [CChar](repeating: 0, count: 512)
    let length = curses_farewell(&farewell, farewell.count)
    terminal_guard_set_farewell(farewell, length)
    terminal_guard_divert_errors()
    setBracketedPaste(true)
  }

  deinit { close() }

  package func close() {
    guard isOpen else { return }
    isOpen = false
    leave()
    terminal_guard_disarm()
    delscreen(handle)
  }

  private func leave() {
    setBracketedPaste(false)
    endwin()
  }

  private func setBracketedPaste(_ isOn: Bool) {
    let sequence = Array("\u{1b}[?2004\(isOn ? "h" : "l")".utf8)
    _ = write(STDOUT_FILENO, sequence, sequence.count)
  }

  package var size: Size { Size(columns: Int(curses_columns()), rows: Int(curses_rows())) }

  // MARK: Output

  package func show(_ screen: Screen) {
    let picture = glyphs == .ascii ? screen.ascii : screen
    let room = size
    curses_erase()
    for row in 0..<min(room.rows, picture.size.rows) {
      for column in 0..<min(room.columns, picture.size.columns) {
        put(picture[row, column], row: row, column: column)
      }
    }
    let cursor = picture.cursor.flatMap { Rect(room).contains($0) ? $0 : nil }
    curses_flush(Int32(cursor?.row ?? -1), Int32(cursor?.column ?? 0))
  }

  private func put(_ cell: Cell, row: Int, column: Int) {
    guard cell != .blank else { return }
    let look = look(of: cell.style)
    // At most a letter with four marks and a final 0: a cell of curses holds no more.
    var text = cell.character.unicodeScalars.prefix(5).map { wchar_t($0.value) }
    text.append(0)
    curses_put(Int32(row), Int32(column), text, look.attributes, look.pair)
  }

  private func look(of style: Style) -> (attributes: Int32, pair: Int16) {
    if let known = looks[style] { return known }
    let look = theme.appearance(of: style)
    var attributes: Int32 = 0
    if look.bold { attributes |= Int32(curses_bold) }
    if look.dim { attributes |= Int32(curses_dim) }
    if look.underline { attributes |= Int32(curses_underline) }
    if look.reverse { attributes |= Int32(curses_reverse) }
    let pair = ColorPair(foreground: look.foreground, background: look.background)
    looks[style] = (attributes, pairs[pair] ?? 0)
    return (attributes, pairs[pair] ?? 0)
  }

  // MARK: Input

  package func nextEvent(timeoutMilliseconds: Int?) -> TerminalEvent {
    let clock = ContinuousClock()
    let deadline = timeoutMilliseconds.map { clock.now + .milliseconds($0) }
    while true {
      if terminal_guard_take_stop() != 0 { return stopAndResume() }
      if terminal_guard_take_continue() != 0 { return resume() }
      if let code = nextCode() {
        if let event = event(for: code) { return event }
        continue
      }
      if terminal_guard_is_hung_up(descriptor) != 0 { return .endOfInput }
      let left = deadline.map { max(.zero, $0 - clock.now) }
      switch wait(left) {
      case TERMINAL_TIMEOUT where deadline.map { clock.now >= $0 } ?? false: return .timeout
      case TERMINAL_HANGUP: return .endOfInput
      case TERMINAL_WOKEN: return .woken
      default: continue
      }
    }
  }

  /// Waits at most an hour at a time, which fits every integer.
  private func wait(_ duration: Duration?) -> terminal_wait_end {
    guard let duration else { return terminal_guard_wait(descriptor, -1) }
    let milliseconds = min(duration, .seconds(3600)) / .milliseconds(1)
    return terminal_guard_wait(descriptor, Int32(milliseconds.rounded(.up)))
  }

  private func nextCode() -> Code? {
    if let code = pushedBack {
      pushedBack = nil
      return code
    }
    var code: wint_t = 0
    switch curses_next(&code) {
    case KEY_CODE_YES: return .key(Int32(code))
    case OK: return .character(UInt32(code))
    default: return nil
    }
  }

  private func event(for code: Code) -> TerminalEvent? {
    switch code {
    case .key(KEY_RESIZE): return resized()
    case .key(KEY_MOUSE): return mouseEvent()
    case .key(Int32(curses_paste_begin)): return paste()
    case .key(let number): return KeyNumbers.key(number: number).map(TerminalEvent.key)
    case .character(0x1b) where swallowUnknownSequence(): return nil
    case .character(let value):
      guard let key = Key(controlOrCharacter: value) else { return nil }
      if key == .control("l") { curses_repaint() }
      return .key(key)
    }
  }

  private func resized() -> TerminalEvent {
    repeat { pushedBack = nextCode() } while pushedBack == .key(KEY_RESIZE)
    curses_repaint()
    return .resize(size)
  }

  private func mouseEvent() -> TerminalEvent? {
    var (row, column): (Int32, Int32) = (0, 0)
    switch curses_mouse(&row, &column) {
    case 1: return .click(row: Int(row), column: Int(column))
    case 2: return .scroll(row: Int(row), column: Int(column), up: true)
    case 3: return .scroll(row: Int(row), column: Int(column), up: false)
    default: return nil
    }
  }

  /// Reads on to the end of the paste, or until nothing came for a second. A change of size
  /// meanwhile is kept.
  private func paste() -> TerminalEvent {
    var text = String.UnicodeScalarView()
    var (length, wasResized) = (0, false)
    while true {
      if let code = nextCode() {
        if code == .key(Int32(curses_paste_end)) { break }
        wasResized = wasResized || code == .key(KEY_RESIZE)
        if case .character(let value) = code, length < TerminalEvent.pasteLimit,
          let scalar = Unicode.Scalar(value)
        {
          text.append(scalar)
          length += 1
        }
        continue
      }
      if terminal_guard_is_hung_up(descriptor) != 0 { break }
      if wait(.seconds(1)) == TERMINAL_TIMEOUT { break }
    }
    if wasResized { pushedBack = .key(KEY_RESIZE) }
    return .paste(String(text))
  }

  /// Whether Escape began a control sequence that no description knows (ECMA-48: `[`, parameters
  /// up to `?`, one final character), which is then read to its end instead of acted on.
  private func swallowUnknownSequence() -> Bool {
    guard let introducer = nextCode() else { return false }
    guard introducer == .character(0x5b), let first = nextCode() else {
      pushedBack = introducer
      return false
    }
    var code: Code? = first
    while case .character(0x20..<0x40)? = code { code = nextCode() }
    return true
  }

  // MARK: Stopping

  private func stopAndResume() -> TerminalEvent {
    leave()
    terminal_guard_stop()
    return resume()
  }

  /// Takes the terminal over again, whatever the shell did to it meanwhile.
  private func resume() -> TerminalEvent {
    endwin()
    setBracketedPaste(true)
    curses_repaint()
    return .resumed
  }
}

/// The keys that curses has numbers for.
private enum KeyNumbers {
  private static let keys: [Int32: Key] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_HOME: .home,
    KEY_END: .end, KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_ENTER: .enter, KEY_BTAB: .backTab,
    KEY_BACKSPACE: .backspace, KEY_DC: .delete,
  ]

  static func key(number: Int32) -> Key? {
    if (KEY_F0 + 1...KEY_F0 + 63).contains(number) { return .function(Int(number - KEY_F0)) }
    return keys[number]
  }
}
