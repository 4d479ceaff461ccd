import Foundation

/// Magnitudes of the layers of a network on a logarithmic axis: a row is a power of ten, or
/// several, and a straight line is exponential growth.
package struct LogChart: Equatable, Sendable {
  /// One run: a magnitude for each layer, nil where it is not computed yet.
  package struct Series: Equatable, Sendable {
    package var values: [Double?]
    package var mark: Character = "█"
    package var style: Style = .plain

    package init(values: [Double?], mark: Character = "█", style: Style = .plain) {
      self.values = values
      self.mark = mark
      self.style = style
    }
  }

  /// Drawn one over the other, the first on top.
  package var series: [Series]
  /// The layer marked by `@` in the first series, as an index.
  package var selected: Int
  /// The number printed under the layer of index 0.
  package var firstNumber = 0

  package init(series: [Series], selected: Int, firstNumber: Int = 0) {
    self.series = series
    self.selected = selected
    self.firstNumber = firstNumber
  }

  /// The powers of ten that the rows stand for.
  package struct Axis: Equatable {
    /// The row at the bottom begins at 10^lowest.
    package var lowest: Int
    /// How many powers of ten a row spans.
    package var step: Int

    /// The row of a magnitude, counted from the bottom.
    package func row(of magnitude: Double) -> Int {
      (Int(log10(magnitude).rounded(.down)) - lowest) / step
    }

    /// Empty where no Float can be.
    package func label(row: Int) -> String {
      let power = lowest + row * step
      return -45...38 ~= power ? "1e\(power)" : ""
    }
  }

  /// The axis that shows every finite magnitude above 0 in so many rows; nil if there is none.
  /// Magnitudes of few powers stand in the middle, with room to grow and to shrink.
  package func axis(rows: Int) -> Axis? {
    let powers = series.flatMap(\.values).compactMap { $0 }
      .filter { $0.isFinite && $0 > 0 }
      .map { Int(log10($0).rounded(.down)) }
    guard rows > 0, let lowest = powers.min(), let highest = powers.max() else { return nil }
    let step = (highest - lowest) / rows + 1
    let spare = rows - ((highest - lowest) / step + 1)
    return Axis(lowest: lowest - spare / 2 * step, step: step)
  }

  /// Where the layers stand when the chart is drawn in a block.
  private func columns(in rect: Rect, axis: Axis?) -> ColumnLayout {
    let count = series.map(\.values.count).max() ?? 0
    return ColumnLayout(
      count: count, firstNumber: firstNumber,
      room: rect.split(left: labelWidth(axis, rows: rect.rows - 1) + 3).rest)
  }

  private func labelWidth(_ axis: Axis?, rows: Int) -> Int {
    (0..<max(0, rows)).map { axis?.label(row: $0).count ?? 0 }.max() ?? 0
  }

  /// The cell of the selected layer when the chart is drawn in a block; nil when none is drawn.
  package func selectedPosition(in rect: Rect) -> Position? {
    let rows = rect.rows - 1
    let axis = axis(rows: rows)
    guard rows > 0, let values = series.first?.values, values.indices.contains(selected) else {
      return nil
    }
    let height = values[selected].map { self.height(of: $0, axis: axis, rows: rows) } ?? 0
    return Position(
      row: rect.row + rows - 1 - height,
      column: columns(in: rect, axis: axis).column(of: selected))
  }

  /// The index of the layer that stands in a column of the screen.
  package func layer(atColumn column: Int, in rect: Rect) -> Int? {
    columns(in: rect, axis: axis(rows: rect.rows - 1)).layer(at: column)
  }

  /// How many columns the chart needs to show all its layers two columns apart.
  package var idealColumns: Int { 9 + 2 * (series.map(\.values.count).max() ?? 0) }

  /// Draws the chart and, in the last row of the block, the numbers of the layers.
  ///
  /// A magnitude of 0 is a `0` at the bottom, nan and the infinities are a `!` above all that Float
  /// reaches, what is not computed yet is a `·` at the bottom. Many layers share columns.
  package func draw(on screen: inout Screen, in rect: Rect) {
    let rows = rect.rows - 1
    guard rows > 0, series.contains(where: { !$0.values.isEmpty }) else { return }
    let axis = axis(rows: rows)
    let labelWidth = labelWidth(axis, rows: rows)
    for row in 0..<rows {
      let text = axis?.label(row: row) ?? ""
      let label = text.padding(toLength: labelWidth, withPad: " ", startingAt: 0) + " ┤"
      screen.put(
        label, row: rect.row + rows - 1 - row, column: rect.column, style: .dim,
        limit: rect.columns)
    }
    let columns = columns(in: rect, axis: axis)
    for (order, one) in series.enumerated().reversed() {
      let isFirst = order == 0
      // The selected layer last, over those that share its column.
      let layers = Array(one.values.indices) + (isFirst ? [selected] : [])
      for layer in layers where one.values.indices.contains(layer) {
        let height = one.values[layer].map { self.height(of: $0, axis: axis, rows: rows) } ?? 0
        screen[rect.row + rows - 1 - height, columns.column(of: layer)] =
          cell(of: one, layer: layer, isFirst: isFirst)
      }
    }
    columns.drawNumbers(on: &screen, row: rect.row + rows)
  }

  private func height(of value: Double, axis: Axis?, rows: Int) -> Int {
    let beyond = Double(Float.greatestFiniteMagnitude)
    guard value.isFinite else {
      return max(0, min(rows - 1, axis.map { $0.row(of: beyond) + 1 } ?? rows))
    }
    guard value > 0, let axis else { return 0 }
    return min(rows - 1, axis.row(of: value))
  }

  private func cell(of one: Series, layer: Int, isFirst: Bool) -> Cell {
    guard let value = one.values[layer] else { return Cell(character: "·", style: .dim) }
    guard value.isFinite else { return Cell(character: "!", style: .warning) }
    if isFirst && layer == selected { return Cell(character: "@", style: .accent) }
    return Cell(character: value == 0 ? "0" : one.mark, style: one.style)
  }
}

/// Where the layers stand: two columns a layer, or one, or several layers in a column, so that all
/// of them are seen.
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
