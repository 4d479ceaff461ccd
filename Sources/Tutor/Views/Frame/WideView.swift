import TerminalKit
import Tracer

/// From 160×45 on: lesson, tensors and rule side by side, the whole network below.
struct WidePlan {
  let lesson: Rect
  let maps: Rect
  let rule: Rect
  let band: Rect
  let timeline: Int

  init(size: Size) {
    let lessonColumns = size.columns * 45 / 200
    let ruleColumns = size.columns * 66 / 200
    let mapColumns = size.columns - lessonColumns - ruleColumns - 2
    // Timeline: its divider, one line an update (three at most), the names of this update's stops; then the keys.
    timeline = size.rows - 6
    let bandRows = min(max((size.rows - 34) * 2 / 3, 9), 17)
    let top = 3
    let rows = timeline - bandRows - 1 - top
    lesson = Rect(row: top, column: 0, columns: lessonColumns, rows: rows)
    maps = Rect(row: top, column: lessonColumns + 2, columns: mapColumns - 2, rows: rows)
    rule = Rect(
      row: top, column: lessonColumns + mapColumns + 2, columns: ruleColumns, rows: rows)
    band = Rect(row: top + rows + 1, column: 0, columns: size.columns, rows: bandRows)
  }
}

extension TutorView {
  func drawWide(on screen: inout Screen) {
    let plan = WidePlan(size: size)
    screen.put(
      frame.status(title: model.walk.title, columns: size.columns, note: statusNote), row: 0,
      column: 0)
    screen.put(frame.network(columns: size.columns), row: 1, column: 0)
    screen.put(
      divider(lessonHeading, columns: size.columns), row: plan.lesson.row - 1, column: 0)
    screen.put(
      divider(upperHeading(plan.maps.size), columns: plan.maps.columns + 2), row: 2,
      column: plan.maps.column - 1)
    screen.put(
      divider(panelHeading, columns: plan.rule.columns + 1), row: 2, column: plan.rule.column - 1)
    for row in plan.lesson.rowRange {
      screen.put("│", row: row, column: plan.maps.column - 2, style: .dim)
      screen.put("│", row: row, column: plan.rule.column - 2, style: .dim)
    }
    put(lessonLines(columns: plan.lesson.columns - 2), on: &screen, in: plan.lesson)
    drawUpper(on: &screen, in: plan.maps)
    put(widePanel(plan.rule), on: &screen, in: plan.rule)
    if model.guide?.card != nil { drawPanel(on: &screen, in: plan.rule) }
    screen.put(
      divider(
        Heading(
          "the whole network: signals above, deltas below",
          "thumbnail: sign and ninths of the scale"), columns: size.columns),
      row: plan.band.row - 1, column: 0)
    drawBand(on: &screen, in: plan.band)
    drawTimelines(on: &screen, row: plan.timeline)
    drawKeyBar(on: &screen)
  }

  /// The words in full, under the name of their section.
  func lessonLines(columns: Int) -> [Line] {
    guard let stop = model.stop else { return [] }
    var lines: [Line] = [
      Line(" Step \(stop.number): \(words?.section ?? frame.phrase(of: stop))", .bold), "",
    ]
    for paragraph in [shortWords] + (words?.more ?? []) {
      lines += TextWrap.lines(paragraph, width: columns - 1).map { Line(" " + $0) } + [""]
    }
    return lines
  }

  private func widePanel(_ rect: Rect) -> [Line] {
    guard model.panel == .rule, model.guide?.card == nil, stopView?.lower(rect.size) == nil,
      let cell = focusedCell, model.guide?.covered.contains(cell) != true
    else {
      return panel(columns: rect.columns, rows: rect.rows)
    }
    return rulePane.table(
      for: cell, stop: model.stop, columns: rect.columns, rows: rect.rows, options: options)
  }

  func drawTimelines(on screen: inout Screen, row: Int) {
    screen.put(
      divider(Heading("timeline", "# done   @ here   · to come"), columns: size.columns), row: row,
      column: 0)
    guard let here = model.stop else { return }
    let last = model.timeline.stops.last?.update ?? 1
    let first = min(max(here.update - 1, 1), max(last - 3, 1))
    for (line, update) in (first...max(min(first + 3, last), first)).enumerated() {
      let name =
        update > frame.fullUpdates ? " at last  " : " update \(frame.number(ofUpdate: update)) "
      screen.put(
        Line(name, update == here.update ? .bold : .plain)
          + frame.timelineLine(update: update, columns: size.columns / 2)
          + Line(losses(update)), row: row + 1 + line, column: 0)
    }
  }

  /// The loss of an update, as far as it is known at this stop.
  private func losses(_ update: Int) -> String {
    guard let event = model.walk.trace.position(.loss, layer: nil, update: update),
      event < horizon, let value = model.walk.trace.events[event].event.value
    else { return "" }
    return "loss was \(Numbers.loss(value))"
  }
}
