import Foundation
import TestSupport
import Testing

/// A reader's way through the course in a real terminal of 80×24: by keys alone, with a power cut on the way.
@Suite(.serialized, .enabled(if: TmuxSession.isInstalled, "tmux is not installed"))
struct CourseJourneyTests {
  private func open(
    _ arguments: [String], environment: [String] = [], columns: Int = 80, rows: Int = 24
  ) throws -> TmuxSession {
    try TmuxSession(arguments, columns: columns, rows: rows, environment: environment)
  }

  /// The screen once a line holds the words.
  @discardableResult
  private func waits(
    _ session: TmuxSession, for words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    if let screen = try session.screen(where: { $0.contains { $0.contains(words) } }) {
      return screen
    }
    let last = try session.screen().joined(separator: "\n")
    return try #require(nil, "no \"\(words)\" on\n\(last)", sourceLocation: sourceLocation)
  }

  @Test func `a lesson is answered by keys, and taken up again after kill -9`() throws {
    let directory = try TemporaryDirectory()
    let state = directory.path("progress.json")
    let first = try open(["--state", state])
    try waits(first, for: "16 lessons   0 done")
    try first.send("Enter")
    try waits(first, for: "0 of 5 questions answered")
    try first.send("Right")
    try waits(first, for: "A signal is a number on its way")
    for _ in 1...3 { try first.send("Right") }
    let asked = try waits(first, for: "What is S of A[2]?")
    #expect(asked.contains { $0.contains("question 1 of 5") })
    #expect(asked.contains { $0.contains("-.2     ?") }, "the number that is asked for is covered")
    try first.send("1", "Enter")
    try waits(first, for: "a sum is only its products")
    try waits(first, for: "you: 1 not yet (try 1)")
    try first.send("h")
    try waits(first, for: "hint 1 of 2")
    try first.send(".", "8", "Enter")
    let right = try waits(first, for: "right: .8")
    #expect(!right.contains { $0.contains("-.2     ?") })
    try first.send("Enter")
    try waits(first, for: "ReLU lets positive sums through")
    try first.send("Left")
    try waits(first, for: "right: .8")
    let kept = try waitsForFile(state) {
      $0.contains("\"right\"") && $0.contains("\"position\" : 4")
    }
    #expect(kept, "\((try? String(contentsOfFile: state, encoding: .utf8)) ?? "no file")")
    try first.kill9()

    let list = try CommandRun(["lesson", "list", "--state", state])
    #expect(list.output.contains("(12 min), begun, 1 answered"))
    let second = try open(["lesson", "signals", "--state", state])
    let again = try waits(second, for: "right: .8")
    #expect(again.contains { $0.contains("What is S of A[2]?") })
    try second.send("q")

    let course = try open(["--state", state])
    try waits(course, for: "1 of ")
    let page = try waits(course, for: "page 5 of ")
    #expect(page.contains { $0.hasPrefix(">@  1 Signals forward") })
    try course.send("q")
  }

  @Test func `a cell is picked and a weight is changed by keys`() throws {
    let directory = try TemporaryDirectory()
    let session = try open(["lesson", "signals", "--state", directory.path("progress.json")])
    try waits(session, for: "questions only")
    try session.send("Q", "Q")
    try waits(session, for: "Which cell of A has no influence")
    try session.send("Down", "Enter")
    try waits(session, for: "right: ")
    try session.send("Q")
    try waits(session, for: "Switch A[1] on")
    try session.send("o")
    try waits(session, for: "the answer: -0.6 → -0.1")
    try session.send("G")
    let end = try waits(session, for: "Signals forward: the end")
    #expect(end.contains { $0.contains("1 of 5 questions answered") })
    try session.send("q")
  }

  /// No folder can be made below a file: as in a home that may only be read.
  @Test func `where nothing can be written the lesson goes on and says so`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Data("no folder".utf8), to: "home")
    let session = try open(
      ["lesson", "signals"], environment: ["HOME=\(directory.path("home"))", "XDG_STATE_HOME="])
    try waits(session, for: "A network turns numbers into other numbers")
    try session.send("Right")
    try waits(session, for: "progress cannot be kept")
    try session.send("Right")
    try waits(session, for: "A cell multiplies each signal")
    try session.send("q")
  }

  @Test func `a broken progress file is told, is not touched, and the lesson goes on`() throws {
    let directory = try TemporaryDirectory()
    let state = directory.path("progress.json")
    for arguments in [["lesson", "signals"], []] {
      try directory.write(Data("no progress".utf8), to: "progress.json")
      let session = try open(arguments + ["--state", state])
      try waits(session, for: "progress cannot be kept")
      if arguments.isEmpty { try session.send("Enter") }
      try waits(session, for: "Afterwards you can")
      try session.send("Right")
      try waits(session, for: "A signal is a number on its way")
      try session.send("q")
      #expect(try String(contentsOfFile: state, encoding: .utf8) == "no progress")
    }
  }

  /// Progress is written away from the keyboard.
  private func waitsForFile(_ path: String, where matches: (String) -> Bool) throws -> Bool {
    let end = Date().addingTimeInterval(10)
    repeat {
      if let text = try? String(contentsOfFile: path, encoding: .utf8), matches(text) {
        return true
      }
      usleep(25_000)
    } while Date() < end
    return false
  }
}
