import Engine
import TerminalKit
import Tracer

/// The largest layout, for projectors: the whole network in numbers, a column a layer with its signal
/// above its delta, at the same place in every step; the rule beside it; lesson and kernels below.
struct StagePlan {
  static let smallest = Size(columns: 190, rows: 56)

  /// The columns of the layers.
  let network: Rect
  let rule: Rect
  let lesson: Rect
  /// What the step uses beside signals and deltas: kernels, biases, gates.
  let others: Rect
  let sizes: Rect
  let timeline: Int

  init(size: Size) {
    timeline = size.rows - 6
    let top = 3
    // Two signals above two deltas of 6×6, each with a title and its column numbers; then at least
    // thirteen rows for the words.
    let rows = min(2 * ((timeline - top - 14 - 1) / 2) + 1, 33 + max(0, (size.rows - 60) / 2) * 2)
    let ruleColumns = max(56, size.columns * 56 / 200)
    network = Rect(row: top, column: 0, columns: size.columns - ruleColumns - 3, rows: rows)
    rule = Rect(
      row: top, column: size.columns - ruleColumns, columns: ruleColumns, rows: rows)
    let below = top + rows + 1
    let left = timeline - below
    lesson = Rect(row: below, column: 0, columns: 62, rows: left)
    sizes = Rect(row: below, column: size.columns - 34, columns: 34, rows: left)
    others = Rect(row: below, column: 66, columns: size.columns - 66 - 36, rows: left)
  }
}

extension TutorView {
  func drawStage(on screen: inout Screen) {
    let plan = StagePlan(size: size)
    screen.put(
      frame.status(title: model.walk.title, columns: size.columns, note: statusNote), row: 0,
      column: 0)
    screen.put(frame.network(columns: size.columns), row: 1, column: 0)
    screen.put(
      divider(model.scene.heading, columns: plan.rule.column - 2), row: 2, column: 0)
    screen.put(
      divider(panelHeading, columns: plan.rule.columns + 2), row: 2, column: plan.rule.column - 2)
    for row in plan.rule.rowRange {
      screen.put("│", row: row, column: plan.rule.column - 2, style: .dim)
    }
    drawPicture(on: &screen, below: drawMaps(on: &screen).first, plan.network)
    put(widePanel(plan.rule), on: &screen, in: plan.rule)
    drawBelow(on: &screen, plan)
    drawTimelines(on: &screen, row: plan.timeline)
    drawKeyBar(on: &screen)
  }

  private func drawBelow(on screen: inout Screen, _ plan: StagePlan) {
    let row = plan.lesson.row - 1
    screen.put(divider(Heading("lesson"), columns: plan.others.column - 1), row: row, column: 0)
    screen.put(
      divider(
        Heading("beside signals and deltas", "weights, biases, gates"),
        columns: plan.sizes.column - plan.others.column),
      row: row, column: plan.others.column - 1)
    screen.put(
      divider(Heading([]), columns: size.columns - plan.sizes.column + 1), row: row,
      column: plan.sizes.column - 1)
    for row in plan.lesson.rowRange {
      screen.put("│", row: row, column: plan.others.column - 2, style: .dim)
    }
    put(lessonLines(columns: plan.lesson.columns), on: &screen, in: plan.lesson)
    if let stop = model.stop { drawSizes(stop, on: &screen, in: plan.sizes) }
  }

  /// X as a picture, below its numbers, where other layers have their delta.
  private func drawPicture(
    on screen: inout Screen, below block: MapFlow.Placed?, _ network: Rect
  ) {
    guard let block, block.block.map.cell.tensor == .input,
      let tensor = model.walk.trace.events[block.block.map.cell.event].tensor(.input)
    else { return }
    let half = (network.rows - 1) / 2
    let top = network.row + half + 1
    let room = Size(columns: block.block.size(block.form).columns - 1, rows: half - 4)
    let sample = block.block.map.cell.index.first ?? 0
    if let picture = PixelPicture(tensor, sample: sample, room: room) {
      screen.put("X as a picture", row: top, column: 1)
      for (row, line) in picture.lines.enumerated() {
        screen.put(line, row: top + 1 + row, column: 1)
      }
    }
    screen.put("no δ of X: nothing below", row: top + half - 2, column: 1, style: .dim)
    screen.put("it needs a delta", row: top + half - 1, column: 1, style: .dim)
  }
}
