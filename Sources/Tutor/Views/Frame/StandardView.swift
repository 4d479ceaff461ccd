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
    if let card = view.model.guide?.card, view.model.guide?.isAsking == true {
      // A question takes the room it needs, the tensors what is left.
      let wanted = card.height(columns: size.columns, glyphs: view.glyphs)
      let ruleRows = min(wanted, room + 1 - 5)
      let mapRows = room + 1 - ruleRows
      maps = Rect(row: 3, column: 0, columns: size.columns, rows: mapRows)
      rule = Rect(row: 3 + mapRows + 1, column: 0, columns: size.columns, rows: ruleRows)
      lesson = Rect(row: rule.row + ruleRows, column: 0, columns: size.columns, rows: 0)
      band = nil
      return
    }
    // Views that take the place of the maps are made for ten rows.
    var (mapRows, ruleRows, lessonRows) = view.stopView == nil ? (8, 7, 2) : (10, 5, 2)
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
      divider(upperHeading(plan.maps.size), columns: size.columns), row: plan.maps.row - 1,
      column: 0)
    drawUpper(on: &screen, in: plan.maps)
    screen.put(
      divider(panelHeading, columns: size.columns), row: plan.rule.row - 1, column: 0)
    drawPanel(on: &screen, in: plan.rule)
    if plan.lesson.rows > 0 { drawLesson(on: &screen, plan.lesson) }
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
    screen.put(divider(lessonHeading, columns: size.columns), row: rect.row - 1, column: 0)
    var lines = TextWrap.lines(shortWords, width: size.columns - 2)
    for paragraph in words?.more ?? [] where lines.count + 2 <= rect.rows {
      lines += [""] + TextWrap.lines(paragraph, width: size.columns - 2)
    }
    put(lines.map { Line(" " + $0) }, on: &screen, in: rect)
  }

  /// In updates that repeat, the heading says what the chosen number was before.
  var lessonHeading: Heading {
    Heading([model.changeNote.map { "lesson   \($0)" }, "lesson"].compactMap { $0 })
  }

  /// The maps, or the view in their place.
  func drawUpper(on screen: inout Screen, in rect: Rect) {
    guard let view = stopView else {
      drawMaps(on: &screen)
      return
    }
    put(view.upper(rect.size).lines, on: &screen, in: rect)
  }

  /// The rule, or what lies over it; with the cursor where the reader types an answer.
  func drawPanel(on screen: inout Screen, in rect: Rect) {
    put(panel(columns: rect.columns, rows: rect.rows), on: &screen, in: rect)
    guard let card = model.guide?.card, !model.isTyping,
      let cursor = card.lines(columns: rect.columns, rows: rect.rows, glyphs: glyphs).cursor
    else { return }
    screen.cursor = Position(row: rect.row + cursor.row, column: rect.column + cursor.column)
  }

  func put(_ lines: [Line], on screen: inout Screen, in rect: Rect) {
    for (index, line) in lines.prefix(rect.rows).enumerated() {
      screen.put(line, row: rect.row + index, column: rect.column, limit: rect.columns)
    }
  }
}
