import TerminalKit

/// From 36×11 on one map, the formula and its numbers; from 20×5 on one cell and its rule.
extension TutorView {
  var compactMapRect: Rect {
    Rect(
      row: 2, column: 0, columns: size.columns,
      rows: max(min(size.rows - 5, compactMapRows), 1))
  }

  /// Title, column numbers and rows of the target's map; the rule gets what is left.
  private var compactMapRows: Int {
    if let card = model.guide?.card {
      // A question is read first.
      return size.rows - 4 - card.height(columns: size.columns, glyphs: glyphs)
    }
    let wanted = scene.target.map { map -> Int in
      let shape = model.walk.trace.events[map.cell.event].tensor(map.cell.tensor)?.shape ?? [0]
      return Slice(of: shape, holding: map.cell.index, fold: map.fold, isKernel: map.isKernel).rows
    }
    return min((wanted ?? 1) + 2, size.rows - 5)
  }

  func drawCompact(on screen: inout Screen) {
    let maps = compactMapRect
    screen.put(
      frame.status(title: model.walk.title, columns: size.columns, note: statusNote), row: 0,
      column: 0)
    screen.put(frame.network(columns: size.columns), row: 1, column: 0)
    drawUpper(on: &screen, in: maps)
    let rule = Rect(
      row: maps.row + maps.rows, column: 0, columns: size.columns,
      rows: size.rows - maps.row - maps.rows - 1)
    let room = model.guide?.card == nil ? min(rule.rows, 7) : rule.rows
    let lines = panel(columns: size.columns, rows: room)
    drawPanel(on: &screen, in: Rect(row: rule.row, column: 0, columns: rule.columns, rows: room))
    let left = rule.rows - lines.count
    if left > 2, model.guide?.isAsking != true {
      let words = TextWrap.lines(shortWords, width: size.columns - 1).prefix(left - 1)
      for (index, line) in words.enumerated() {
        screen.put(" " + line, row: rule.row + lines.count + 1 + index, column: 0)
      }
    }
    drawKeyBar(on: &screen)
  }

  func drawTiny(on screen: inout Screen) {
    guard let stop = model.stop else { return }
    let steps = model.timeline.stops(ofUpdate: stop.update)
    let label = stop.layer.map { " " + model.walk.annotator.labels[$0] } ?? ""
    let status = "\(stop.number)/\(steps.count) \(stop.phase.rawValue.uppercased())\(label)"
    screen.put(status, row: 0, column: 0, style: .bold)
    put(
      panel(columns: size.columns, rows: size.rows - 2), on: &screen,
      in: Rect(row: 1, column: 0, columns: size.columns, rows: size.rows - 2))
    let keys: [(String, Action)] =
      model.mode == .cells
      ? [("←", .cellLeft), ("→", .cellRight), ("↑", .cellUp), ("↓", .cellDown), (" Esc", .goBack)]
      : [("←h", .previousStep), (" →l", .nextStep), (" ?", .showHelp), ("q", .quit)]
    let bar = Line(
      keys.map { Span(glyphs.spell($0.0), .dim, link: TutorLink.action($0.1)) } + [Span(" ")])
    screen.put(
      bar + frame.marks(steps, columns: size.columns - bar.width), row: size.rows - 1, column: 0)
  }
}
