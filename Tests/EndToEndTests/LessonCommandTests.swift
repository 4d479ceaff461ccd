import Foundation
import Testing

/// The lesson where there is no terminal.
@Suite struct LessonCommandTests {
  @Test func `--plain prints the lesson and nothing else`() throws {
    let run = try CommandRun(["lesson", "four-layer", "--plain"])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.lines.first == "One picture through four layers")
    #expect(run.lines.count { $0.hasPrefix("Update ") || $0.hasPrefix("After update ") } == 82)
    #expect(!run.output.contains("\u{1b}"))
  }

  @Test(arguments: [[], ["lesson"], ["lesson", "four-layer"]])
  func `without a terminal one line says so, then comes the plain lesson`(arguments: [String])
    throws
  {
    let run = try CommandRun(arguments)
    #expect(run.status == 0)
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.errors.contains("not both a terminal"))
    #expect(run.output == (try CommandRun(["lesson", "--plain"]).output))
  }

  @Test(arguments: [
    ("dumb", "cannot move its cursor"), ("no-such-type", "is not known"), ("", "is not set"),
  ])
  func `on a terminal that cannot show a screen it says why and what to do`(
    type: String, reason: String
  )
    throws
  {
    let terminal = try PseudoTerminal(
      [Product.path, "lesson"], environment: ["TERM": type.isEmpty ? nil : type], columns: 80,
      rows: 24)
    #expect(terminal.end() == .exited(1))
    #expect(terminal.text.contains(reason))
    #expect(terminal.text.contains("Set TERM to") && terminal.text.contains("--plain"))
    #expect(!terminal.text.contains("Here the lesson ends."))
    #expect(!terminal.text.contains("\u{1b}"))
  }

  @Test func `a reader that stops reading is no error`() throws {
    let run = try CommandRun(shell: "\"$0\" lesson four-layer --plain | head -2")
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.lines.count == 3)
  }

  @Test func `other locales get ASCII`() throws {
    let run = try CommandRun(["lesson", "--plain"], environment: ["LC_ALL": "C"])
    #expect(run.output.utf8.allSatisfy { $0 < 0x80 })
    #expect(run.output.contains("d_A[3,2,0]"))
  }

  @Test func `an unknown lesson is told with those there are`() throws {
    let run = try CommandRun(["lesson", "five-layer"])
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("There is no lesson \"five-layer\"; did you mean 'four-layer'?"))
  }

  @Test func `the lessons can be listed`() throws {
    let run = try CommandRun(["lesson", "--list"])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("four-layer  "))
  }

  @Test func `a broken lesson file is told with its line`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "broken-\(UUID()).md")
    try Data("# No front matter\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let run = try CommandRun(["lesson", file.path])
    #expect(run.status == 1)
    #expect(run.errors.contains("\(file.lastPathComponent), line 1: "))
  }
}
