import Foundation
import Testing

/// `trace show` on traces that are whole, cut off and broken.
@Suite struct TraceShowTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Records the four-layer case and hands over the path of its trace.
  private func withTrace(_ body: (String) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "trace-\(UUID()).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    let recorded = try CommandRun([
      "trace", "record", "--case", Self.root.appending(path: "lessons/four-layer.json").path,
      "--output", file.path,
    ])
    try #require(recorded.status == 0, "\(recorded.errors)")
    try body(file.path)
  }

  @Test func `events, one event, one cell`() throws {
    try withTrace { file in
      let table = try CommandRun(["trace", "show", file])
      #expect(table.status == 0 && table.errors.isEmpty)
      #expect(table.lines.count == 101)
      let event = try CommandRun(["trace", "show", file, "--step", "4", "--layer", "c0"])
      #expect(event.lines.first == "step 4  update 1  forward  weightedSum  layer c0")
      let cell = try CommandRun([
        "trace", "show", file, "--step", "4", "--tensor", "S", "--cell", "0,3,2,0",
      ])
      #expect(cell.status == 0)
      #expect(cell.output.contains("4:S_c0[3,2,0] = .9"))
      #expect(cell.output.contains("sum of 10"))
    }
  }

  @Test(arguments: [
    (["--step", "500"], "There is no step 500 in this trace; it has the steps 0 to 98."),
    (["--step=-1"], "There is no step -1"),
    (["--layer", "c7"], "There is no layer c7 in this trace; it has c0, c1, m2, f3, d4."),
    (["--step", "4", "--layer", "c1"], "There is no layer c1 at step 4 in this trace; it has c0."),
    (["--step", "4", "--tensor", "W"], "it has S."),
    (["--step", "4", "--cell", "0,9,9,9"], "it has S[0…0,0…5,0…5,0…1]."),
    (["--step", "4", "--cell", "1"], "There is no cell 1 of S"),
  ])
  func `what is not there is one sentence`(arguments: [String], sentence: String) throws {
    try withTrace { file in
      let run = try CommandRun(
        ["trace", "show", file] + arguments, environment: ["LC_ALL": "C.UTF-8"])
      #expect(run.status == 1)
      #expect(run.output.isEmpty)
      #expect(run.errors.contains(sentence), "\(run.errors)")
    }
  }

  @Test(arguments: [["--cell", "0,1"], ["--step", "4", "--cell", "0,x"], ["--step", "four"]])
  func `a wrong command line is a usage error`(arguments: [String]) throws {
    #expect(try CommandRun(["trace", "show", "any.jsonl"] + arguments).status == 64)
  }

  @Test func `a cut-off trace is shown as far as it goes`() throws {
    try withTrace { file in
      let whole = try Data(contentsOf: URL(fileURLWithPath: file))
      try whole.prefix(whole.count * 2 / 3).write(to: URL(fileURLWithPath: file))
      let run = try CommandRun(["trace", "show", file])
      #expect(run.status == 0)
      #expect(run.errors.contains("warning: ") && run.errors.contains("cut off"))
      #expect(run.lines.count > 50)
    }
  }

  @Test func `files that are no traces are one sentence`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "no-trace-\(UUID()).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    for content in ["", "{\n", "{\"format\":\"other\"}\n", "\u{0}\u{1}\u{2}"] {
      try Data(content.utf8).write(to: file)
      let run = try CommandRun(["trace", "show", file.path])
      #expect(run.status == 1)
      #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
      #expect(run.errors.contains("line 1"))
    }
    let missing = try CommandRun(["trace", "show", "/nowhere/trace.jsonl"])
    #expect(missing.status == 1)
    #expect(missing.errors.contains("cannot be read"))
  }
}
