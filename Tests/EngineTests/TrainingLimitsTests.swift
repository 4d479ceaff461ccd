import Engine
import Foundation
import Testing

@Suite struct TrainingLimitsTests {
  @Test func `a fault is the rest of a sentence that says what may be`() {
    #expect(TrainingLimits.threads.fault(256) == nil)
    #expect(TrainingLimits.threads.fault(257) == "is 257; it must be from 1 to 256")
    #expect(TrainingLimits.seed.fault(Int(UInt32.max)) == nil)
    #expect(
      TrainingLimits.positive.fault(0) == "is 0.0; it must be a number from 1e-30 to 1e30")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, -1, 1e300])
  func `no limit lets through what is no size`(number: Double) {
    for limit in [
      TrainingLimits.positive, TrainingLimits.strength, TrainingLimits.fading, TrainingLimits.share,
    ] {
      #expect(limit.fault(number) != nil)
    }
  }

  /// 1 − β divides, in Float.
  @Test func `a share of the past stays below 1 when it is rounded`() {
    #expect(TrainingLimits.fading.fault(0.99999) == nil)
    #expect(TrainingLimits.fading.fault(1 - 1e-12) != nil)
  }

  /// A program that makes a description without a file is held to the same limits.
  @Test func `a description is held to the limits of its file`() throws {
    var run = RunDescription(data: .init(name: "disk"), network: "D(1)", batching: .size(3))
    try run.check()
    run.threads = 1_000_000_000
    let error = #expect(throws: FileError.self) { try run.check() }
    #expect(
      error?.description
        == "the description of the run: at threads: is 1000000000; it must be from 1 to 256")
    run.threads = 2
    run.optimizer.learningRate = -1
    #expect(throws: FileError.self) { try run.check() }
    run.optimizer.learningRate = 1
    run.data.validation = .nan
    #expect(throws: FileError.self) { try run.check() }
  }
}
