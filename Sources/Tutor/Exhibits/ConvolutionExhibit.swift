import Engine
import Foundation
import Runs
import TerminalKit

/// A short version of `bench convolution`: three kernels, every way to compute them, on this machine.
struct ConvolutionExhibit: Exhibit {
  static let name = "bench convolution"
  static let settings: [String] = []

  /// Small enough for a few seconds.
  var sides = [32]
  var kernelSizes = [3, 5, 7]

  init(_ settings: ExhibitSettings) throws(ExhibitFault) {}

  var key: String { Self.name }
  var command: String { "hmdl-tui bench convolution" }
  var isComputedInPlain: Bool { false }
  var rows: Int { 6 * kernelSizes.count * sides.count + 2 }

  private var benchmark: ConvolutionBenchmark {
    var benchmark = ConvolutionBenchmark(threads: Processor.threadCount)
    benchmark.batch = 8
    benchmark.channels = [16]
    benchmark.sides = sides
    benchmark.repetitions = 5
    return benchmark
  }

  func compute(
    _ reporter: ExhibitReporter<[ConvolutionBenchmark.Row]>
  ) throws -> [ConvolutionBenchmark.Row]? {
    var rows: [ConvolutionBenchmark.Row] = []
    for size in kernelSizes {
      guard reporter.tell("kernels of \(size)×\(size)", rows) else { return nil }
      var part = benchmark
      part.kernelSizes = [size]
      try part.run { rows.append($0) }
    }
    return rows
  }

  // MARK: - The picture

  private var title: String {
    let benchmark = benchmark
    return
      "ms per forward pass of \(benchmark.batch) pictures, \(benchmark.channels[0]) maps in and out"
  }

  func draw(_ rows: [ConvolutionBenchmark.Row], on screen: inout Screen, in rect: Rect) {
    let title = TextWrap.lines(title, width: max(rect.columns, 1)).prefix(2)
    var lines = title.map { Line($0, .accent) }
    for row in rows { lines += self.lines(of: row, columns: rect.columns) }
    for (row, line) in lines.prefix(rect.rows).enumerated() {
      screen.put(line, row: rect.row + row, column: rect.column, limit: rect.columns)
    }
  }

  private func lines(of row: ConvolutionBenchmark.Row, columns: Int) -> [Line] {
    let slowest = row.timings.compactMap(\.forward).max() ?? 0
    let bars = max(0, min(40, columns - 19))
    return [Line(heading(row.shape))]
      + row.timings.map { timing in
        guard let seconds = timing.forward, slowest > 0 else {
          return Line("  \(padded(timing.variant))  no form for this kernel", .dim)
        }
        let isQuickest = timing.variant == row.quickest
        return Line(
          "  \(padded(timing.variant))\(milliseconds(seconds)) ", isQuickest ? .bold : .plain)
          + Line(Plot.bar(seconds / slowest, columns: bars), isQuickest ? .accent : .dim)
      }
  }

  private func heading(_ shape: ConvolutionBenchmark.Shape) -> String {
    "kernels of \(shape.kernelSize)×\(shape.kernelSize), pictures of \(shape.side)×\(shape.side)"
  }

  private func padded(_ variant: ConvolutionVariant) -> String {
    variant.rawValue + String(repeating: " ", count: max(0, 8 - variant.rawValue.count))
  }

  private func milliseconds(_ seconds: Double) -> String {
    let text = TrainingProgress.number(1000 * seconds)
    return String(repeating: " ", count: max(0, 8 - text.count)) + text
  }

  // MARK: - In sentences

  func lines(_ rows: [ConvolutionBenchmark.Row]) -> [String] {
    ["On this machine, " + title + ", with \(benchmark.threads) threads:"]
      + rows.flatMap { row in
        [heading(row.shape)]
          + row.timings.map { timing in
            "  \(padded(timing.variant))"
              + (timing.forward.map { milliseconds($0) } ?? "  no form for this kernel")
              + (timing.variant == row.quickest ? "  the quickest" : "")
          }
      }
  }
}
