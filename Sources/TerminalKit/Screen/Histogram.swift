import Foundation

/// How often values fall into bins of equal width on a scale that is symmetric about 0.
package struct Histogram: Equatable, Sendable {
  package let counts: [Int]
  /// The largest magnitude: the bins reach from minus this to this.
  package let bound: Double

  /// Counts the finite values; an odd number of bins puts 0 into the middle of one.
  ///
  /// bin = ⌊bins × (value + bound) / (2 bound)⌋, the upper end in the last bin.
  package init(of values: some Sequence<Double>, bins: Int) {
    let finite = values.filter(\.isFinite)
    let largest = finite.map(abs).max() ?? 0
    var counts = Array(repeating: 0, count: max(1, bins))
    for value in finite {
      let share = largest > 0 ? (value / largest + 1) / 2 : 0.5
      counts[min(counts.count - 1, Int(share * Double(counts.count)))] += 1
    }
    self.counts = counts
    bound = largest
  }

  /// Draws the bars and, where they fit, the counts below them, and in the last row the labels of the lower end,
  /// the middle and the upper end.
  package func draw(
    on screen: inout Screen, in rect: Rect, labels: [String] = [], palette: Palette = .signals
  ) {
    let pitch = rect.columns / counts.count
    guard rect.rows > 0, pitch > 0 else { return }
    let showsCounts = rect.rows >= 2 && counts.map { "\($0)".count }.max() ?? 0 < pitch
    let showsLabels = !labels.isEmpty && rect.rows >= (showsCounts ? 3 : 2)
    let barRows = rect.rows - (showsCounts ? 1 : 0) - (showsLabels ? 1 : 0)
    let largest = Double(counts.max() ?? 0)
    for (bin, count) in counts.enumerated() {
      let left = rect.column + bin * pitch
      let share = largest > 0 ? Double(count) / largest : 0
      for (row, block) in Plot.column(share, rows: barRows).enumerated() {
        let bar = String(repeating: block, count: max(1, pitch - 1))
        screen.put(bar, row: rect.row + row, column: left, style: style(bin: bin, palette))
      }
      if showsCounts {
        let text = "\(count)"
        screen.put(text, row: rect.row + barRows, column: left + pitch - 1 - text.count)
      }
    }
    if showsLabels {
      put(labels, on: &screen, row: rect.row + rect.rows - 1, from: rect.column, pitch: pitch)
    }
  }

  /// Spreads labels evenly from the left end of the bars to the right.
  private func put(
    _ labels: [String], on screen: inout Screen, row: Int, from column: Int, pitch: Int
  ) {
    let width = counts.count * pitch - (pitch > 1 ? 1 : 0)
    for (order, label) in labels.enumerated() {
      let share = labels.count > 1 ? Double(order) / Double(labels.count - 1) : 0.5
      let offset = Int((share * Double(width - label.count)).rounded())
      screen.put(label, row: row, column: column + max(0, offset), style: .dim, limit: width)
    }
  }

  /// The colour of a bin shows the sign of its values.
  private func style(bin: Int, _ palette: Palette) -> Style {
    let offset = 2 * bin - (counts.count - 1)
    guard offset != 0 else { return .plain }
    let size = 3 + abs(offset) * 3 / max(1, counts.count - 1)
    return .mark(palette, offset < 0 ? -size : size)
  }
}
