import Engine
import TerminalKit
import Tracer

/// The largest layout, for projectors: the whole network in numbers, a column per layer with its signal
/// above its delta, at the same place in every step; the lesson beside it; below, the rule in full width and
/// what the step uses besides.
struct StagePlan {
  static let smallest = Size(columns: 190, rows: 56)

  /// The columns of the layers.
  let network: Rect
  let lesson: Rect
  let sizes: Rect
  let rule: Rect
  /// What the step uses beside signals and deltas: kernels, biases, gates.
  let others: Rect
  let timeline: Int

  init(size: Size) {
    timeline = size.rows - 6
    let top = 3
    // Two signals above two deltas of 6×6, each with a title and its column numbers; then at least
    // thirteen rows for the rule.
    let rows = min(2 * ((timeline - top - 14 - 1) / 2) + 1, 33 + max(0, (size.rows - 60) / 2) * 2)
    let side = max(42, size.columns * 42 / 200)
    network = Rect(row: top, column: 0, columns: size.columns - side - 2, rows: rows)
    let column = size.columns - side
    lesson = Rect(row: top, column: column, columns: side, rows: rows - 12)
    sizes = Rect(row: top + rows - 11, column: column + 1, columns: side - 1, rows: 11)
    let below = top + rows + 1
    let kernels = 94
    rule = Rect(row: below, column: 0, columns: size.columns - kernels - 2, rows: timeline - below)
    others = Rect(
      row: below, column: size.columns - kernels, columns: kernels, rows: timeline - below)
  }
}

extension TutorView {
  func drawStage(on screen: inout Screen) {
    let plan = StagePlan(size: size)
    screen.put(
      frame.status(title: model.walk.title, columns: size.columns, note: statusNote), row: 0,
      column: 0)
    screen.put(frame.network(columns: size.columns), row: 1, column: 0)
    for (pane, left, right) in [
      (plan.network, upperHeading(plan.network.size), lessonHeading),
      (plan.rule, panelHeading, Heading("beside signals and deltas", "weights, biases, gates")),
    ] {
      let end = pane.columns
      screen.put(divider(left, columns: end), row: pane.row - 1, column: 0)
      screen.put(divider(right, columns: size.columns - end), row: pane.row - 1, column: end)
      for row in pane.rowRange { screen.put("│", row: row, column: end, style: .dim) }
    }
    if let view = stopView {
      put(view.upper(plan.network.size).lines, on: &screen, in: plan.network)
    } else {
      let stand = MapStand(self)
      let stage = NetworkStage(stand: stand, plan: plan)
      draw(stage.placements, of: stand, on: &screen)
      drawPicture(on: &screen, stage)
    }
    put(lessonLines(columns: plan.lesson.columns - 1), on: &screen, in: plan.lesson)
    if let stop = model.stop { drawSizes(stop, on: &screen, in: plan.sizes) }
    drawPanel(on: &screen, in: plan.rule)
    drawTimelines(on: &screen, row: plan.timeline)
    drawKeyBar(on: &screen)
  }

  /// X as a picture, and why there is nothing below it where other layers have their delta.
  private func drawPicture(on screen: inout Screen, _ stage: NetworkStage) {
    guard let below = stage.roomBelowInput else { return }
    if let (picture, place) = stage.picture {
      screen.put(picture, row: place.row, column: place.column)
    }
    let reason = TextWrap.lines(
      glyphs.spell("no δ of X: nothing below it needs a delta"), width: below.columns - 1)
    for (row, line) in reason.prefix(below.rows).enumerated() {
      screen.put(line, row: below.row + row, column: below.column + 1, style: .dim)
    }
  }
}
