import Foundation
import Testing

/// `check gradients`: what it prints, and what it refuses.
@Suite struct CheckGradientsTests {
  private func check(_ arguments: [String]) throws -> CommandRun {
    try CommandRun(
      ["check", "gradients"] + arguments,
      environment: ["LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "HOME": "/nonexistent"])
  }

  @Test(arguments: ["categorical_crossentropy", "half_squared_error", "mse", "mae", "mbe"])
  func `gradients of a network with all layers agree`(loss: String) throws {
    let run = try check([
      "--network", "C(3,2,r);A(2);DR(0.25);C(5,2,t);M(2);F();D(4,s);D(3,sm)", "--input-shape",
      "9,8,1", "--loss", loss, "--seed", "2",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.isEmpty)
    let names = run.lines.map { $0.prefix { $0 != " " } }
    #expect(
      names == [
        "tensor", "c0.W", "c0.b", "c3.W", "c3.b", "d6.W", "d6.b", "d7.W", "d7.b", "X", "All", "",
      ])
  }

  @Test func `json has one object a tensor and a summary last`() throws {
    struct Line: Decodable {
      let name: String?
      let shape: [Int]?
      let relativeError: Double?
      let compared: Int
      let skipped: Int?
      let summary: Bool?
      let agrees: Bool?
    }
    let run = try check([
      "--network", "D(4,r);D(2)", "--input-shape", "3", "--batch", "5", "--json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let lines = try run.lines.dropLast().map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(lines.compactMap(\.name) == ["d0.W", "d0.b", "d1.W", "d1.b", "X"])
    #expect(lines.compactMap(\.shape) == [[4, 3], [4], [2, 4], [2], [5, 3]])
    #expect(lines.last?.summary == true && lines.last?.agrees == true)
    #expect(lines.dropLast().allSatisfy { ($0.relativeError ?? 1) <= 1e-6 })
    #expect(lines.last?.compared == lines.dropLast().reduce(0) { $0 + $1.compared })
  }

  static let faults: [(String, String, String)] = [
    ("C(3,2,r);Z(3);", "6,6,1", "unknown layer 'Z'"), ("C(2,2)", "6,6,1", "even"),
    ("M(7)", "6,6,1", "layer m0: the window 7×7"), ("D(3)", "6,6,1", "takes a vector"),
    ("F();D(512,r);D(10,sm)", "28,28,1", "the check would take 817236 forward passes"),
    ("F();D(1000000)", "1000,1000,1", "2²⁸"),
  ]

  @Test(arguments: faults)
  func `what cannot be checked is one sentence`(
    network: String, shape: String, phrase: String
  ) throws {
    let run = try check(["--network", network, "--input-shape", shape])
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(run.errors.contains(phrase), "\(run.errors)")
  }

  @Test(arguments: [
    [], ["--network", "F();"], ["--network", "D(1)", "--input-shape", "x"],
    ["--network", "D(1)", "--input-shape", "2", "--batch", "0"],
    ["--network", "D(1)", "--input-shape", "2", "--seed", "-1"],
  ])
  func `a wrong command line is a usage error`(arguments: [String]) throws {
    #expect(try check(arguments).status == 64)
  }
}
