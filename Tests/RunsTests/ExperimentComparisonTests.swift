import Engine
import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite struct ExperimentComparisonTests {
  /// Repetitions whose figures are easy to check by hand.
  private func results(_ accuracies: [Double], epochs: Int = 100) throws -> [RepetitionResult] {
    try accuracies.enumerated().map { index, accuracy in
      let epoch =
        #"{"event":"epoch","epoch":1,"loss":1,"accuracy":0.5,"seconds":\#(2.0 / Double(epochs))}"#
      let lines =
        [#"{"event":"start","seed":\#(index)}"#] + Array(repeating: epoch, count: epochs) + [
          #"{"event":"test","loss":0.5,"accuracy":\#(accuracy)}"#
        ]
      let log = try RunLog(data: Data(lines.joined(separator: "\n").utf8 + [10]), name: "x")
      return RepetitionResult(repetition: index + 1, log: log)
    }
  }

  private func comparison(
    _ runs: [(String, [RepetitionResult])], experiment: String? = "1781687523"
  ) throws -> ExperimentComparison {
    let catalogue = try Catalogue.load()
    return ExperimentComparison(
      runs: runs, experiment: try experiment.map(catalogue.experiment), gpu: .a100)
  }

  @Test func `runs stand beside the published figures`() throws {
    let one = try comparison([("runs-a", try results([0.9, 0.95, 1]))])
    for width in [80, 100, 40] {
      expectGolden(
        one.lines(width: width).joined(separator: "\n") + "\n",
        file: "experiment-compare-\(width).txt")
    }
  }

  @Test func `differences are those of the repetitions that both have`() throws {
    // hmdl's first three: 0.916667 0.958333 0.966667, mean 0.947222; the losses 0.27041 0.181574 0.131028.
    let lines = try comparison([("a", try results([0.9, 0.95, 1]))]).lines(width: nil)
    let text = try #require(lines.first { $0.hasPrefix("a against hmdl") })
    #expect(
      text.hasPrefix(
        "a against hmdl A100 (over 3 common repetitions): accuracy +0.0028, loss +0.3057, an epoch "
      ))
  }

  @Test func `two runs are compared with each other`() throws {
    let lines = try comparison(
      [("a", try results([0.9, 0.8])), ("b", try results([0.7], epochs: 10))], experiment: nil
    ).lines(width: nil)
    #expect(
      lines.last
        == "a against b (over 1 common repetition, after 100 epochs against 10): "
        + "accuracy +0.2000, loss +0.0000, an epoch 10 times as fast.")
  }

  @Test func `an unfinished run has no figures yet`() throws {
    let lines = try comparison([("a", [RepetitionResult(repetition: 1, seed: 0)])]).lines(width: 80)
    #expect(lines.contains { $0.hasPrefix("mean         ·") }, "\(lines)")
    #expect(!lines.contains { $0.contains("against") })
  }

  @Test func `json has an object for each`() throws {
    let objects = try comparison([("a", try results([0.5]))]).objects.map(\.line)
    #expect(objects.count == 3)
    #expect(
      objects[0].hasPrefix(
        #"{"name":"a","repetitions":{"1":{"accuracy":0.5,"loss":0.5,"seconds":2"#), "\(objects[0])")
    #expect(objects[2].contains(#""mean":{"accuracy":0.955,"loss":0.231,"seconds":2.5}"#))
  }
}
