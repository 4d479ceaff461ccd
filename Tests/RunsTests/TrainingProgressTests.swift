import Testing

@testable import Engine
@testable import Runs
@testable import TerminalKit

@Suite struct TrainingProgressTests {
  private func progress(epoch: Int, batch: Int) throws -> TrainingProgress {
    var random = RandomSource(seed: 0)
    let network = try Network<Float>(
      StructureString.parse("D(1)").layers, inputShape: [1], random: &random)
    let result = Evaluation(loss: 0.123456, accuracy: 0.75)
    var progress = TrainingProgress(
      start: TrainingStart(
        epochs: 4, samples: 1000, batches: 10, initialNorms: ParameterNorms(of: network),
        train: result, test: result))
    progress.take(BatchReport(epoch: epoch, batch: batch, result: result, learningRate: 1))
    return progress
  }

  @Test func `the line tells share, figures, remaining time and speed`() throws {
    let line = try progress(epoch: 1, batch: 10).line(width: 100, elapsed: 10, glyphs: .unicode)
    #expect(
      line
        == "████████░░░░░░░░░░░░░░░░░░░░░░░░░░  epoch 1/4  loss 0.1235  accuracy 0.750  0:30 left  100 samples/s"
    )
    #expect(line.count <= 100)
  }

  @Test(arguments: 0...120)
  func `no line is wider than its terminal`(width: Int) throws {
    for glyphs in [Glyphs.unicode, .ascii] {
      let line = try progress(epoch: 3, batch: 5).line(width: width, elapsed: 10, glyphs: glyphs)
      #expect(line.count <= width)
      if glyphs == .ascii { #expect(line.allSatisfy { $0.isASCII }) }
    }
  }

  @Test func `numbers are short`() {
    #expect(TrainingProgress.grouped(1_234_567) == "1,234,567")
    #expect(TrainingProgress.grouped(999) == "999")
    #expect(TrainingProgress.time(3909) == "1:05:09")
    #expect(TrainingProgress.time(.infinity) == "277777:46:40")
    #expect(TrainingProgress.number(.nan) == "nan")
    #expect(TrainingProgress.number(0.00026920571) == "0.0002692")
  }
}
