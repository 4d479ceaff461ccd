import Foundation
import TerminalKit

/// Draws learning curves into a rectangle of a screen, with axes at the left and below. The first curve is drawn in
/// Braille dots, or an ASCII mark, the others with a mark of their own each.
struct CurvePlot {
  let chart: LearningCurves.Chart

  init(chart: LearningCurves.Chart) {
    self.chart = chart
  }

  /// Braille dots per cell, across and down.
  private static let (across, down) = (2, 4)
  /// The mark of a curve; the first one is drawn in Braille where the terminal has it.
  private static func mark(_ index: Int, _ glyphs: Glyphs) -> Character {
    let marks: [Character] = glyphs == .ascii ? ["*", "o", "x"] : ["⠒", "∘", "●"]
    return marks[index % marks.count]
  }

  /// Draws into a rectangle; nothing when it is too small for a chart.
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
    for (value, text) in zip(labels, texts) {
      let row = plot.row + plot.rows - 1 - place(value, in: range, of: plot.rows)
      let label = String(repeating: " ", count: margin - 2 - text.count) + text + " ┤"
      screen.put(label, row: row, column: rect.column, style: .dim)
    }
    for (index, curve) in chart.curves.enumerated() {
      drawCurve(
        curve, mark: Self.mark(index, screen.glyphs),
        isBraille: index == 0 && screen.glyphs != .ascii, range, on: &screen, in: plot)
    }
    let last = String(chart.lastEpoch)
    let row = rect.row + rect.rows - 1
    screen.put("0", row: row, column: plot.column, style: .dim)
    screen.put(last, row: row, column: plot.column + plot.columns - last.count, style: .dim)
    let name = "epoch"
    if plot.columns > last.count + name.count + 4 {
      screen.put(name, row: row, column: plot.column + (plot.columns - name.count) / 2, style: .dim)
    }
  }

  private func drawTitle(on screen: inout Screen, in rect: Rect) {
    let names = chart.curves.enumerated().map { index, curve in
      "\(Self.mark(index, screen.glyphs))\(curve.name)"
    }
    screen.put(
      "\(chart.title)  \(names.joined(separator: " "))", row: rect.row, column: rect.column,
      limit: rect.columns)
  }

  /// The place of a value among `count` steps, from 0 at the lower end.
  private func place(_ value: Double, in range: ClosedRange<Double>, of count: Int) -> Int {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return min(count - 1, max(0, Int((share * Double(count - 1)).rounded())))
  }

  /// A curve of many points is drawn as a line, one of two points as two marks.
  private func drawCurve(
    _ curve: LearningCurves.Curve, mark: Character, isBraille: Bool, _ range: ClosedRange<Double>,
    on screen: inout Screen, in plot: Rect
  ) {
    let (width, height) = (plot.columns * Self.across, plot.rows * Self.down)
    let epochs = 0.0...Double(chart.lastEpoch)
    let dots = curve.points.filter(\.value.isFinite).map { point in
      (
        x: place(Double(point.epoch), in: epochs, of: width),
        y: place(point.value, in: range, of: height)
      )
    }
    func set(_ x: Int, _ y: Int) {
      let (row, column) = (height - 1 - y, x)
      if isBraille {
        screen.setDot(row: row, column: column, in: plot)
      } else {
        screen[plot.row + row / Self.down, plot.column + column / Self.across] =
          Cell(character: mark, style: .plain)
      }
    }
    for dot in dots { set(dot.x, dot.y) }
    guard dots.count > 2 else { return }
    for (from, to) in zip(dots, dots.dropFirst()) {
      let steps = max(abs(to.x - from.x), abs(to.y - from.y), 1)
      for step in 0...steps {
        set(
          from.x + (to.x - from.x) * step / steps,
          from.y + (to.y - from.y) * step / steps)
      }
    }
  }
}

extension Screen {
  /// The bit of each dot in a Braille pattern, by row and column (Unicode, block U+2800).
  private static let brailleBits: [[UInt32]] = [
    [0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80],
  ]

  /// Adds a dot to the Braille pattern of its cell.
  fileprivate mutating func setDot(row: Int, column: Int, in plot: Rect) {
    let cell = (row: plot.row + row / 4, column: plot.column + column / 2)
    let present = self[cell.row, cell.column].character.unicodeScalars.first?.value ?? 0
    let old = 0x2800...0x28ff ~= present ? present : 0x2800
    guard let scalar = Unicode.Scalar(old | Self.brailleBits[row % 4][column % 2]) else { return }
    self[cell.row, cell.column] = Cell(character: Character(scalar), style: .plain)
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
