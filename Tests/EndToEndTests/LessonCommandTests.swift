import Foundation
import TestSupport
import Testing

/// The course and its lessons where there is no terminal.
@Suite struct LessonCommandTests {
  private static let ids = [
    "signals", "blame", "wiggle", "shares", "losses", "window", "stamp", "pooling", "four-layer",
    "depth", "race", "dropout", "weights", "ways", "disk", "reproduce",
  ]

  /// The first words of the lines that are about lessons.
  private func listed(_ run: CommandRun) -> [String] {
    run.lines.filter { $0.hasPrefix("  ") }.compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
  }

  @Test(arguments: [[], ["lesson"]])
  func `in a pipe the course is the list of its lessons, and one line says why`(arguments: [String])
    throws
  {
    let run = try CommandRun(arguments)
    #expect(run.status == 0)
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.errors.contains("not both a terminal"))
    #expect(run.output == (try CommandRun(["lesson", "list"]).output))
    #expect(listed(run) == Self.ids)
  }

  @Test(arguments: [
    ["lesson", "list"], ["lesson", "--plain"], ["--plain"], ["lesson", "--list"],
  ])
  func `the lessons can be listed`(arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.status == 0 && run.errors.isEmpty)
    #expect(listed(run) == Self.ids)
    #expect(!run.output.contains("\u{1b}"))
  }

  @Test func `--plain prints the lesson and nothing else`() throws {
    let run = try CommandRun(["lesson", "four-layer", "--plain"])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.lines.first == "One picture through four layers")
    let stops = run.lines.filter {
      ($0.hasPrefix("Update ") || $0.hasPrefix("After update ")) && $0.contains(", step ")
    }
    #expect(stops.count == 82)
    #expect(run.output.contains("Rule 1"))
    #expect(!run.output.contains("\u{1b}"))
  }

  @Test(arguments: ids)
  func `every lesson of the course is printed, its answers at the end`(id: String) throws {
    let run = try CommandRun(["lesson", id, "--plain"])
    #expect(run.status == 0 && run.errors.isEmpty)
    let answers = try #require(run.lines.firstIndex(of: "Answers"))
    #expect(run.lines[..<answers].contains { $0.hasPrefix("Question ") })
    #expect(run.lines[answers...].contains { $0.hasPrefix("Answer: ") })
    #expect(!run.output.contains("{") && !run.output.contains("<!--"))
    let widest = run.lines.max { $0.count < $1.count } ?? ""
    #expect(widest.count <= 80, "\(widest)")
  }

  @Test func `without a terminal one line says so, then comes the plain lesson`() throws {
    let run = try CommandRun(["lesson", "signals"])
    #expect(run.status == 0)
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.errors.contains("not both a terminal"))
    #expect(run.output == (try CommandRun(["lesson", "signals", "--plain"]).output))
  }

  @Test(arguments: [
    ("dumb", "cannot move its cursor"), ("no-such-type", "is not known"), ("", "is not set"),
  ])
  func `on a terminal that cannot show a screen it says why and what to do`(
    type: String, reason: String
  )
    throws
  {
    for command in [[Product.path], [Product.path, "lesson", "signals"]] {
      let terminal = try PseudoTerminal(
        command, environment: ["TERM": type.isEmpty ? nil : type], columns: 80, rows: 24)
      #expect(terminal.end() == .exited(1))
      #expect(terminal.text.contains(reason))
      #expect(terminal.text.contains("Set TERM to") && terminal.text.contains("--plain"))
      #expect(!terminal.text.contains("weighted sum") && !terminal.text.contains("four-layer"))
      #expect(!terminal.text.contains("\u{1b}"))
    }
  }

  @Test func `a reader that stops reading is no error`() throws {
    let run = try CommandRun(shell: "\"$0\" lesson four-layer --plain | head -2")
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.lines.count == 3)
  }

  @Test(arguments: [["list"], ["four-layer", "--plain"], ["ways", "--plain"]])
  func `other locales get ASCII`(arguments: [String]) throws {
    let run = try CommandRun(["lesson"] + arguments, environment: ["LC_ALL": "C"])
    #expect(run.status == 0)
    #expect(run.output.utf8.allSatisfy { $0 < 0x80 })
    if arguments[0] == "four-layer" { #expect(run.output.contains("d_A[3,2,0]")) }
  }

  @Test func `an unknown lesson is told with those there are`() throws {
    let run = try CommandRun(["lesson", "five-layer"])
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("no lesson 'five-layer'; did you mean 'four-layer'?"))
  }

  @Test func `a broken lesson file is told with its line`() throws {
    let directory = try TemporaryDirectory()
    try Data("# No front matter\n".utf8).write(to: URL(filePath: directory.path("broken.md")))
    let run = try CommandRun(["lesson", directory.path("broken.md")])
    #expect(run.status == 1)
    #expect(run.errors.contains("broken.md, line 1: "))
    let check = try CommandRun(["lesson", "check", directory.path("broken.md")])
    #expect(check.status == 1)
    #expect((check.output + check.errors).contains("broken.md, line 1: "))
  }
}
