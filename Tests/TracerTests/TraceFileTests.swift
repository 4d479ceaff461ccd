import Engine
import Foundation
import TestSupport
import Testing

@testable import Tracer

@Suite struct TraceFileTests {
  private func header(_ network: String, _ shape: Shape) throws -> TraceHeader {
    try TraceHeader(
      layers: StructureString.parse(network).layers, inputShape: shape,
      loss: .categoricalCrossentropy, batchReduction: .sum, optimizer: OptimizerDescription(.adam))
  }

  private func lines(_ trace: Trace) throws -> [String] {
    let directory = try TemporaryDirectory()
    let path = directory.path("t.jsonl")
    try TraceFile.write(trace, to: path)
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private func read(_ lines: [String], end: String = "\n") throws -> (Trace, String?) {
    let result = try TraceFile.read(
      Data((lines.joined(separator: "\n") + end).utf8), name: "t.jsonl")
    return (result.trace, result.warning)
  }

  private func lesson() throws -> Trace {
    try Case(contentsOf: CaseFile.lesson.path).record()
  }

  // MARK: - Round trips

  @Test(arguments: CaseFile.own + [CaseFile.lesson])
  func `what is written is read back`(file: CaseFile) throws {
    let trace = try Case(contentsOf: file.path).record()
    let directory = try TemporaryDirectory()
    let path = directory.path("t.jsonl")
    try TraceFile.write(trace, to: path)
    let (read, warning) = try TraceFile.read(path)
    #expect(read == trace)
    #expect(warning == nil)
  }

  @Test func `large tensors go as base64, small ones as numbers`() throws {
    let random = try Case.random(
      header: try header("C(3,1,r);F();D(2,sm);", [64, 65, 1]), seed: 3, batch: 1, updates: 1)
    let trace = try random.record()
    let text = try lines(trace)
    let (read, _) = try read(text)
    #expect(read == trace)
    #expect(text[3].contains(#""X":{"f32le":"#))
    let small = try Case.random(
      header: try header("F();D(2,sm);", [64, 64, 1]), seed: 3, batch: 1, updates: 1)
    #expect(try lines(small.record())[2].contains(#""X":{"data":["#))
  }

  @Test func `non-finite numbers are strings`() throws {
    var trace = Trace(header: try header("D(2)", [4]))
    let numbers: [Float] = [.nan, .infinity, -.infinity, -0.1]
    trace.append(
      TraceEvent(.forward, .input, tensors: [.input: Tensor(shape: [1, 4], elements: numbers)]),
      update: 1)
    trace.append(
      TraceEvent(.loss, .loss, tensors: [.target: Tensor(shape: [1, 2])], value: .nan), update: 1)
    let text = try lines(trace)
    #expect(text[1].contains(#""data":["nan","inf","-inf",-0.1]"#))
    #expect(text[2].contains(#""value":"nan""#))
    let (read, _) = try read(text)
    let back = try #require(read.events[0].event.tensors[.input]?.elements)
    #expect(back[0].isNaN)
    #expect(Array(back[1...]) == Array(numbers[1...]))
    #expect(read.events[1].event.value?.isNaN == true)
  }

  @Test func `the header says what formats md asks for`() throws {
    var header = try header("C(3,2,r)x2;M(2);F();D(3,sm);", [6, 6, 1])
    header.regularization = Regularization(l1: 0.5, l2: 0)
    header.clipping = .value(2)
    header.seed = 9
    let line = try lines(Trace(header: header))[0]
    for part in [
      #""format":"hmdl-trace""#, #""version":1"#, #""inputShape":[6,6,1]"#, #""l1":0.5"#,
      #""network":"C(3,2,r);C(3,2,r);M(2);F();D(3,sm);""#, #""loss":"categorical_crossentropy""#,
      #""batchReduction":"sum""#, #""clipValue":2"#, #""seed":9"#, #""name":"adam""#,
      #""activation":"relu","inputShape":[6,6,1],"kind":"conv2d","name":"c0","outputShape":[6,6,2],"parameters":{"W":[3,3,1,2],"b":[2]}"#,
    ] { #expect(line.contains(part), "\(part) is not in \(line)") }
    #expect(!line.contains(#""l2""#))
  }

  // MARK: - Damaged files

  @Test func `a trace cut after any whole line is a shorter trace`() throws {
    let text = try lines(try lesson())
    for count in 1...text.count {
      let (trace, warning) = try read(Array(text.prefix(count)))
      #expect(trace.events.count == count - 1)
      #expect(warning == nil)
    }
  }

  @Test func `an unfinished last line is ignored with a warning`() throws {
    let text = try lines(try lesson())
    let last = try #require(text.last)
    for length in [1, last.count / 2, last.count - 1] {
      let (trace, warning) = try read(text.dropLast() + [String(last.prefix(length))], end: "")
      #expect(trace.events.count == text.count - 2)
      #expect(warning == "t.jsonl, line \(text.count): cut off, ignored")
    }
  }

  @Test func `the same damage inside of the file is an error with its line`() throws {
    var text = try lines(try lesson())
    text[7] = String(text[7].prefix(30))
    expectFault(text, line: 8, "no valid JSON")
  }

  @Test func `a whole last line that is wrong is no cut-off line`() throws {
    var text = try lines(try lesson())
    text[text.count - 1] = #"{"step":1}"#
    expectFault(text, line: text.count, "is missing", end: "")
    text[text.count - 1] = #"{"step":0.5,"update":1,"phase":"forward","kind":"input"}"#
    expectFault(text, line: text.count, "a number is too large", end: "")
  }

  /// Line, what is replaced by what, and what the sentence must say.
  static let damages: [(Int, String, String, String)] = [
    (1, #""hmdl-trace""#, #""hmdl""#, "hmdl-trace"),
    (1, #""version":1"#, #""version":2"#, "version 2 is newer"),
    (1, "M(2)", "M(9)", "layer m2"), (1, "M(2)", "W(9)", "unknown layer 'W'"),
    (1, #""loss":"#, #""lost":"#, #"the key "loss" is missing"#),
    (1, "[6,6,1]", "[6,0,1]", "neither features nor"),
    (1, #""learningRate":"#, #""learningRate":-"#, "at optimizer.learningRate: is -"),
    (5, #""step":3"#, #""step":7"#, "step 7 stands where step 3 belongs"),
    (5, #""update":1"#, #""update":5"#, "update 5 follows update 0"),
    (5, #""kind":"input""#, #""kind":"output""#, "at kind"),
    (5, "[1,6,6,1]", "[1,6,3,2]", "X has the shape 1×6×3×2"),
    (5, #""X""#, #""Z""#, "needs the tensor X"),
    (6, #""layer":"c0""#, #""layer":"c9""#, "no layer c9"),
    (6, #""layer":"c0""#, #""layer":null"#, "needs a layer"),
    (6, "[1,6,6,2]", "[1,6,6,3]", "numbers"),
    (10, #""argmax""#, #""winner""#, "needs the tensor argmax"),
  ]

  @Test(arguments: damages)
  func `garbled lines are refused with the line and the reason`(
    line: Int, old: String, new: String, phrase: String
  ) throws {
    var text = try lines(try lesson())
    #expect(text[line - 1].contains(old), "\(text[line - 1].prefix(300))")
    text[line - 1] = text[line - 1].replacingOccurrences(of: old, with: new)
    expectFault(text, line: line, phrase)
  }

  @Test func `empty and missing files are refused`() {
    expectFault([""], line: 1, "begins with its header")
    expectFault(["nonsense"], line: 1, "not the header of a trace: no valid JSON")
    #expect(throws: FileError.self) { try TraceFile.read("/nowhere/t.jsonl") }
  }

  private func expectFault(
    _ lines: [String], line: Int, _ phrase: String, end: String = "\n",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: FileError.self, sourceLocation: sourceLocation) {
      try read(lines, end: end)
    }
    #expect(error?.line == line, sourceLocation: sourceLocation)
    #expect(
      error?.reason.contains(phrase) == true, "\(error?.reason ?? "")",
      sourceLocation: sourceLocation)
  }

  // MARK: - Writing

  @Test func `a directory that is missing is named, and nothing is written`() throws {
    let error = #expect(throws: FileError.self) {
      try TraceFile.write(try lesson(), to: "/nowhere/t.jsonl")
    }
    #expect(error?.file == "/nowhere/t.jsonl")
  }

  @Test func `a device is written to, not replaced`() throws {
    try TraceFile.write(Trace(header: try header("D(2)", [4])), to: "/dev/null")
    let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
    #expect(type as? FileAttributeType == .typeCharacterSpecial)
  }
}
