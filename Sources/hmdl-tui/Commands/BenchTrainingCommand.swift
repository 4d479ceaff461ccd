import ArgumentParser
import Engine
import Foundation
import Runs

/// `bench training`: milliseconds per training step.
struct BenchTrainingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training",
    abstract: "Time training steps of a network: Adam, random samples, one step to warm up.",
    discussion: """
      GFLOP counts the multiply-adds of the definition as two operations each. The share of the peak can be above 1: \
      Winograd's algorithm needs fewer.
      """)

  @Option(help: NetworkArgument.help)
  var network: String

  @Option(help: NetworkArgument.shapeHelp)
  var inputShape: SampleShape?

  @Option(help: "Samples per step.")
  var batch = 128

  @Option(help: "How many steps are timed.")
  var steps = 10

  @OptionGroup var engine: EngineOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    try TrainingLimits.count.check(batch, "--batch")
    try TrainingLimits.count.check(steps, "--steps")
  }

  func run() throws {
    try Processor.checkChoice()
    let header = try NetworkArgument.header(network: network, inputShape: inputShape, loss: nil)
    let benchmark = TrainingBenchmark(
      network: network, inputShape: header.inputShape, batch: batch, steps: steps,
      threads: engine.threadCount, convolution: engine.convolution ?? .auto)
    let result = try benchmark.run()
    if json {
      print(object(benchmark, result).line)
    } else {
      for line in lines(benchmark, result) { print(line) }
    }
  }

  private func object(
    _ benchmark: TrainingBenchmark, _ result: TrainingBenchmark.Result
  ) -> JSONValue {
    [
      "network": .text(network), "batch": .whole(batch), "steps": .whole(steps),
      "threads": .whole(benchmark.threads), "convolution": .text(benchmark.convolution.rawValue),
      "kernels": .text(Processor.kernels.name), "medianMilliseconds": .number(result.median),
      "bestMilliseconds": .number(result.best), "gflop": .number(result.gflop),
      "gflopPerSecond": .number(result.gflopPerSecond), "peakShare": .number(result.peakShare),
      "peakGflopPerSecond": .number(result.peak), "peakBytes": .whole(Self.peakBytes),
    ]
  }

  /// The largest amount of memory that this process has used.
  private static var peakBytes: Int {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return Int(usage.ru_maxrss) * 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss)
    #endif
  }

  private func lines(
    _ benchmark: TrainingBenchmark, _ result: TrainingBenchmark.Result
  ) -> [String] {
    let number = TrainingProgress.number
    return [
      "\(network)  batch \(batch), \(benchmark.threads) threads, \(Processor.kernels.name) kernels",
      "a step: median \(number(result.median)) ms, best \(number(result.best)) ms of \(steps)",
      "\(number(result.gflop)) GFLOP per step: \(number(result.gflopPerSecond)) GFLOP/s, "
        + "\(number(100 * result.peakShare)) % of the peak of \(number(result.peak)) GFLOP/s",
    ]
  }
}
