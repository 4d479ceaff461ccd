import Foundation
import Testing

@Suite(.enabled(if: SharedFiles.has(SharedFiles.weights)))
struct PredictCommandTests {
  private let directory = NSTemporaryDirectory() + "hmdl-predict-" + UUID().uuidString
  private let weights = SharedFiles.weights + "/0643554048.safetensors"

  init() throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  private func clean() { try? FileManager.default.removeItem(atPath: directory) }

  /// A vertical stroke: a one.
  private func stroke() throws -> String {
    var levels = [UInt8](repeating: 0, count: 28 * 28)
    for row in 4..<24 {
      for column in 13...14 { levels[row * 28 + column] = 250 }
    }
    let path = directory + "/one.pgm"
    try (Data("P5 28 28 255\n".utf8) + levels).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func `a stroke is a one`() throws {
    defer { clean() }
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
    defer { clean() }
    let path = directory + "/x.png"
    try Data("no picture".utf8).write(to: URL(fileURLWithPath: path))
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
