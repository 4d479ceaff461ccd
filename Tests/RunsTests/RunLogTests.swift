@testable import Engine
import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite struct RunLogTests {
  private static let lines = [
    #"{"event":"start","seed":3,"threads":1,"initialNorms":{"l1":1,"l2":1},"beforeFit":{"train":{"loss":2,"accuracy":0},"test":{"loss":2.5,"accuracy":0.25}}}"#,
    #"{"event":"batch","epoch":1,"batch":1,"loss":2,"accuracy":0.5}"#,
    #"{"event":"epoch","epoch":1,"loss":1.5,"accuracy":0.5,"seconds":2,"samplesPerSecond":5,"l1":1,"l2":1,"learningRate":0.1,"validation":{"loss":1,"accuracy":1}}"#,
    #"{"event":"epoch","epoch":2,"loss":"nan","accuracy":0.5,"seconds":3,"samplesPerSecond":5,"l1":1,"l2":1,"learningRate":0.1}"#,
    #"{"event":"test","loss":"inf","accuracy":0.75}"#,
  ]

  private func read(_ text: String) throws -> RunLog {
    try RunLog(data: Data(text.utf8), name: "log.jsonl")
  }

  @Test func `a log says what the repetition came to`() throws {
    let log = try read(Self.lines.joined(separator: "\n") + "\n")
    #expect(log.seed == 3 && log.before == Evaluation(loss: 2.5, accuracy: 0.25))
    #expect(log.batches.map(\.result.loss) == [2])
    #expect(log.epochs.map(\.epoch) == [1, 2] && log.epochs[1].result.loss.isNaN)
    #expect(log.epochs[0].validation == Evaluation(loss: 1, accuracy: 1))
    let result = RepetitionResult(repetition: 4, log: log)
    #expect(result.repetition == 4 && result.seed == 3 && result.epochs == 2)
    #expect(result.seconds == 5 && result.test == Evaluation(loss: .infinity, accuracy: 0.75))
  }

  @Test func `an unfinished last line is no fault, another one is named`() throws {
    let whole = Self.lines[0] + "\n" + Self.lines[1] + "\n"
    #expect(try read(whole + Self.lines[2].prefix(40)) == read(whole))
    let error = #expect(throws: FileError.self) {
      try read(Self.lines[0] + "\n{\"event\":\n" + Self.lines[1] + "\n")
    }
    #expect(error?.description.hasPrefix("log.jsonl, line 2: ") == true)
  }

  @Test func `a log is cut back and goes on`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("log.jsonl")
    let batch = TrainingEvent.batch(
      BatchReport(epoch: 1, batch: 1, result: Evaluation(loss: 1, accuracy: 0), learningRate: 1))
    let log = try TrainingLog(path: path, seed: 0, threads: 1, batches: .firstEpochs)
    log.write(batch)
    let length = log.length
    log.write(batch)
    #expect(log.length == 2 * length)
    let rest = try TrainingLog(
      path: path, seed: 0, threads: 1, batches: .firstEpochs, keeping: length)
    rest.write(.test(Evaluation(loss: 2, accuracy: 1)))
    let read = try RunLog(contentsOf: path)
    #expect(read.batches.count == 1 && read.test == Evaluation(loss: 2, accuracy: 1))
    let error = #expect(throws: FileError.self) {
      try TrainingLog(path: path, seed: 0, threads: 1, batches: .none, keeping: 100_000)
    }
    #expect(error?.description.contains("is shorter than the 100000 bytes") == true)
  }
}
