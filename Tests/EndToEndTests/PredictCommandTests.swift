import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.has(SharedData.weights)))
struct PredictCommandTests {
  private let directory: TemporaryDirectory
  private let weights = SharedData.weights + "/0643554048.safetensors"

  init() throws {
    directory = try TemporaryDirectory()
  }

  /// A vertical stroke: a one.
  private func stroke() throws -> String {
    var levels = [UInt8](repeating: 0, count: 28 * 28)
    for row in 4..<24 {
      for column in 13...14 { levels[row * 28 + column] = 250 }
    }
    try directory.write(Data("P5 28 28 255\n".utf8) + levels, to: "one.pgm")
    return directory.path("one.pgm")
  }

  @Test func `a stroke is a one`() throws {
    let path = try stroke()
    let run = try CommandRun(["predict", "--weights", weights, path, "--top", "2"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.count == 4 && run.lines[0] == path)
    #expect(run.lines[1].hasPrefix("  1  "), "\(run.output)")
    let json = try CommandRun([
      "predict", "--weights", weights, "--data", "mnist", "--json", path, path,
    ])
    #expect(json.lines.count == 3 && json.lines[0] == json.lines[1])
    let object = try JSONSerialization.jsonObject(with: Data(json.lines[0].utf8)) as? [String: Any]
    let classes = try #require(object?["classes"] as? [[String: Any]])
    #expect(classes.count == 3 && classes[0]["class"] as? Int == 1)
    #expect(classes.compactMap { $0["probability"] as? Double }.reduce(0, +) <= 1.000001)
  }

  @Test func `what cannot be predicted is told`() throws {
    let path = directory.path("x.png")
    try directory.write(Data("no picture".utf8), to: "x.png")
    for (arguments, fragment) in [
      ([path], "x.png: is neither PNG nor PGM"),
      (["/nowhere.png"], "/nowhere.png: no such file"),
      (["--network", "F();D(3,sm)", path], "d1.weight is 512×784 in the file, but 3×784 here"),
    ] {
      let run = try CommandRun(["predict", "--weights", weights] + arguments)
      #expect(run.status == 1 && run.errors.contains(fragment), "\(run.errors)")
    }
    #expect(try CommandRun(["predict", "--weights", weights, "--split", "1", path]).status == 64)
  }
}
