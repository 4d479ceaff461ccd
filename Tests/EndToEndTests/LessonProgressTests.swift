import Foundation
import TestSupport
import Testing

/// Progress: where it is kept, how it is forgotten, and lessons that cannot keep any.
@Suite struct LessonProgressTests {
  private static let record =
    #""position": 3, "pages": 17, "isDone": false, "questions": {}"#
  private static let both =
    #"{"format": 1, "lessons": {"signals": {\#(record)}, "blame": {\#(record)}}}"#

  private func state(_ directory: TemporaryDirectory, _ text: String) throws -> String {
    let path = directory.path("progress.json")
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  private func begun(_ state: String) throws -> [String] {
    try CommandRun(["lesson", "list", "--state", state]).lines.filter { $0.contains(", begun") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  @Test func `--state names the file, and reset forgets one lesson or all`() throws {
    let directory = try TemporaryDirectory()
    let state = try state(directory, Self.both)
    #expect(try begun(state) == ["signals", "blame"])
    let one = try CommandRun(["lesson", "reset", "signals", "--state", state])
    #expect(one.status == 0 && one.output.contains("signals"))
    #expect(try begun(state) == ["blame"])
    #expect(try CommandRun(["lesson", "reset", "--all", "--state", state]).status == 0)
    #expect(try begun(state).isEmpty)
  }

  @Test(arguments: [["reset"], ["reset", "signals", "--all"]])
  func `reset wants one lesson or all of them`(arguments: [String]) throws {
    let directory = try TemporaryDirectory()
    let state = try state(directory, Self.both)
    let run = try CommandRun(["lesson"] + arguments + ["--state", state])
    #expect(run.status == 64 && run.errors.contains("--all"))
    #expect(try begun(state) == ["signals", "blame"])
  }

  @Test func `progress is found by XDG_STATE_HOME, else below HOME`() throws {
    let directory = try TemporaryDirectory()
    for (place, environment) in [
      ("state/hmdl-tui", ["XDG_STATE_HOME": directory.path("state")]),
      ("home/.local/state/hmdl-tui", ["HOME": directory.path("home"), "XDG_STATE_HOME": nil]),
    ] as [(String, [String: String?])] {
      try FileManager.default.createDirectory(
        atPath: directory.path(place), withIntermediateDirectories: true)
      let file = directory.path("\(place)/progress.json")
      try Data(Self.both.utf8).write(to: URL(filePath: file))
      let run = try CommandRun(["lesson", "list"], environment: environment)
      #expect(run.status == 0 && run.output.contains(", begun"))
    }
  }

  @Test func `a file that is no progress is left as it is`() throws {
    let directory = try TemporaryDirectory()
    for text in ["no progress", #"{"format": 9, "lessons": {}}"#] {
      let state = try state(directory, text)
      for arguments in [["list"], ["reset", "--all"]] {
        let run = try CommandRun(["lesson"] + arguments + ["--state", state])
        #expect(run.status == 1 && run.errors.contains("progress.json"), "\(run.errors)")
      }
      #expect(try String(contentsOfFile: state, encoding: .utf8) == text)
    }
  }
}
