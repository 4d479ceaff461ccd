import Foundation
import TestSupport
import Testing

@testable import Engine
@testable import Runs

@Suite final class RunRecorderTests {
  private let place: TemporaryDirectory
  private let description: RunDescription
  private let setup: TrainingSetup
  private let directory: RepetitionDirectory
  private var complaints: [String] = []

  init() throws {
    var description = RunDescription(
      data: .init(name: "disk"), network: "D(3,t);D(1)", batching: .count(4))
    description.threads = 1
    self.description = description
    setup = try TrainingSetup(description)
    place = try TemporaryDirectory()
    directory = try RunDirectory(new: place.path("run"), description: description.encoded())
      .repetition(1)
  }

  private func recorder(_ settings: RunSettings = RunSettings()) throws -> RunRecorder {
    try RunRecorder(directory, setup: setup, description: description, settings: settings) {
      self.complaints.append($0)
    }
  }

  private func keep(_ recorder: RunRecorder) {
    recorder.checkpointing.keep(TrainingState(learner: setup.learner))
  }

  @Test func `another number of threads is refused unless asked for`() throws {
    #expect(try recorder().resumed == nil)
    keep(try recorder())
    #expect(try recorder(RunSettings(threads: 1)).resumed != nil)
    let error = #expect(throws: RunError.self) { try recorder(RunSettings(threads: 2)) }
    #expect(error?.description.contains("was computed on 1 thread, not 2") == true)
    keep(try recorder(RunSettings(threads: 2, mayChangeThreads: true)))
    #expect(throws: RunError.self) { try recorder(RunSettings(threads: 1)) }
    #expect(try recorder().resumed != nil, "the threads of the checkpoint")
  }

  @Test func `other data than those of the checkpoint are refused`() throws {
    let data = try TemporaryDirectory()
    var description = RunDescription(
      data: .init(name: "csv", directory: data.path("d.csv"), split: 0), network: "D(2,sm)",
      batching: .count(2))
    description.threads = 1
    func recorder(_ rows: [String]) throws -> RunRecorder {
      try data.write(Data((["a,b"] + rows).joined(separator: "\n").utf8), to: "d.csv")
      return try RunRecorder(
        directory, setup: try TrainingSetup(description), description: description,
        settings: RunSettings(), complain: { _ in })
    }
    let rows = (0..<10).map { "\($0),\($0 % 2)" }
    let first = try recorder(rows)
    first.checkpointing.keep(TrainingState(learner: try TrainingSetup(description).learner))
    #expect(try recorder(rows).resumed != nil)
    let error = #expect(throws: RunError.self) { try recorder(["9,1"] + rows.dropFirst()) }
    #expect(
      error?.description.contains("on other data than \(data.path("d.csv")) now holds; bring")
        == true)
  }

  @Test func `a checkpoint that cannot be written is told once, and the old one stays`() throws {
    let recorder = try recorder()
    keep(recorder)
    let partial = FileAccess.partialPath(directory.checkpointPath)
    try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: false)
    keep(recorder)
    keep(recorder)
    #expect(complaints.count == 1 && complaints[0].contains("cannot be written"))
    #expect(recorder.failure != nil && directory.hasCheckpoint)
    try FileManager.default.removeItem(atPath: partial)
    keep(recorder)
    #expect(recorder.failure == nil)
  }

  @Test func `checkpoints are due by updates or by time`() throws {
    let position = TrainingPosition()
    let counted = try recorder(RunSettings(interval: .updates(2))).checkpointing
    let (first, second) = (counted.isDue(position), counted.isDue(position))
    #expect(!first && second)
    let timed = try recorder(RunSettings(interval: .time(.zero))).checkpointing
    #expect(timed.isDue(position))
    let standard = try recorder().checkpointing
    #expect(!standard.isDue(position))
  }
}
