import TerminalKit

/// How the rows of a screen from 60×20 on are shared out; at 80×24 as docs/screens.md draws it.
struct StandardPlan {
  /// Rows of content below each divider.
  let maps: Rect
  let rule: Rect
  let lesson: Rect
  let band: Rect?

  init(size: Size, view: TutorView) {
    // Status, network, timeline, keys, and three dividers.
    let room = size.rows - 7
    var (mapRows, ruleRows, lessonRows) = (8, 7, 2)
    var spare = room - mapRows - ruleRows - lessonRows
    if spare < 0 {
      ruleRows = max(ruleRows + spare, 4)
      spare = room - mapRows - ruleRows - lessonRows
      lessonRows = max(lessonRows + spare, 1)
    }
    spare = max(room - mapRows - ruleRows - lessonRows, 0)
    // More lesson first, then the band of the whole network, then taller maps and a longer rule.
    let more = min(spare, 6)
    lessonRows += more
    spare -= more
    var bandRows = 0
    if spare >= 11 {
      bandRows = min(spare - 1, 10)
      spare -= bandRows + 1
    }
    let forMaps = spare / 2
    mapRows += forMaps
    ruleRows += spare - forMaps
    maps = Rect(row: 3, column: 0, columns: size.columns, rows: mapRows)
    rule = Rect(row: maps.row + mapRows + 1, column: 0, columns: size.columns, rows: ruleRows)
    lesson = Rect(row: rule.row + ruleRows + 1, column: 0, columns: size.columns, rows: lessonRows)
    band =
      bandRows > 0
      ? Rect(
        row: lesson.row + lessonRows + 1, column: 0, columns: size.columns, rows: bandRows) : nil
  }
}

extension TutorView {
  func drawStandard(on screen: inout Screen) {
    let plan = StandardPlan(size: size, view: self)
    screen.put(
      frame.status(title: model.walk.title, columns: size.columns, note: statusNote), row: 0,
      column: 0)
    screen.put(frame.network(columns: size.columns), row: 1, column: 0)
    screen.put(
      divider(model.scene.heading, columns: size.columns), row: plan.maps.row - 1,
      column: 0)
    drawMaps(on: &screen)
    screen.put(
      divider(panelHeading, columns: size.columns), row: plan.rule.row - 1, column: 0)
    put(panel(columns: size.columns, rows: plan.rule.rows), on: &screen, in: plan.rule)
    drawLesson(on: &screen, plan.lesson)
    if let band = plan.band {
      screen.put(
        divider(Heading("the whole network: signals above, deltas below"), columns: size.columns),
        row: band.row - 1, column: 0)
      drawBand(on: &screen, in: band)
    }
    screen.put(frame.timelineLine(columns: size.columns), row: size.rows - 2, column: 0)
    drawKeyBar(on: &screen)
  }

  private func drawLesson(on screen: inout Screen, _ rect: Rect) {
    screen.put(divider(Heading("lesson"), columns: size.columns), row: rect.row - 1, column: 0)
    var lines = TextWrap.lines(shortWords, width: size.columns - 2)
    for paragraph in words?.more ?? [] where lines.count + 2 <= rect.rows {
      lines += [""] + TextWrap.lines(paragraph, width: size.columns - 2)
    }
    put(lines.map { Line(" " + $0) }, on: &screen, in: rect)
  }

  func put(_ lines: [Line], on screen: inout Screen, in rect: Rect) {
    for (index, line) in lines.prefix(rect.rows).enumerated() {
      screen.put(line, row: rect.row + index, column: rect.column, limit: rect.columns)
    }
  }
}
