import ArgumentParser
import Engine
import Foundation
import Runs
import TerminalKit

/// `bench convolution`: the paper's timing study, with every algorithm.
struct BenchConvolutionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convolution",
    abstract: "Time convolutions by every algorithm, for the shapes of the paper's study.",
    discussion: """
      Milliseconds of one forward pass, the mean of ten. A variant that takes longer than half a second is left out \
      (-) where the pictures are larger still, and Winograd's where it has no form for the kernel. "in" and "out" are \
      channels. The whole grid takes some minutes.
      """)

  @Option(help: ArgumentHelp("Kernel sizes (default: 3,5,7).", valueName: "list"))
  var kernelSizes: NumberList?

  @Option(
    help: ArgumentHelp(
      "Numbers of channels and of kernels, every combination (default: 16,32,64).",
      valueName: "list"))
  var channels: NumberList?

  @Option(help: ArgumentHelp("Sides of the pictures (default: 2,4,8,16,32,64).", valueName: "list"))
  var sides: NumberList?

  @Option(help: "Pictures per pass.")
  var batch = 32

  @OptionGroup var engine: EngineOptions

  @Flag(help: "Print one JSON object per shape, with the backward pass too.")
  var json = false

  func validate() throws {
    try TrainingLimits.count.check(batch, "--batch")
    guard kernelSizes?.numbers.allSatisfy({ $0 % 2 == 1 }) ?? true else {
      throw ValidationError("--kernel-sizes must be odd numbers.")
    }
  }

  func run() throws {
    try Processor.checkChoice()
    var benchmark = ConvolutionBenchmark(threads: engine.threadCount)
    benchmark.batch = batch
    benchmark.kernelSizes = kernelSizes?.numbers ?? benchmark.kernelSizes
    benchmark.channels = channels?.numbers ?? benchmark.channels
    benchmark.sides = sides?.numbers.sorted() ?? benchmark.sides
    if let variant = engine.convolution { benchmark.variants = [variant] }
    let display = DisplayOptions()
    let table = ConvolutionTable(
      benchmark: benchmark, glyphs: display.glyphsOfLocale(),
      width: min(TerminalWidth.of(STDOUT_FILENO) ?? 80, 120))
    if !json { print(table.heading) }
    var rows: [ConvolutionBenchmark.Row] = []
    try benchmark.run { row in
      rows.append(row)
      print(json ? object(row, benchmark).line : table.line(row))
    }
    if !json {
      for line in table.plot(rows) { print(line) }
    }
  }

  private func object(
    _ row: ConvolutionBenchmark.Row, _ benchmark: ConvolutionBenchmark
  ) -> JSONValue {
    let shape = row.shape
    let times = row.timings.filter { $0.forward != nil }.map { timing in
      (
        key: timing.variant.rawValue,
        value: JSONValue.object([
          (key: "forwardMilliseconds", value: .number(1000 * (timing.forward ?? .nan))),
          (key: "backwardMilliseconds", value: .number(1000 * (timing.backward ?? .nan))),
        ])
      )
    }
    return [
      "kernelSize": .whole(shape.kernelSize), "kernels": .whole(shape.kernels),
      "channels": .whole(shape.channels), "side": .whole(shape.side),
      "batch": .whole(benchmark.batch), "threads": .whole(benchmark.threads),
      "times": .object(times), "quickest": .text(row.quickest?.rawValue ?? "none"),
    ]
  }
}

/// Positive integers, separated by commas.
struct NumberList: ExpressibleByArgument {
  let numbers: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    numbers = parts.compactMap(\.self).filter { (1...4096).contains($0) }
    guard !numbers.isEmpty, numbers.count == parts.count else { return nil }
  }
}
