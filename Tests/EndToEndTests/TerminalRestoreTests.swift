import Foundation
import TestSupport
import Testing

/// The tutor leaves the terminal as it found it, whatever ends it, and dies by the signal it got.
@Suite(.serialized) struct TerminalRestoreTests {
  private static let lesson = [Product.path, "lesson", "four-layer"]

  /// Starts the lesson and waits for its first screen.
  private func start(
    _ command: [String] = lesson, environment: [String: String?] = [:], columns: Int = 80,
    rows: Int = 24
  ) throws -> (terminal: PseudoTerminal, modes: [UInt8]) {
    let terminal = try PseudoTerminal(
      ["/bin/sh", "-c", "read start; exec \"$@\"", "sh"] + command, environment: environment,
      columns: columns, rows: rows)
    let modes = terminal.modes
    terminal.send("\n")
    try #require(
      terminal.waits(for: Sequence.enter), "no screen: \(terminal.text.debugDescription)")
    terminal.settle()
    return (terminal, modes)
  }

  /// The sequences that a program sends to take a screen and to leave it.
  private enum Sequence {
    static let enter = "\u{1b}[?1049h"
    static let leave = "\u{1b}[?1049l"
    /// Each mode that is set, and the sequence that resets it.
    static let modes = [
      (enter, leave), ("\u{1b}[?2004h", "\u{1b}[?2004l"), ("\u{1b}[?1h", "\u{1b}[?1l"),
      ("1000h", "1000l"),
    ]
  }

  private func expectRestored(
    _ terminal: PseudoTerminal, _ modes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let sameModes = terminal.modes == modes
    #expect(sameModes, "modes of the line", sourceLocation: sourceLocation)
    let text = terminal.text
    for (set, unset) in Sequence.modes {
      guard let start = text.range(of: set, options: .backwards) else { continue }
      let isUnset = text[start.upperBound...].contains(unset)
      #expect(isUnset, "\(set.debugDescription) is not taken back", sourceLocation: sourceLocation)
    }
  }

  @Test func `q`() throws {
    let (terminal, modes) = try start()
    terminal.send("q")
    #expect(terminal.end() == .exited(0))
    expectRestored(terminal, modes)
  }

  @Test func `Ctrl-C`() throws {
    let (terminal, modes) = try start()
    terminal.send("\u{3}")
    #expect(terminal.end() == .killed(by: SIGINT))
    expectRestored(terminal, modes)
  }

  @Test(arguments: [
    SIGTERM, SIGHUP, SIGQUIT, SIGINT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT,
  ])
  func `signal`(_ number: Int32) throws {
    let (terminal, modes) = try start(environment: ["SWIFT_BACKTRACE": "enable=no"])
    terminal.send(signal: number)
    #expect(terminal.end() == .killed(by: number))
    expectRestored(terminal, modes)
  }

  /// Swift's own crash report asks what to do; it must not ask on the lesson's screen.
  @Test func `a crash is reported after the screen is gone`() throws {
    let (terminal, modes) = try start(
      environment: ["SWIFT_BACKTRACE": "enable=yes,interactive=no,color=no"])
    terminal.send(signal: SIGSEGV)
    #expect(terminal.end(within: .seconds(60)) == .killed(by: SIGSEGV))
    expectRestored(terminal, modes)
    if let report = terminal.text.range(of: "crashed") {
      let isAfterwards = terminal.text[..<report.lowerBound].contains(Sequence.leave)
      #expect(isAfterwards)
    }
  }

  /// Swift's runtime once answered Ctrl-\ with a backtrace and a question that waited for 30 seconds.
  @Test func `QUIT ends at once and says nothing`() throws {
    let (terminal, modes) = try start()
    terminal.send("\u{1c}")
    #expect(terminal.end(within: .seconds(2)) == .killed(by: SIGQUIT))
    expectRestored(terminal, modes)
    let saysSomething = terminal.text.contains("acktrace") || terminal.text.contains("crashed")
    #expect(!saysSomething)
  }

  @Test(arguments: [SIGSEGV, SIGILL, SIGABRT])
  func `a crash leaves one sentence that names the file with its backtrace`(_ number: Int32) throws
  {
    let folder = try TemporaryDirectory()
    let (terminal, modes) = try start(environment: ["TMPDIR": folder.path])
    let before = terminal.text.count
    terminal.send(signal: number)
    #expect(terminal.end(within: .seconds(90)) == .killed(by: number))
    expectRestored(terminal, modes)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let file = try #require(files.first)
    #expect(files.count == 1 && file.hasPrefix("hmdl-tui-crash-\(terminal.process)-"))
    let said = String(terminal.text.dropFirst(before))
    let sentence =
      "hmdl-tui has a fault and had to end (signal \(number)); please report it with the file "
      + folder.path(file) + "."
    #expect(said.contains(sentence), "\(said.debugDescription)")
    #expect(!said.contains("Press") && !said.contains("Thread 0"))
    let report = try String(contentsOfFile: folder.path(file), encoding: .utf8)
    #expect(report.contains("Thread 0") && !report.contains("\u{1b}"))
  }

  @Test func `the window is closed`() throws {
    let (terminal, _) = try start()
    terminal.hangUp()
    #expect(terminal.end() == .killed(by: SIGHUP))
  }

  @Test func `the window is closed and hangup is ignored`() throws {
    let (terminal, _) = try start(
      ["/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh"] + Self.lesson)
    terminal.hangUp()
    #expect(terminal.end() == .exited(0))
  }

  @Test func `a stopped lesson gives the terminal back and draws itself again`() throws {
    let script = "set -m; \"$@\"; echo stopped $?; fg >/dev/null; echo ended $?"
    let (terminal, modes) = try start(["/bin/sh", "-c", script, "sh"] + Self.lesson)
    let first = terminal.output.count
    terminal.send("\u{1a}")
    #expect(terminal.waits(for: "stopped 148", from: first))
    let leaving = try #require(terminal.text.range(of: Sequence.leave))
    let stopped = try #require(terminal.text.range(of: "stopped 148"))
    #expect(leaving.upperBound <= stopped.lowerBound)
    #expect(terminal.waits(for: Sequence.enter, from: first))
    terminal.settle()
    terminal.send("q")
    #expect(terminal.end() == .exited(0))
    let hasEnded = terminal.text.contains("ended 0")
    #expect(hasEnded)
    expectRestored(terminal, modes)
  }

  @Test func `nothing that is pasted is a key`() throws {
    let (terminal, modes) = try start()
    let before = terminal.output.count
    let start = ContinuousClock.now
    let pasted = String(repeating: "q quit \r now\t:", count: 2400)
    terminal.send("\u{1b}[200~" + pasted + "\u{1b}[201~\u{c}")
    let redrawn = terminal.waits(for: "\u{1b}[2J", from: before)
    #expect(redrawn, "Ctrl-L after the paste")
    #expect(ContinuousClock.now - start < .seconds(1))
    #expect(terminal.end(within: .zero) == nil)
    terminal.settle()
    terminal.send("q")
    #expect(terminal.end() == .exited(0))
    expectRestored(terminal, modes)
  }

  @Test func `300 sizes`() throws {
    let (terminal, modes) = try start()
    for step in 1...300 {
      let isTiny = step.isMultiple(of: 10)
      terminal.resize(
        columns: isTiny ? 1 : 1 + step * 37 % 220, rows: isTiny ? 1 : 1 + step * 11 % 70)
      if step.isMultiple(of: 5) { terminal.settle(.milliseconds(5)) }
    }
    terminal.resize(columns: 80, rows: 24)
    terminal.settle()
    terminal.send("q")
    #expect(terminal.end() == .exited(0))
    expectRestored(terminal, modes)
  }

  @Test func `a window that is too small says so, and q still quits`() throws {
    let (terminal, modes) = try start(columns: 10, rows: 3)
    let saysSo = terminal.text.contains("need 20x5")
    #expect(saysSo)
    terminal.send("q")
    #expect(terminal.end() == .exited(0))
    expectRestored(terminal, modes)
  }

  @Test func `exported LINES and COLUMNS do not freeze the size`() throws {
    let (terminal, _) = try start(environment: ["LINES": "3", "COLUMNS": "10"])
    let isSmall = terminal.text.contains("need 20x5")
    #expect(!isSmall)
  }

  @Test(arguments: [
    "xterm-of-tomorrow", "alacritty", "foot", "wezterm", "st-256color", "tmux-of-tomorrow",
  ])
  func `a kin of xterm that is not known here is an xterm`(_ type: String) throws {
    let (terminal, modes) = try start(environment: ["TERM": type])
    terminal.send("q")
    #expect(terminal.end() == .exited(0))
    expectRestored(terminal, modes)
  }

  @Test func `a locale without UTF-8 gets ASCII`() throws {
    let (terminal, _) = try start(environment: ["LC_ALL": "C"])
    let isAscii = terminal.output.allSatisfy { $0 < 0x80 }
    #expect(isAscii)
  }

  @Test func `NO_COLOR leaves the colours to the terminal`() throws {
    let (colored, _) = try start()
    let (plain, _) = try start(environment: ["NO_COLOR": "1"])
    let hasColors = [colored, plain].map { $0.text.contains("\u{1b}[38;5;") }
    #expect(hasColors == [true, false])
  }

  @Test(arguments: ["dumb", "no-such-terminal", "", nil])
  func `a terminal without a screen hears why, and of two ways on`(_ type: String?) throws {
    for command in [Self.lesson, [Product.path, "demo", "initialization"]] {
      let terminal = try PseudoTerminal(command, environment: ["TERM": type])
      #expect(terminal.end() == .exited(1))
      let text = terminal.text
      #expect(text.contains("TERM") && text.contains("--plain"), "\(text)")
      #expect(text.split(separator: "\n").count == 1, "\(text)")
    }
  }

  @Test func `a pipe gets the plain lesson`() throws {
    let script = "\"$@\" >\"$HOME/lesson\" 2>\"$HOME/errors\" </dev/null"
    let terminal = try PseudoTerminal(["/bin/sh", "-c", script, "sh"] + Self.lesson)
    #expect(terminal.end() == .exited(0))
    let lesson = try String(
      contentsOf: terminal.home.appendingPathComponent("lesson"), encoding: .utf8)
    try expectPlainLesson(lesson, errors: terminal.home.appendingPathComponent("errors"))
  }

  private func expectPlainLesson(
    _ lesson: String, errors: URL, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let reason = try String(contentsOf: errors, encoding: .utf8)
    #expect(reason.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
    #expect(lesson.contains("Rule 1"), sourceLocation: sourceLocation)
    #expect(!lesson.contains("\u{1b}"), sourceLocation: sourceLocation)
  }
}
