import Engine
import Runs
import TerminalKit

/// Timings of convolutions as lines of text: a table as it grows, and bars for the largest shapes.
struct ConvolutionTable {
  let benchmark: ConvolutionBenchmark
  let glyphs: Glyphs
  /// Columns of the terminal; when not all algorithms fit, only the quickest is shown.
  let width: Int

  var heading: String {
    pad(
      ["kernel", "in", "out", "side"]
        + (hasRoom ? benchmark.variants.map(\.rawValue) : ["ms"]) + ["quickest"])
  }

  /// Milliseconds of a forward pass.
  func line(_ row: ConvolutionBenchmark.Row) -> String {
    let shape = row.shape
    let size = "\(shape.kernelSize)x\(shape.kernelSize)"
    let shown = row.timings.filter { hasRoom || $0.variant == row.quickest }
    return pad(
      [size, String(shape.channels), String(shape.kernels), String(shape.side)]
        + shown.map { $0.forward.map { TrainingProgress.number(1000 * $0) } ?? "-" }
        + [row.quickest?.rawValue ?? "-"])
  }

  private var hasRoom: Bool { Self.place(benchmark.variants.count) <= width }

  /// The width of a line with so many times.
  private static func place(_ times: Int) -> Int {
    shapeWidths.reduce(0) { $0 + $1 + 1 } + times * (timeWidth + 1) + timeWidth
  }

  private static let shapeWidths = [6, 3, 3, 4]
  private static let timeWidth = 8

  /// For each kernel size the effective GFLOP/s by side, with most channels.
  func plot(_ rows: [ConvolutionBenchmark.Row]) -> [String] {
    let most = benchmark.channels.max() ?? 0
    let shown = rows.filter { $0.shape.kernels == most && $0.shape.channels == most }
    let rate = { (row: ConvolutionBenchmark.Row, seconds: Double) in
      2 * row.shape.multiplications * Double(benchmark.batch) / seconds / 1e9
    }
    let largest =
      shown.flatMap { row in row.timings.compactMap { $0.forward.map { rate(row, $0) } } }.max()
      ?? 0
    guard largest > 0 else { return [] }
    var lines = ["", "Effective GFLOP/s, \(most) to \(most) channels:"]
    let names = benchmark.variants.map(\.rawValue.count).max() ?? 0
    for row in shown {
      lines += ["", "\(row.shape.kernelSize)x\(row.shape.kernelSize), side \(row.shape.side)"]
      for timing in row.timings {
        guard let seconds = timing.forward else { continue }
        let value = rate(row, seconds)
        let room = max(1, width - names - 13)
        let bar = Plot.bar(value / largest, columns: room)
        let name = timing.variant.rawValue
        lines.append(
          "  " + name + String(repeating: " ", count: names - name.count + 1) + glyphs.spell(bar)
            + " " + TrainingProgress.number(value))
      }
    }
    return lines
  }

  /// Kernel, channels in and out, side, then one column per time.
  private func pad(_ cells: [String]) -> String {
    let widths = Self.shapeWidths
    return cells.enumerated().map { column, cell in
      let width = column < widths.count ? widths[column] : Self.timeWidth
      return String(repeating: " ", count: max(0, width - cell.count)) + cell
    }.joined(separator: " ")
  }
}
