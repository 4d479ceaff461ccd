/// Magnitudes of the layers of a network on a logarithmic axis, as thin lines or letters: a straight
/// line is exponential growth.
package struct LogChart: Equatable, Sendable {
  /// One flow: a magnitude for each layer, nil where it is not computed yet.
  package struct Series: Equatable, Sendable {
    package var values: [Double?]
    package var curve = Curve()

    package init(values: [Double?], curve: Curve = Curve()) {
      self.values = values
      self.curve = curve
    }
  }

  /// The runs, drawn one over the other, the first on top.
  package var series: [Series]
  /// The layer marked by `@` in the first series, as an index.
  package var selected: Int
  /// The number printed under the layer of index 0.
  package var firstNumber = 0
  /// Magnitudes that are not drawn but find room on the axis, so that charts can be compared.
  package var alsoFits: [Double?] = []

  package init(
    series: [Series], selected: Int, firstNumber: Int = 0, alsoFits: [Double?] = []
  ) {
    self.series = series
    self.selected = selected
    self.firstNumber = firstNumber
    self.alsoFits = alsoFits
  }

  /// What finds its place where in a block.
  private struct Layout {
    let axis: LogAxis?
    /// The curves; above them a row for what is beyond Float, below them one for exact zeros.
    let plot: Rect
    let hasTop: Bool
    let hasBottom: Bool
    let ticks: [LogAxis.Tick]
    let columns: ColumnLayout

    var top: Int { plot.row - (hasTop ? 1 : 0) }
    var bottom: Int { plot.row + plot.rows - 1 + (hasBottom ? 1 : 0) }
  }

  private func layout(in rect: Rect) -> Layout {
    let shown = (series.flatMap(\.values) + alsoFits).compactMap { $0 }
    let axis = LogAxis(fitting: shown)
    let rows = rect.rows - 1
    let hasTop = rows >= 4 && shown.contains { !$0.isFinite }
    let hasBottom = rows >= 4 && shown.contains(0)
    let plotRows = rows - (hasTop ? 1 : 0) - (hasBottom ? 1 : 0)
    let ticks = axis?.ticks(rows: plotRows) ?? []
    let margin = (ticks.map(\.label.count).max() ?? 1) + 3
    let room = rect.split(left: margin).rest
    return Layout(
      axis: axis,
      plot: Rect(
        row: rect.row + (hasTop ? 1 : 0), column: room.column, columns: room.columns,
        rows: plotRows),
      hasTop: hasTop, hasBottom: hasBottom, ticks: ticks,
      columns: ColumnLayout(
        count: series.map(\.values.count).max() ?? 0, firstNumber: firstNumber, room: room))
  }

  /// The cell of the selected layer when the chart is drawn in a block; nil when none is drawn.
  package func selectedPosition(in rect: Rect) -> Position? {
    guard rect.rows > 1, let values = series.first?.values, values.indices.contains(selected) else {
      return nil
    }
    let layout = layout(in: rect)
    return Position(
      row: row(of: values[selected], layout), column: layout.columns.column(of: selected))
  }

  /// The index of the layer that stands in a column of the screen.
  package func layer(atColumn column: Int, in rect: Rect) -> Int? {
    layout(in: rect).columns.layer(at: column)
  }

  /// How many columns the chart needs to show all its layers two columns apart.
  package var idealColumns: Int { 9 + 2 * (series.map(\.values.count).max() ?? 0) }

  /// Draws the chart and, in the last row of the block, the numbers of the layers.
  ///
  /// A magnitude of 0 is a `0` at the bottom, nan and the infinities are a `!` at the top, what is not computed yet
  /// is a `·` at the bottom. When there are many layers, several share a column.
  package func draw(on screen: inout Screen, in rect: Rect) {
    guard rect.rows > 1, series.contains(where: { !$0.values.isEmpty }) else { return }
    let layout = layout(in: rect)
    drawAxis(on: &screen, rect, layout)
    for (order, one) in series.enumerated().reversed() {
      one.curve.draw(shares(of: one, layout), on: &screen, in: layout.plot)
      // The selected layer last, over those that share its column.
      let layers = Array(one.values.indices) + (order == 0 ? [selected] : [])
      for layer in layers where one.values.indices.contains(layer) {
        guard let cell = cell(of: one, layer: layer, isFirst: order == 0) else { continue }
        screen[row(of: one.values[layer], layout), layout.columns.column(of: layer)] = cell
      }
    }
    layout.columns.drawNumbers(on: &screen, row: rect.row + rect.rows - 1)
  }

  private func drawAxis(on screen: inout Screen, _ rect: Rect, _ layout: Layout) {
    let width = layout.plot.column - rect.column - 3
    var labels = Dictionary(
      layout.ticks.map { (layout.plot.row + layout.plot.rows - 1 - $0.row, $0.label) },
      uniquingKeysWith: { first, _ in first })
    if layout.hasTop { labels[layout.top] = "!" }
    if layout.hasBottom { labels[layout.bottom] = "0" }
    for row in layout.top...max(layout.top, layout.bottom) {
      let text = labels[row] ?? ""
      let label =
        String(repeating: " ", count: max(0, width - text.count)) + text
        + (labels[row] == nil ? " │" : " ┤")
      screen.put(label, row: row, column: rect.column, style: .dim, limit: rect.columns)
    }
  }

  /// The height of the curve in every column: of its layer, or halfway between two.
  private func shares(of one: Series, _ layout: Layout) -> [Double?] {
    func share(_ layer: Int) -> Double? {
      guard let axis = layout.axis, one.values.indices.contains(layer),
        let value = one.values[layer], value.isFinite, value > 0
      else { return nil }
      return axis.share(of: value)
    }
    return (0..<layout.plot.columns).map { offset in
      let column = layout.plot.column + offset
      guard let next = layout.columns.layer(at: column) else { return nil }
      guard layout.columns.column(of: next) != column, next > 0 else { return share(next) }
      guard let left = share(next - 1), let right = share(next) else { return nil }
      return (left + right) / 2
    }
  }

  private func row(of value: Double?, _ layout: Layout) -> Int {
    guard let value else { return layout.bottom }
    guard value.isFinite else { return layout.top }
    guard value > 0, let axis = layout.axis else { return layout.bottom }
    let row = Curve.row(of: axis.share(of: value), rows: layout.plot.rows)
    return layout.plot.row + layout.plot.rows - 1 - row
  }

  /// What stands for a layer in place of the curve; nil where the curve says it all.
  private func cell(of one: Series, layer: Int, isFirst: Bool) -> Cell? {
    guard let value = one.values[layer] else { return Cell(character: "·", style: .dim) }
    if isFirst && layer == selected {
      return Cell(character: value.isFinite ? "@" : "!", style: .chosen)
    }
    guard value.isFinite else { return Cell(character: "!", style: .warning) }
    return value == 0 ? Cell(character: "0", style: one.curve.style) : nil
  }
}

/// The columns of the layers: two per layer, or one, or several layers per column, so that all of them are visible.
private struct ColumnLayout {
  let count: Int
  let firstNumber: Int
  let room: Rect
  /// From one layer to the next, in columns.
  private let pitch: Double

  init(count: Int, firstNumber: Int, room: Rect) {
    self.count = count
    self.firstNumber = firstNumber
    self.room = room
    if count * 2 <= room.columns + 1 {
      pitch = 2
    } else {
      pitch = count <= room.columns ? 1 : Double(room.columns) / Double(count)
    }
  }

  func column(of layer: Int) -> Int { room.column + Int(Double(layer) * pitch) }

  /// The first layer that stands in a column.
  func layer(at column: Int) -> Int? {
    guard room.columnRange.contains(column) else { return nil }
    let layer = Int((Double(column - room.column) / pitch).rounded(.up))
    return layer < count ? layer : nil
  }

  /// Numbers under the layers, round ones and far enough from each other.
  func drawNumbers(on screen: inout Screen, row: Int) {
    guard !room.isEmpty else { return }
    let strides = [4, 10, 20, 50, 100, 200, 500]
    let wanted = pitch == 2 ? 4 : Int((8 / pitch).rounded(.up))
    let stride = strides.first { $0 >= wanted } ?? 1000
    var free = room.column
    for layer in 0..<count where (firstNumber + layer).isMultiple(of: stride) || layer == 0 {
      let number = "\(firstNumber + layer)"
      let column = min(column(of: layer), room.columnRange.upperBound - number.count)
      guard column >= free else { continue }
      screen.put(number, row: row, column: column, style: .dim)
      free = column + number.count + 1
    }
  }
}
