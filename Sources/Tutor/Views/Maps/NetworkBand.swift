import Engine
import TerminalKit
import Tracer

/// The whole network at a glance: thumbnails of every signal, of every delta below it, and the size of each layer.
extension TutorView {
  private static let barWidth = 16

  func drawBand(on screen: inout Screen, in rect: Rect) {
    guard let stop = model.stop else { return }
    let sizes = Rect(
      row: rect.row, column: max(rect.columns - 34, 0), columns: 34, rows: rect.rows)
    let half = rect.rows / 2
    drawRow(
      signals(stop), on: &screen,
      in: Rect(row: rect.row, column: 0, columns: sizes.column - 1, rows: half))
    drawRow(
      deltas(stop), on: &screen,
      in: Rect(row: rect.row + half, column: 0, columns: sizes.column - 1, rows: half))
    drawSizes(stop, on: &screen, in: sizes)
  }

  private func signals(_ stop: Stop) -> [TensorMap] {
    let header = model.walk.trace.header
    var maps = channels(.input, .input, layer: nil, stop.update)
    for layer in header.layers.indices where !header.onlyRelays(layer) {
      maps += channels(.activation, .output, layer: header.names[layer], stop.update)
    }
    return maps
  }

  private func deltas(_ stop: Stop) -> [TensorMap] {
    let header = model.walk.trace.header
    return header.layers.indices.filter { !header.onlyRelays($0) }
      .flatMap { channels(.delta, .delta, layer: header.names[$0], stop.update) }
  }

  /// The first maps of a tensor.
  private func channels(
    _ kind: TraceKind, _ tensor: TensorName, layer: String?, _ update: Int
  ) -> [TensorMap] {
    guard let event = model.walk.trace.position(kind, layer: layer, update: update),
      let shape = model.walk.trace.events[event].tensor(tensor)?.shape
    else { return [] }
    let first = [Int](repeating: 0, count: shape.rank)
    return (0..<(shape.rank == 4 ? min(shape[3], 2) : 1)).compactMap { channel in
      var index = first
      if shape.rank == 4 { index[3] = channel }
      return model.scenes.map(
        .source, CellAddress(event: event, tensor: tensor, index: index))
    }
  }

  private func drawRow(_ maps: [TensorMap], on screen: inout Screen, in rect: Rect) {
    // The chosen cell is marked here too; the cursor stays in the large map.
    let (text, marks) = (text, Marks(chosen: focusedCell))
    let cursor = screen.cursor
    defer { screen.cursor = cursor }
    var column = rect.column + 1
    for map in maps {
      let block = MapBlock(
        map: map, provenance: model.walk.provenance, text: text, marks: marks,
        mode: model.scaleMode)
      let form = block.form(
        numbers: false, cellWidth: 2, in: Size(columns: rect.columns - column, rows: rect.rows))
      let size = block.size(form)
      guard column + size.columns <= rect.columns else { return }
      block.draw(on: &screen, row: rect.row, column: column, form: form, text: text, marks: marks)
      column += size.columns + 2
    }
  }

  /// Root mean square of every layer's signal and delta, in numbers and bars.
  func drawSizes(_ stop: Stop, on screen: inout Screen, in rect: Rect) {
    let header = model.walk.trace.header
    screen.put("root mean square of each layer", row: rect.row, column: rect.column, style: .dim)
    var rows: [(name: String, value: Double?, palette: Palette)] = [
      ("X", rootMeanSquare(.input, .input, nil, stop), .signals)
    ]
    for layer in header.layers.indices where !header.onlyRelays(layer) {
      let name = header.names[layer]
      rows.append(
        (
          model.walk.annotator.labels[layer], rootMeanSquare(.activation, .output, name, stop),
          .signals
        ))
    }
    for layer in header.layers.indices where !header.onlyRelays(layer) {
      let name = header.names[layer]
      rows.append(
        (
          "δ " + model.walk.annotator.labels[layer], rootMeanSquare(.delta, .delta, name, stop),
          .deltas
        ))
    }
    let largest = rows.compactMap(\.value).max() ?? 0
    for (index, row) in rows.prefix(max(rect.rows - 1, 0)).enumerated() {
      let y = rect.row + 1 + index
      screen.put(row.name, row: y, column: rect.column, limit: 6)
      guard let value = row.value else {
        screen.put("·", row: y, column: rect.column + 11, style: .dim)
        continue
      }
      let figure = Numbers.rule(value)
      screen.put(figure, row: y, column: rect.column + 12 - figure.count)
      guard largest > 0, value.isFinite else { continue }
      screen.put(
        Plot.bar(value / largest, columns: Self.barWidth), row: y, column: rect.column + 14,
        style: .mark(row.palette, 5))
    }
  }

  private func rootMeanSquare(
    _ kind: TraceKind, _ tensor: TensorName, _ layer: String?, _ stop: Stop
  ) -> Double? {
    guard let event = model.walk.trace.position(kind, layer: layer, update: stop.update),
      event < horizon, let values = model.walk.trace.events[event].tensor(tensor)?.elements,
      !values.isEmpty
    else { return nil }
    let square = values.reduce(0.0) { $0 + Double($1) * Double($1) }
    return (square / Double(values.count)).squareRoot()
  }
}
