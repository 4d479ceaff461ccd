import Engine
import Foundation
import TerminalKit

/// One run of the demo in a block of the screen: the chart of all layers, the histogram of the
/// layer under the cursor, the counts, and what to make of it.
struct InitializationPane {
  let run: InitializationModel.Run
  /// The run it is compared with, which shows through behind it.
  let other: InitializationModel.Run?
  let name: String?
  let isActive: Bool
  /// Whether what flows the other way is drawn too.
  let showsBoth: Bool
  /// Whether this one chart is for both runs.
  let isShared: Bool
  let layer: Int
  let rect: Rect

  /// Without room for dividers.
  var isCompact: Bool { rect.rows < 16 }
  private var signal: LayerSignal? { run.signals[layer - 1] }
  private var palette: Palette { Self.palette(run.settings.direction) }

  private static func palette(_ direction: PropagationSettings.Direction) -> Palette {
    direction == .forward ? .signals : .deltas
  }

  func draw(on screen: inout Screen) {
    let (chart, histogram, counts) = blocks
    drawChart(on: &screen, in: chart)
    drawHistogram(on: &screen, in: histogram)
    drawCounts(on: &screen, in: counts)
  }

  /// The layer whose column in the chart was clicked.
  func layer(at position: Position) -> Int? {
    let rect = chartRect
    return rect.contains(position)
      ? chart.layer(atColumn: position.column, in: rect).map { $0 + 1 } : nil
  }

  /// Chart, histogram and counts from top to bottom, dividers included.
  private var blocks: (chart: Rect, histogram: Rect, counts: Rect) {
    let counts = isCompact ? 1 : (name == nil ? 3 : 4) + (showsBoth ? 1 : 0) + storyRows
    let spare = rect.rows - counts
    let histogram = isCompact ? (spare >= 7 ? 2 : 0) : 5 + max(0, spare - 17) / 3
    let (top, rest) = rect.split(top: spare - histogram)
    let (middle, bottom) = rest.split(top: histogram)
    return (top, middle, bottom)
  }

  /// The chart itself, below its divider and beside the story.
  private var chartRect: Rect {
    let block = blocks.chart
    let body = isCompact ? block : block.split(top: 1).rest
    return storyColumns > 0 ? body.split(left: body.columns - storyColumns).left : body
  }

  /// A wide pane tells the story beside the chart.
  private var storyColumns: Int {
    let ideal = chart.idealColumns
    let spare = rect.columns - (rect.columns >= 140 ? ideal / 2 + 12 : ideal + 4)
    return !isCompact && rect.rows >= 16 && spare >= 40 ? min(60, spare) : 0
  }

  /// A tall pane tells it below the counts.
  private var storyRows: Int { storyColumns == 0 && rect.rows >= 30 ? 7 : 0 }

  // MARK: Chart

  /// With what the other run is drawn: the flow in front, and the opposite one.
  static let otherMarks: (front: Character, opposite: Character) = ("o", "*")

  /// The flow in front as a thin line, the other direction in its letter. The other run is drawn behind them
  /// where it has no chart of its own, and where only one direction is shown.
  private var chart: LogChart {
    func magnitudes(_ signals: [LayerSignal?]) -> [Double?] {
      signals.map { $0.map { Double($0.magnitude) } }
    }
    var series = [
      LogChart.Series(values: magnitudes(run.signals), curve: Curve(style: .mark(palette, 5)))
    ]
    if showsBoth {
      let opposite = run.settings.opposite
      let curve = Curve(
        mark: .letter(Character(opposite.letter)),
        style: .mark(Self.palette(opposite.direction), 5))
      series.append(LogChart.Series(values: magnitudes(run.opposite), curve: curve))
    }
    if let other, isShared || !showsBoth {
      func behind(_ signals: [LayerSignal?], _ mark: Character) {
        series.append(
          LogChart.Series(
            values: magnitudes(signals), curve: Curve(mark: .letter(mark), style: .dim)))
      }
      behind(other.signals, Self.otherMarks.front)
      if showsBoth { behind(other.opposite, Self.otherMarks.opposite) }
    }
    let others = other.map { magnitudes($0.signals) + (showsBoth ? magnitudes($0.opposite) : []) }
    return LogChart(series: series, selected: layer - 1, firstNumber: 1, alsoFits: others ?? [])
  }

  private func drawChart(on screen: inout Screen, in block: Rect) {
    let chart = chart
    if !isCompact { screen.divide(block, row: block.row, title: chartTitle) }
    if name != nil, isActive, !isCompact {
      screen.style(row: block.row, columns: block.column..<block.column + block.columns) {
        $0.ink = .accent
      }
    }
    chart.draw(on: &screen, in: chartRect)
    if isActive { screen.cursor = chart.selectedPosition(in: chartRect) }
    let right = Rect(
      row: chartRect.row + 1, column: chartRect.columnRange.upperBound + 2,
      columns: storyColumns - 3, rows: chartRect.rows - 1)
    drawStory(on: &screen, in: right)
  }

  private func drawStory(on screen: inout Screen, in room: Rect) {
    guard !room.isEmpty else { return }
    let lines = TextWrap.lines(screen.glyphs.spell(run.story), width: room.columns)
      .prefix(room.rows)
    for (row, line) in lines.enumerated() {
      screen.put(line, row: room.row + row, column: room.column)
    }
  }

  /// What is drawn how, in as many words as fit.
  private var chartTitle: String {
    if let name { return "\(name)  \(run.settings.weights.title)  \(run.settings.formula)" }
    let notes =
      (run.firstBroken == nil ? "" : "   ! beyond Float")
      + (run.flow.contains { $0.magnitude == 0 } ? "   0 all are 0" : "")
    let opposite = run.settings.opposite
    func both(isLong: Bool) -> String {
      "largest " + legend(run.settings, "─", isLong: isLong) + ", "
        + legend(opposite, Character(opposite.letter), isLong: isLong)
    }
    let forms =
      showsBoth
      ? [
        both(isLong: true) + " of each layer" + notes, both(isLong: true) + notes,
        both(isLong: false) + notes, both(isLong: false),
      ]
      : [
        "largest |\(run.settings.letter)| of each layer" + notes,
        "largest |\(run.settings.letter)|",
      ]
    return forms.first { $0.count <= rect.columns - 5 } ?? forms[forms.count - 1]
  }

  private func legend(
    _ settings: PropagationSettings, _ mark: Character, isLong: Bool
  ) -> String {
    let arrow = settings.direction == .forward ? "→" : "←"
    return "|\(settings.letter)| (\(mark)\(isLong ? " " + settings.flowName : "") \(arrow))"
  }

  // MARK: Histogram

  private func drawHistogram(on screen: inout Screen, in block: Rect) {
    guard !block.isEmpty else { return }
    let pitch = rect.columns >= 70 ? 5 : isCompact ? 2 : 4
    let bins = max(1, min(41, (block.columns - 1) / pitch - 1) | 1)
    let finite = (signal?.values ?? []).filter(\.isFinite).map { Double($0) }
    if !isCompact {
      screen.divide(block, row: block.row, title: histogramTitle(finite.count, bins: bins))
    }
    var body = isCompact ? block : block.split(top: 1).rest
    body.column += 1
    body.columns -= 1
    guard !finite.isEmpty else {
      let text = signal == nil ? "· not computed yet" : "no finite number is left"
      screen.put(text, row: body.row, column: body.column, limit: body.columns)
      return
    }
    let histogram = Histogram(of: finite, bins: bins)
    body.columns = bins * pitch
    let bound = figure(histogram.bound)
    let labels = isCompact ? [] : ["-\(bound)", "0", bound]
    histogram.draw(on: &screen, in: body, labels: labels, palette: palette)
  }

  private func histogramTitle(_ finite: Int, bins: Int) -> String {
    let width = run.settings.width
    let which = finite == width || signal == nil ? "\(width)" : "\(finite) finite"
    return name == nil
      ? "layer \(layer): histogram of its \(which) values, \(bins) bins"
      : "layer \(layer): its \(which) values"
  }

  // MARK: Counts

  static func statistics(_ signal: LayerSignal) -> [String] {
    [
      "largest \(figure(Double(signal.magnitude)))", "mean \(figure(signal.mean))",
      "sd \(figure(signal.variance.squareRoot()))",
    ]
  }

  private func drawCounts(on screen: inout Screen, in block: Rect) {
    var row = block.row
    if !isCompact {
      screen.divide(block, row: row, title: "counts")
      row += 1
    }
    drawLeftFloat(on: &screen, row: row)
    guard !isCompact else { return }
    row += 1
    if name != nil {
      let text = signal.map { Self.statistics($0).suffix(2).joined(separator: "   ") }
      screen.put(
        " " + (text ?? "· not computed yet"), row: row, column: rect.column, limit: rect.columns)
      row += 1
    }
    for run in showsBoth ? [run, run.turned] : [run] {
      screen.put(
        run.growthLine(columns: rect.columns - 2), row: row, column: rect.column + 1,
        limit: rect.columns - 1)
      row += 1
    }
    let below = Rect(
      row: row + 1, column: rect.column + 1, columns: min(90, rect.columns - 2),
      rows: storyRows - 1)
    drawStory(on: &screen, in: below)
  }

  /// nan, inf and exact 0 of the layer under the cursor and of those the flow reaches next.
  private func drawLeftFloat(on screen: inout Screen, row: Int) {
    let step = run.settings.direction == .forward ? 1 : -1
    let next = [layer, layer + step, layer + 2 * step]
    var column = rect.column + 1
    for layer in next where run.signals.indices.contains(layer - 1) {
      guard let signal = run.signals[layer - 1] else { continue }
      let word = name == nil && !isCompact ? "layer " : ""
      let zeros = signal.values.count { $0 == 0 }
      let text =
        "\(word)\(layer): nan \(signal.nanCount) inf \(signal.infinityCount)"
        + (zeros > 0 ? " zero \(zeros)" : "")
      guard column + text.count <= rect.column + rect.columns else { return }
      let broken = signal.nanCount + signal.infinityCount > 0
      screen.put(text, row: row, column: column, style: broken ? .warning : .plain)
      column += text.count + 3
    }
  }
}
