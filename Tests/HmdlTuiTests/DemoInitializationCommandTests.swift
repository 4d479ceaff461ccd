import ArgumentParser
import Engine
import Foundation
import Testing

@testable import Tutor
@testable import hmdl_tui

@Suite struct DemoInitializationCommandTests {
  private func parse(_ arguments: String) throws -> DemoInitializationCommand {
    let words = arguments.split(separator: " ").map(String.init)
    let command = try HmdlTui.parseAsRoot(["demo", "initialization"] + words)
    return try #require(command as? DemoInitializationCommand)
  }

  @Test func `the defaults are the paper's first run`() throws {
    #expect(try parse("").settings == [PropagationSettings()])
  }

  @Test func `options become settings`() throws {
    let settings = try parse(
      "--layers 7 --width 9 --seed 4294967295 --initializer he --activation tanh"
        + " --direction backward --compare 1/sqrt(n)"
    ).settings
    #expect(settings.count == 2)
    #expect(settings[0].layers == 7 && settings[0].width == 9)
    #expect(settings[0].seed == .max && settings[0].activation == .tanh)
    #expect(settings[0].direction == .backward)
    #expect(settings.map { $0.weights.description } == ["he-normal", "1/sqrt(n)"])
    #expect(try parse("--activation none").settings[0].activation == .identity)
    #expect(try parse("--scale=-0.5").settings[0].weights.description == "-0.5")
    #expect(try parse("--compare glorot-uniform").settings[1].weights.title == "glorot-uniform")
  }

  @Test(arguments: [
    "--layers 0", "--layers 1001", "--layers x", "--width 0", "--width 4097", "--seed -1",
    "--seed 4294967296", "--scale foo", "--scale 1e39", "--scale 1/0", "--initializer lecun",
    "--activation softmax", "--direction up", "--compare foo", "--compare 1e39",
    "--scale 1 --initializer he", "--plain --json", "--width 4096 --layers 1000",
  ])
  func `wrong usage exits with 64`(arguments: String) {
    let error = #expect(throws: (any Error).self) { try parse(arguments) }
    guard let error else { return }
    #expect(HmdlTui.exitCode(for: error).rawValue == 64)
    #expect(HmdlTui.message(for: error).count < 300)
  }

  private func small(_ scale: Double, layers: Int = 3) -> PropagationSettings {
    var settings = PropagationSettings()
    settings.layers = layers
    settings.width = 8
    settings.weights = .scaled(WeightScale(scale))
    return settings
  }

  @Test func `JSON has one object a layer and a summary`() throws {
    var lines: [String] = []
    try InitializationJSON.print([small(1)]) { lines.append($0) }
    let signals = try SignalPropagation.run(small(1))
    #expect(lines.count == 4)
    for (line, signal) in zip(lines, signals) {
      let object = try #require(parsed(line))
      #expect(object["layer"] as? Int == signal.layer)
      // As text: JSONSerialization does not always bring back the last digit.
      #expect(line.contains("\"mean\":\(signal.mean),\"variance\":\(signal.variance),"))
      #expect((object["min"] as? Double).map { Float($0) } == signal.smallest)
      #expect((object["max"] as? Double).map { Float($0) } == signal.largest)
      #expect(object["nan"] as? Int == 0 && object["inf"] as? Int == 0)
    }
    let summary = try #require(parsed(lines[3]))
    #expect(summary["summary"] as? Bool == true)
    #expect((summary["mean"] as? Double).map { Float($0) } == PairwiseSum.mean(signals[2].values))
  }

  @Test func `JSON spells what JSON has no number for`() throws {
    var lines: [String] = []
    try InitializationJSON.print([small(1e20)]) { lines.append($0) }
    #expect(parsed(lines[2])?["mean"] as? String == "nan")
    let second = try #require(parsed(lines[1]))
    #expect(["inf", "-inf", "nan"].contains(second["max"] as? String ?? ""))
    #expect((second["nan"] as? Int ?? 0) + (second["inf"] as? Int ?? 0) == 8)
    #expect(lines[3] == #"{"summary":true,"mean":"nan","variance":"nan"}"#)
  }

  @Test func `two runs are told apart`() throws {
    var lines: [String] = []
    try InitializationJSON.print([small(1), small(0.5)]) { lines.append($0) }
    #expect(lines.compactMap { parsed($0)?["run"] as? Int } == [1, 1, 1, 1, 2, 2, 2, 2])
  }

  @Test func `the table ends with the paper's line`() throws {
    var lines: [String] = []
    try InitializationTable.print([small(0, layers: 2)]) { lines.append($0) }
    #expect(lines[0].contains("2 layers of 8, seed 0, scale 0.0"))
    #expect(lines[3] == "    1           0           0           0           0      0      0")
    #expect(lines.last == "0.0 0.0")
    lines = []
    try InitializationTable.print([small(1e20)]) { lines.append($0) }
    #expect(lines[lines.count - 2] == "nan nan")
    #expect(lines.last?.contains("in layer 2") == true)
    #expect(lines.last?.contains("one order of summation") == true)
  }

  private func parsed(_ line: String) -> [String: Any]? {
    try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
  }
}
