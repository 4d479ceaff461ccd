import Foundation
import TestSupport
import Testing

/// A lesson of one's own, from the first file to its check.
@Suite struct OwnLessonTests {
  @Test func `a new lesson is written, is well and opens by its folder`() throws {
    let directory = try TemporaryDirectory()
    let new = try CommandRun(shell: "cd '\(directory.path)' && \"$0\" lesson new mine")
    #expect(new.status == 0 && new.errors.isEmpty)
    for name in ["mine/mine.md", "mine/mine.json"] {
      #expect(new.output.contains(name))
      #expect(FileManager.default.fileExists(atPath: directory.path(name)))
    }
    for path in [directory.path("mine"), directory.path("mine/mine.md")] {
      let check = try CommandRun(["lesson", "check", path])
      #expect(check.status == 0 && check.errors.isEmpty, "\(check.output)")
      #expect(check.output.contains("mine.md: well"))
      let plain = try CommandRun(["lesson", path, "--plain"])
      #expect(plain.status == 0 && plain.lines.first == "A lesson of my own")
    }
  }

  @Test func `nothing that is there already is overwritten`() throws {
    let directory = try TemporaryDirectory()
    let line = "cd '\(directory.path)' && \"$0\" lesson new mine"
    #expect(try CommandRun(shell: line).status == 0)
    try Data("mine".utf8).write(to: URL(filePath: directory.path("mine/mine.md")))
    let again = try CommandRun(shell: line)
    #expect(again.status == 1)
    #expect(again.errors.contains("mine: is there already; choose another name"))
    #expect(try String(contentsOfFile: directory.path("mine/mine.md"), encoding: .utf8) == "mine")
    let path = try CommandRun(shell: "cd '\(directory.path)' && \"$0\" lesson new ../other")
    #expect(path.status == 1 && path.errors.contains("is no name for a lesson"))
  }

  /// What an author does wrong, and the line that is named.
  @Test(arguments: [
    ("answer: S(d0)[0,1]", "answer: S(d0)[0,7]", "answer: S(d0)[0,7]"),
    ("answer: S(d0)[0,1]", "answer: S(d9)[0,1]", "answer: S(d9)[0,1]"),
    ("{Y(d1)[0,0]:2}; wanted", "{Y(d1)[0,0]; wanted", "{Y(d1)[0,0]; wanted"),
    ("ask: number", "ask: numbr", "ask: numbr"),
    ("step: loss update=2", "step: loss update=9", "step: loss update=9"),
    ("Y(d1)[0,0]@2 > Y(d1)[0,0]", "Y(d1)[0,0]@2 < Y(d1)[0,0]", "ask: predict"),
  ])
  func `a mistake is told with file and line, and the status is 1`(
    right: String, wrong: String, place: String
  ) throws {
    let directory = try TemporaryDirectory()
    #expect(try CommandRun(shell: "cd '\(directory.path)' && \"$0\" lesson new mine").status == 0)
    let file = directory.path("mine/mine.md")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let changed = text.replacingOccurrences(of: right, with: wrong)
    #expect(changed != text)
    try Data(changed.utf8).write(to: URL(filePath: file))
    let lines = changed.components(separatedBy: "\n")
    let line = try #require(lines.firstIndex { $0.contains(place) }) + 1
    let run = try CommandRun(["lesson", "check", file])
    let said = run.output + run.errors
    #expect(run.status == 1)
    // The comments of a question count from its first line.
    #expect(
      (line - 3...line + 1).contains { said.contains("mine.md, line \($0): ") },
      "wanted is a line near \(line): \(said)")
  }

  @Test func `a folder without a lesson is told how to get one`() throws {
    let directory = try TemporaryDirectory()
    let run = try CommandRun(["lesson", "check", directory.path])
    #expect(run.status == 1)
    #expect((run.output + run.errors).contains("holds no lesson"))
    #expect((run.output + run.errors).contains("lesson new"))
  }
}
