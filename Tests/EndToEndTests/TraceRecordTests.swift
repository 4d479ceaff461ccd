import Foundation
import Testing

/// `trace record` on cases and networks that are right, and on many that are wrong.
@Suite struct TraceRecordTests {
  private static let lesson = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "lessons/four-layer.json")

  /// An empty home that is gone after the test.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID())")

    init() throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    func write(_ text: String, to name: String) throws -> String {
      try Data(text.utf8).write(to: url.appending(path: name))
      return path(name)
    }

    func lines(of name: String) throws -> [Substring] {
      try String(contentsOfFile: path(name), encoding: .utf8).split(separator: "\n")
    }

    func record(_ arguments: [String]) throws -> CommandRun {
      try CommandRun(
        ["trace", "record"] + arguments,
        environment: ["LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "HOME": url.path])
    }
  }

  /// Exit status 1, nothing on standard output, one line that is a sentence on standard error.
  private func expectSentence(_ run: CommandRun, _ phrase: String) {
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("Error: "))
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(run.errors.contains(phrase), "\(run.errors)")
  }

  // MARK: - What works

  @Test func `a case becomes a trace`() throws {
    let folder = try Folder()
    let run = try folder.record(["--case", Self.lesson.path, "--output", folder.path("t.jsonl")])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.isEmpty && run.errors.isEmpty)
    let lines = try folder.lines(of: "t.jsonl")
    // The header, 3 set-ups; 11 forward, 2 loss, 11 backward and 8 update events an update.
    #expect(lines.count == 1 + 3 + 3 * (11 + 2 + 11 + 8))
    #expect(lines.first?.contains(#""format":"hmdl-trace""#) == true)
  }

  @Test func `a network on random numbers, the same for the same seed`() throws {
    let folder = try Folder()
    let network = [
      "--network", "C(3,2,r);DR(0.5);M(2);F();D(3,sm)", "--input-shape", "6x6x1", "--updates", "2",
      "--batch", "3", "--optimizer", "adam", "--learning-rate", "0.01",
    ]
    for (name, seed) in [("a", "4"), ("b", "4"), ("c", "5")] {
      let run = try folder.record(network + ["--seed", seed, "--output", folder.path(name)])
      #expect(run.status == 0, "\(run.errors)")
    }
    let (a, b, c) = (
      try folder.lines(of: "a"), try folder.lines(of: "b"), try folder.lines(of: "c")
    )
    #expect(a == b)
    #expect(a != c)
    for part in [
      #""loss":"categorical_crossentropy""#, #""name":"adam""#, #""learningRate":0.01"#,
      #""seed":4"#,
    ] { #expect(a[0].contains(part), "\(a[0])") }
    #expect(a.filter { $0.contains(#""kind":"loss""#) }.count == 2)
    #expect(a.contains { $0.contains(#""shape":[3,6,6,1]"#) })
  }

  @Test func `the long form brings its input shape, and other outputs take mse`() throws {
    let folder = try Folder()
    let run = try folder.record([
      "--network", "4x3x1->C(7,1,tanh);", "--output", folder.path("t"),
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.lines(of: "t")[0].contains(#""loss":"mse""#))
  }

  // MARK: - Cases that are wrong

  @Test func `files that are missing, garbled, cut off or directories`() throws {
    let folder = try Folder()
    let text = try String(contentsOf: Self.lesson, encoding: .utf8)
    let cases = [
      (folder.path("none.json"), "none.json: cannot be read"),
      (folder.url.path, "cannot be read"),
      (try folder.write("", to: "empty.json"), "empty.json: no valid JSON"),
      (try folder.write("\u{0}\u{1}garbage", to: "garbled.json"), "garbled.json: no valid JSON"),
      (try folder.write(String(text.prefix(text.count / 2)), to: "cut.json"), "no valid JSON"),
      (try folder.write(String(repeating: "[", count: 100_000), to: "deep.json"), "deep.json"),
    ]
    for (path, phrase) in cases {
      expectSentence(
        try folder.record(["--case", path, "--output", folder.path("t.jsonl")]), phrase)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("t.jsonl")))
  }

  /// What is replaced in the lesson's case, by what, and what the sentence says.
  static let damages: [(String, String, String)] = [
    ("M(2)", "Q(2)", "unknown layer 'Q'"), ("C(3,2,r)", "C(4,2,r)", "the kernel size 4 is even"),
    ("M(2)", "M(9)", "layer m2: the window 9×9 is larger than its input"),
    ("F();", "", "layer d3: a dense layer takes a vector"),
    ("\"c0.W\"", "\"c7.W\"", "layer c0: the parameters lack \"c0.W\""),
    ("\"categorical_crossentropy\"", "\"hinge\"", "at loss"),
    ("\"sgd\"", "\"lion\"", "at optimizer.name"),
    ("\"input\"", "\"inputs\"", "the key \"input\" is missing"),
  ]

  @Test(arguments: damages)
  func `a damaged case is one sentence`(old: String, new: String, phrase: String) throws {
    let folder = try Folder()
    let text = try String(contentsOf: Self.lesson, encoding: .utf8)
    try #require(text.contains(old))
    let path = try folder.write(text.replacingOccurrences(of: old, with: new), to: "x.json")
    expectSentence(
      try folder.record(["--case", path, "--output", folder.path("t.jsonl")]), phrase)
  }

  @Test func `an old trace survives a failed run, and a missing directory is named`() throws {
    let folder = try Folder()
    let old = try folder.write("old", to: "t.jsonl")
    expectSentence(
      try folder.record(["--case", folder.path("none.json"), "--output", old]), "cannot be read")
    #expect(try String(contentsOfFile: old, encoding: .utf8) == "old")
    expectSentence(
      try folder.record(["--case", Self.lesson.path, "--output", folder.path("no/where.jsonl")]),
      "no/where.jsonl: cannot be written")
  }

  // MARK: - Networks that are wrong

  static let networks: [(String, String, String)] = [
    ("C(3,2,r);Z(3);", "6,6,1", "network string, character 10: unknown layer 'Z'"),
    ("C(2,2)", "6,6,1", "even"), ("M(7)", "6,6,1", "layer m0: the window 7×7"),
    ("D(3)", "6,6,1", "layer d0: a dense layer takes a vector"),
    ("C(3,1)", "6", "layer c0: a convolution takes height×width×channels"),
    ("F();D(1000000)", "1000,1000,1", "2²⁸"), ("C(999999,999999)", "9,9,9", "2²⁸"),
    ("F();D(9000);D(9000)", "64,64,1", "the trace would hold some"),
    ("5x5x1->F();", "6,6,1", "the network names the input shape 5×5×1, but --input-shape is 6×6×1"),
  ]

  @Test(arguments: networks)
  func `a network that cannot be is one sentence`(
    network: String, shape: String, phrase: String
  ) throws {
    let folder = try Folder()
    expectSentence(
      try folder.record([
        "--network", network, "--input-shape", shape, "--output", folder.path("t"),
      ]), phrase)
  }

  // MARK: - Wrong usage

  static let usages: [[String]] = [
    ["--output", "t"], ["--case", "x.json"],
    ["--case", "x.json", "--network", "F();", "--output", "t"],
    ["--case", "x.json", "--seed", "1", "--output", "t"],
    ["--network", "F();", "--output", "t"],
    ["--network", "F();", "--input-shape", "a,b", "--output", "t"],
    ["--network", "F();", "--input-shape", "2", "--batch", "0", "--output", "t"],
    ["--network", "F();", "--input-shape", "2", "--updates", "-1", "--output", "t"],
    ["--network", "F();", "--input-shape", "2", "--optimizer", "lion", "--output", "t"],
    ["--network", "F();", "--input-shape", "2", "--learning-rate", "nan", "--output", "t"],
    ["--network", "F();", "--input-shape", "2", "--loss", "hinge", "--output", "t"],
  ]

  @Test(arguments: usages)
  func `a wrong command line is a usage error`(arguments: [String]) throws {
    let run = try Folder().record(arguments)
    #expect(run.status == 64, "\(run.errors)")
    #expect(run.errors.hasPrefix("Error: "))
    #expect(run.output.isEmpty)
  }
}
