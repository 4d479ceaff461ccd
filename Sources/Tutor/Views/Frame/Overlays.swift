import TerminalKit
import Tracer

/// What is laid over the panes: help, the words alone, the list of steps, the line to type in.
extension TutorView {
  func drawOverlay(on screen: inout Screen) {
    switch model.mode {
    case .steps, .cells: return
    case .help: cover(&screen, heading: "help", helpLines)
    case .words: cover(&screen, heading: "lesson", lessonLines(columns: size.columns))
    case .list(let row): drawList(on: &screen, chosen: row)
    case .prompt(let prompt, let text): drawPrompt(on: &screen, prompt, text)
    case .letter(let returning):
      line(
        on: &screen,
        returning ? " return to mark: type its letter" : " mark this step: type a letter")
    }
  }

  /// Blanks everything below the network line and writes lines there.
  private func cover(_ screen: inout Screen, heading: String, _ lines: [Line]) {
    let top = layout == .tiny ? 0 : 2
    screen.fill(
      Rect(row: top, column: 0, columns: size.columns, rows: max(size.rows - 1 - top, 0)))
    screen.cursor = nil
    screen.put(divider(heading, columns: size.columns), row: top, column: 0)
    put(
      lines, on: &screen,
      in: Rect(
        row: top + 1, column: 0, columns: size.columns, rows: max(size.rows - 2 - top, 0)))
    screen.put(
      String(repeating: " ", count: size.columns), row: size.rows - 1, column: 0)
    screen.put(" any key closes", row: size.rows - 1, column: 0, style: .dim)
  }

  private var helpLines: [Line] {
    let bindings = Keymap.standard.bindings
    let columns = size.columns >= 78 ? 2 : 1
    let rows = (bindings.count + columns - 1) / columns
    var lines: [Line] = (0..<rows).map { row in
      (0..<columns).reduce(into: Line(" ")) { line, column in
        let index = column * rows + row
        guard bindings.indices.contains(index) else { return }
        line += Line(bindings[index].names, .accent).padded(to: 11)
        line += Line(bindings[index].help).padded(to: 28)
      }
    }
    let signs: [Line] = [
      divider("signs", columns: size.columns),
      " 0 exactly 0    +~0 -~0 smaller than .005    · not computed yet    nan +inf -inf",
      " x off: ReLU gave 0 here, or shut the gate for the delta",
      " [ ] the chosen cell    ( ) the cells it comes from, or that use it",
    ]
    // Keys first; the signs where there is room for them.
    let room = max(size.rows - (layout == .tiny ? 2 : 4), 0)
    if lines.count + signs.count <= room { lines += signs }
    return lines
  }

  private func drawList(on screen: inout Screen, chosen: Int) {
    let stops = model.timeline.stops
    let room = max(size.rows - 4, 1)
    let first = min(max(chosen - room / 2, 0), max(stops.count - room, 0))
    let lines = stops.enumerated().dropFirst(first).prefix(room).map { index, stop -> Line in
      let isHere = index == model.timeline.position
      let text =
        " \(isHere ? "@" : " ") \(stop.update)/\(stop.number)  \(frame.phrase(of: stop))"
        + (model.breaks.contains(index) ? "  (break)" : "")
      return Line(text, index == chosen ? Style(reverse: true) : .plain)
    }
    cover(&screen, heading: "steps   ↑ ↓ choose, Enter goes there", Array(lines))
  }

  private func drawPrompt(on screen: inout Screen, _ prompt: Model.Prompt, _ text: String) {
    let label: String =
      switch prompt {
      case .goTo: " go to step: "
      case .search: " search: "
      case .edit: " new value: "
      }
    line(on: &screen, label + text)
    screen.cursor = Position(
      row: size.rows - 1, column: min(label.count + text.count, max(size.columns - 1, 0)))
  }

  func drawMessage(on screen: inout Screen) {
    guard let message = model.message else { return }
    let row = model.isTyping && size.rows > 1 ? size.rows - 2 : size.rows - 1
    screen.put(String(repeating: " ", count: size.columns), row: row, column: 0)
    screen.put(" " + message, row: row, column: 0, style: .accent)
  }

  private func line(on screen: inout Screen, _ text: String) {
    screen.put(
      String(repeating: " ", count: size.columns), row: size.rows - 1, column: 0)
    screen.put(text, row: size.rows - 1, column: 0, style: .accent)
  }
}

extension Model {
  /// Whether the last line belongs to what the reader types.
  var isTyping: Bool {
    switch mode {
    case .prompt, .letter: true
    default: false
    }
  }
}
