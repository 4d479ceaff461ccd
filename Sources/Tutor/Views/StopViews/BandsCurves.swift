import TerminalKit
import Tracer

/// The bands of a deep network: layers from left to right, sizes upwards on a logarithmic scale.
struct BandsCurves: Sendable {
  let band: BandsTable.Band
  let signal: String
  let focus: BandsTable.Quantity
  /// The stop's layer.
  let here: Int?

  /// Places for the labels of the scale.
  private static let margin = 9

  func lines(in room: Size) -> [Line] {
    // A chart takes six rows at least with its title and its layers.
    let count = min(max(room.rows / 6, 1), 3)
    let shown =
      count == 1
      ? [focus]
      : count == 2
        ? [.signal, focus == .gradient ? .gradient : .delta]
        : BandsTable.Quantity.allCases
    return Array(
      shown.flatMap { chart($0, in: Size(columns: room.columns, rows: room.rows / count)) }
        .prefix(room.rows))
  }

  /// Layers that share a column where there are more layers than columns.
  private func columns(_ room: Size) -> [Range<Int>] {
    let places = room.columns - Self.margin - 1
    let each = (band.rows.count + places - 1) / places
    return stride(from: 0, to: band.rows.count, by: each).map {
      $0..<min($0 + each, band.rows.count)
    }
  }

  private func chart(_ quantity: BandsTable.Quantity, in room: Size) -> [Line] {
    let columns = columns(room)
    let entries = band.rows.map { $0.entry(quantity) }
    let rows = max(room.rows - 2, 1)
    let name =
      quantity == .signal ? signal : quantity == .delta ? "δ" : "∂W"
    let first = band.rows.first.map { $0.entry(quantity).text } ?? ""
    let last = band.rows.last.map { $0.entry(quantity).text } ?? ""
    let title =
      [
        " \(name)   layer 1: \(first)   layer \(entries.count): \(last)"
          + (columns.contains { $0.count > 1 } ? "   \(columns[0].count) layers per column" : ""),
        " \(name)  \(first) to \(last)", " \(name)",
      ].first { $0.count <= room.columns } ?? ""
    guard let axis = LogAxis(fitting: entries.compactMap(\.magnitude)) else {
      return [Line(title + "   not computed yet", .dim)].filter { $0.width <= room.columns }
    }
    let ticks = axis.ticks(rows: rows)
    var lines = [Line(title, quantity == focus ? .bold : .plain)]
    for row in (0..<rows).reversed() {
      let label = ticks.first { $0.row == row }?.label ?? ""
      var line = Line(label.leftPadded(to: Self.margin - 1) + "┤", .dim)
      for layers in columns { line += cell(layers, entries, axis, row: row, rows: rows, quantity) }
      lines.append(line)
    }
    return lines + [foot(columns)]
  }

  private func cell(
    _ layers: Range<Int>, _ entries: [BandsTable.Entry], _ axis: LogAxis, row: Int, rows: Int,
    _ quantity: BandsTable.Quantity
  ) -> Line {
    let isHere = here.map(layers.contains) == true
    let places = layers.compactMap { entries[$0].magnitude }
      .map { Curve.row(of: axis.share(of: $0), rows: rows) }
    if places.contains(row) {
      return Line("█", isHere ? .accent : .mark(quantity == .signal ? .signals : .deltas, 5))
    }
    let isBroken = layers.contains {
      if case .value(let value) = entries[$0] { !value.isFinite } else { false }
    }
    if isBroken, row == rows - 1 { return Line("!", .warning) }
    let isBelow = places.max().map { $0 > row } ?? false
    return Line(isBelow ? "·" : " ", .dim)
  }

  /// Every tenth layer by its number; the stop's as `^`.
  private func foot(_ columns: [Range<Int>]) -> Line {
    var text = [Character](repeating: " ", count: columns.count)
    var end = 0
    for (place, layers) in columns.enumerated() {
      guard let tenth = layers.first(where: { $0 == 0 || ($0 + 1).isMultiple(of: 10) }) else {
        continue
      }
      let label = String(tenth + 1)
      guard place >= end, place + label.count <= text.count else { continue }
      for (offset, character) in label.enumerated() { text[place + offset] = character }
      end = place + label.count + 1
    }
    return Line(String(repeating: " ", count: Self.margin) + String(text), .dim)
  }
}
