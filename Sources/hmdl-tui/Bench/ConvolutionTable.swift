import Engine

/// Timings of convolutions as lines of text: a table as it grows, and bars for the largest shapes.
struct ConvolutionTable {
  let benchmark: ConvolutionBenchmark
  let glyphs: Glyphs

  var heading: String {
    pad(["kernel", "in", "out", "side"] + benchmark.variants.map(\.rawValue) + ["quickest"])
  }

  /// Milliseconds of a forward pass.
  func line(_ row: ConvolutionBenchmark.Row) -> String {
    let shape = row.shape
    let size = "\(shape.kernelSize)x\(shape.kernelSize)"
    return pad(
      [size, String(shape.channels), String(shape.kernels), String(shape.side)]
        + row.timings.map { $0.forward.map { TrainingProgress.number(1000 * $0) } ?? "-" }
        + [row.quickest?.rawValue ?? "-"])
  }

  /// For each kernel size the effective GFLOP/s by side, with most channels.
  func plot(_ rows: [ConvolutionBenchmark.Row], width: Int) -> [String] {
    let most = benchmark.channels.max() ?? 0
    let shown = rows.filter { $0.shape.kernels == most && $0.shape.channels == most }
    let rate = { (row: ConvolutionBenchmark.Row, seconds: Double) in
      2 * row.shape.multiplications * Double(benchmark.batch) / seconds / 1e9
    }
    let largest =
      shown.flatMap { row in row.timings.compactMap { $0.forward.map { rate(row, $0) } } }.max()
      ?? 0
    guard largest > 0 else { return [] }
    var lines = ["", "Effective GFLOP/s, \(most) kernels of \(most) channels:"]
    let names = benchmark.variants.map(\.rawValue.count).max() ?? 0
    for row in shown {
      lines += ["", "\(row.shape.kernelSize)x\(row.shape.kernelSize), side \(row.shape.side)"]
      for timing in row.timings {
        guard let seconds = timing.forward else { continue }
        let value = rate(row, seconds)
        let room = max(1, width - names - 12)
        let bar = Plot.bar(value / largest, columns: room)
        let name = timing.variant.rawValue
        lines.append(
          "  " + name + String(repeating: " ", count: names - name.count + 1) + glyphs.spell(bar)
            + " " + TrainingProgress.number(value))
      }
    }
    return lines
  }

  /// A line that fits into 80 columns: kernel, channels in and out, side, then a column a variant.
  private func pad(_ cells: [String]) -> String {
    let widths = [6, 3, 3, 4]
    return cells.enumerated().map { column, cell in
      let width = column < widths.count ? widths[column] : 8
      return String(repeating: " ", count: max(0, width - cell.count)) + cell
    }.joined(separator: " ")
  }
}
