import TerminalKit

/// Learning curves in a block of a screen, an axis to the left and below: the first curve as a thin
/// line, the others in letters.
struct CurvePlot {
  let chart: LearningCurves.Chart

  private static func curve(_ index: Int) -> Curve {
    let marks: [Curve.Mark] = [.line, .letter("o"), .letter("x")]
    return Curve(mark: marks[index % marks.count])
  }

  /// Draws into a block; nothing where it is too small for a chart.
  func draw(on screen: inout Screen, in rect: Rect) {
    let range = chart.valueRange
    let labels = Ticks(in: range, about: max(1, (rect.rows - 2) / 2)).values
    let texts = labels.map { figure($0) }
    let margin = (texts.map(\.count).max() ?? 0) + 2
    let plot = Rect(
      row: rect.row + 1, column: rect.column + margin, columns: rect.columns - margin,
      rows: rect.rows - 2)
    guard plot.columns >= 4, plot.rows >= 2 else { return }
    drawTitle(on: &screen, in: rect)
    let ticks = Dictionary(
      zip(labels.map { Curve.row(of: share($0, in: range), rows: plot.rows) }, texts),
      uniquingKeysWith: { first, _ in first })
    for row in 0..<plot.rows {
      let text = ticks[row] ?? ""
      let label =
        String(repeating: " ", count: margin - 2 - text.count) + text
        + (ticks[row] == nil ? " │" : " ┤")
      screen.put(label, row: plot.row + plot.rows - 1 - row, column: rect.column, style: .dim)
    }
    for (index, curve) in chart.curves.enumerated().reversed() {
      Self.curve(index).draw(shares(of: curve, in: range, plot.columns), on: &screen, in: plot)
    }
    drawEpochs(on: &screen, below: plot)
  }

  /// What the chart shows and how each curve is drawn, in the longest words that fit.
  private func drawTitle(on screen: inout Screen, in rect: Rect) {
    func title(_ gap: String, _ name: (String) -> String) -> String {
      let names = chart.curves.enumerated().map { index, curve in
        "\(Self.curve(index).mark.sample) \(name(curve.name))"
      }
      return ([chart.title] + names).joined(separator: gap)
    }
    let forms = [
      title("   ") { $0 }, title(" ") { $0 }, title("  ") { String($0.prefix(5)) },
      title(" ") { String($0.prefix(1)) },
    ]
    screen.put(
      forms.first { $0.count <= rect.columns } ?? chart.title, row: rect.row, column: rect.column,
      limit: rect.columns)
  }

  private func drawEpochs(on screen: inout Screen, below plot: Rect) {
    let last = String(chart.lastEpoch)
    let row = plot.row + plot.rows
    screen.put("0", row: row, column: plot.column, style: .dim)
    screen.put(last, row: row, column: plot.column + plot.columns - last.count, style: .dim)
    let name = "epoch"
    if plot.columns > last.count + name.count + 4 {
      screen.put(name, row: row, column: plot.column + (plot.columns - name.count) / 2, style: .dim)
    }
  }

  private func share(_ value: Double, in range: ClosedRange<Double>) -> Double {
    (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  /// The height of a curve in each column: a curve of many points is a line between them, one of two
  /// stands at its ends alone.
  private func shares(
    of curve: LearningCurves.Curve, in range: ClosedRange<Double>, _ columns: Int
  ) -> [Double?] {
    let scale = Double(columns - 1) / Double(chart.lastEpoch)
    let points = curve.points.filter(\.value.isFinite)
      .map { (x: Double($0.epoch) * scale, y: share($0.value, in: range)) }
    var shares = [Double?](repeating: nil, count: columns)
    for point in points { shares[min(columns - 1, Int(point.x.rounded()))] = point.y }
    guard points.count > 2 else { return shares }
    for (from, to) in zip(points, points.dropFirst()) where to.x > from.x {
      for column in Int(from.x.rounded(.up))...max(Int(from.x.rounded(.up)), Int(to.x)) {
        let part = min(1, max(0, (Double(column) - from.x) / (to.x - from.x)))
        shares[min(columns - 1, column)] = from.y + (to.y - from.y) * part
      }
    }
    return shares
  }
}

extension LearningCurves {
  /// The charts as text, side by side where there is room, else below each other.
  package func lines(width: Int, glyphs: Glyphs) -> [String] {
    let isWide = width >= 72
    let rows = 12
    let size = Size(columns: width, rows: isWide ? rows : rows * charts.count)
    var screen = Screen(size: size, glyphs: glyphs)
    for (index, chart) in charts.enumerated() {
      let half = width / max(charts.count, 1)
      let block =
        isWide
        ? Rect(row: 0, column: index * half, columns: half - 2, rows: rows)
        : Rect(row: index * rows, column: 0, columns: width, rows: rows - 1)
      CurvePlot(chart: chart).draw(on: &screen, in: block)
    }
    return [""] + screen.lines
  }
}
