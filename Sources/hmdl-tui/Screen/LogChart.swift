import Foundation

/// Magnitudes of the layers of a network on a logarithmic axis: a row is a power of ten, or
/// several, and a straight line is exponential growth.
struct LogChart: Equatable, Sendable {
  /// One run: a magnitude for each layer, nil where it is not computed yet.
  struct Series: Equatable, Sendable {
    var values: [Double?]
    var mark: Character = "█"
    var style: Style = .plain
  }

  /// Drawn one over the other, the first on top.
  var series: [Series]
  /// The layer marked by `@` in the first series.
  var selected: Int

  /// The powers of ten that the rows stand for.
  struct Axis: Equatable {
    /// The row at the bottom begins at 10^lowest.
    var lowest: Int
    /// How many powers of ten a row spans.
    var step: Int

    /// The row of a magnitude, counted from the bottom.
    func row(of magnitude: Double) -> Int {
      (Int(log10(magnitude).rounded(.down)) - lowest) / step
    }

    func label(row: Int) -> String { "1e\(lowest + row * step)" }
  }

  /// The axis that shows every finite magnitude above 0 in so many rows; nil if there is none.
  func axis(rows: Int) -> Axis? {
    let powers = series.flatMap(\.values).compactMap { $0 }
      .filter { $0.isFinite && $0 > 0 }
      .map { Int(log10($0).rounded(.down)) }
    guard rows > 0, let lowest = powers.min(), let highest = powers.max() else { return nil }
    return Axis(lowest: lowest, step: (highest - lowest) / rows + 1)
  }

  /// Draws the chart and, in the last row of the block, the numbers of the layers.
  ///
  /// A magnitude of 0 is a `0` at the bottom, nan and the infinities are a `!` at the top, what is
  /// not computed yet is a `·` at the bottom. When not all layers fit, those around the selected.
  func draw(on screen: inout Screen, in rect: Rect) {
    let rows = rect.rows - 1
    guard rows > 0, let count = series.map(\.values.count).max(), count > 0 else { return }
    let axis = axis(rows: rows)
    let labels = (0..<rows).map { axis?.label(row: $0) ?? "" }
    let labelWidth = labels.map(\.count).max() ?? 0
    for row in 0..<rows {
      let label = labels[row].padding(toLength: labelWidth, withPad: " ", startingAt: 0) + " ┤"
      screen.put(
        label, row: rect.row + rows - 1 - row, column: rect.column, style: .dim,
        limit: rect.columns)
    }
    let columns = ColumnLayout(
      count: count, selected: selected, room: rect.split(left: labelWidth + 3).rest)
    for (order, one) in series.enumerated().reversed() {
      for layer in columns.visible where layer < one.values.count {
        let cell = cell(of: one, layer: layer, isFirst: order == 0)
        let height = one.values[layer].map { self.height(of: $0, axis: axis, rows: rows) } ?? 0
        screen[rect.row + rows - 1 - height, columns.column(of: layer)] = cell
      }
    }
    columns.drawNumbers(on: &screen, row: rect.row + rows)
  }

  private func height(of value: Double, axis: Axis?, rows: Int) -> Int {
    guard value.isFinite else { return rows - 1 }
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

/// Which layers are seen and where: two columns a layer, or one where that shows them all.
private struct ColumnLayout {
  let count: Int
  let room: Rect
  let pitch: Int
  let visible: Range<Int>

  init(count: Int, selected: Int, room: Rect) {
    self.count = count
    self.room = room
    pitch = count * 2 > room.columns && count <= room.columns ? 1 : 2
    let fitting = min(count, (room.columns + 1) / pitch)
    let first = max(0, min(selected - fitting + 3, count - fitting))
    visible = first..<(first + fitting)
  }

  func column(of layer: Int) -> Int { room.column + (layer - visible.lowerBound) * pitch }

  /// Numbers under the layers, and the last one after `…` when it is out of sight.
  func drawNumbers(on screen: inout Screen, row: Int) {
    let end = visible.upperBound < count ? "…\(count - 1)" : ""
    let stride = pitch == 2 ? 4 : 10
    for layer in visible where layer.isMultiple(of: stride) {
      let offset = column(of: layer) - room.column
      guard offset + "\(layer)".count + end.count < room.columns else { continue }
      screen.put("\(layer)", row: row, column: column(of: layer), style: .dim)
    }
    screen.put(
      end, row: row, column: room.column + room.columns - end.count, style: .dim,
      limit: room.columns)
  }
}
