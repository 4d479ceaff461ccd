import TerminalKit
import Tracer

/// What is laid over the steps: help, the words alone, the list of steps.
enum TutorSheets {
  /// What stays in sight above a sheet: the status and the way through the network, where there is room.
  private static func form(on surface: Surface, _ model: Model? = nil) -> SheetPage.Form {
    let isTiny = surface.size.columns < 36 || surface.size.rows < 11
    return .cover(top: isTiny ? 0 : 2)
  }

  static func help(on surface: Surface) -> SheetPage {
    SheetPage("help", form: form(on: surface), closing: (.character("?"), "?")) { columns, _ in
      helpLines(columns: columns)
    }
  }

  static func words(of model: Model, on surface: Surface) -> SheetPage {
    SheetPage("lesson", form: form(on: surface), closing: (.character("H"), "H")) {
      columns, glyphs in
      TutorView(model: model, size: Size(columns: columns, rows: 24), glyphs: glyphs)
        .lessonLines(columns: columns)
    }
  }

  static func steps(of model: Model, on surface: Surface) -> SheetPage {
    let view = TutorView(model: model, size: surface.size, glyphs: surface.glyphs)
    let rows = model.timeline.stops.enumerated().map { index, stop -> Line in
      let isHere = index == model.timeline.position
      return Line(
        " \(isHere ? "@" : " ") \(view.frame.number(ofUpdate: stop.update))/\(stop.number)  \(view.frame.phrase(of: stop))"
          + (model.breaks.contains(index) ? "  (break)" : ""))
    }
    return SheetPage(
      "steps", form: form(on: surface), closing: (.character("L"), "L"), rows: rows,
      chosen: model.timeline.position
    ) { TutorMessage.goTo(position: $0) }
  }

  // MARK: - Help

  static func helpLines(columns: Int) -> [Line] {
    let count = columns >= 78 ? 2 : 1
    return table(Keymap.steps.bindings.map { ($0.names, $0.help) }, columns: count)
      + ["", heading("while Enter lets keys walk the cells", columns)]
      + table(Keymap.onlyCells.bindings.map { ($0.names, $0.help) }, columns: count)
      + ["", heading("what lies over the steps", columns)]
      + table(SheetPage.keys.bindings.map { ($0.names, $0.help) }, columns: count)
      + ["", heading("mouse", columns)]
      + Keymap.mouse.flatMap { names, help in
        TextWrap.lines(help, width: max(columns - 12, 1)).enumerated().map {
          Line(" ") + Line($0 == 0 ? names : "", .accent).padded(to: 11) + Line($1)
        }
      }
      + ["", heading("signs", columns)]
      + signs.flatMap { TextWrap.lines($0, width: columns - 2).map { Line(" " + $0) } }
  }

  static let signs = [
    "0 exactly 0    +~0 -~0 smaller than .005    · not computed yet    nan +inf -inf",
    "+big -big 1000 or more, too long for its place: the rule has the number    # no room",
    "x off: ReLU gave 0 here, or shut the gate for the delta",
    "[ ] the chosen cell    ( ) the cells it comes from, or that use it",
  ]

  private static func heading(_ text: String, _ columns: Int) -> Line {
    let start = "─ \(text) "
    return Line(
      String(
        (start + String(repeating: "─", count: max(columns - start.count, 0))).prefix(columns)),
      .dim)
  }

  /// Pairs in columns, to be read downwards.
  private static func table(_ pairs: [(String, String)], columns: Int) -> [Line] {
    let rows = (pairs.count + columns - 1) / columns
    return (0..<rows).map { row in
      (0..<columns).reduce(into: Line(" ")) { line, column in
        let index = column * rows + row
        guard pairs.indices.contains(index) else { return }
        line += Line(pairs[index].0, .accent).padded(to: 11)
        line += Line(pairs[index].1).padded(to: 28)
      }
    }
  }
}

extension TutorView {
  /// The last rows: what the reader types, or what was to be said.
  func drawTyping(on screen: inout Screen) {
    switch model.mode {
    case .steps, .cells: break
    case .prompt(let prompt, let field): drawPrompt(on: &screen, prompt, field.text)
    case .letter(let returning):
      lastRow(
        of: &screen, size.rows - 1,
        returning ? " return to mark: type its letter" : " mark this step: type a letter")
    }
    guard
      let message = model.message ?? (model.pending?.isSlow == true ? model.pending?.words : nil)
    else { return }
    lastRow(of: &screen, size.rows - (model.isTyping && size.rows > 1 ? 2 : 1), " " + message)
  }

  /// The end of a long text is what the reader sees of it.
  private func drawPrompt(on screen: inout Screen, _ prompt: Model.Prompt, _ text: String) {
    let label: String =
      switch prompt {
      case .goTo: " go to step: "
      case .search: " search: "
      case .edit: " new value: "
      case .save: size.columns < 60 ? " save as: " : " save as .txt, .ans or .svg (Tab): "
      }
    let room = max(size.columns - label.count - 1, 1)
    let shown = text.count > room ? "…" + text.suffix(max(room - 1, 0)) : text
    lastRow(of: &screen, size.rows - 1, label + shown)
    screen.cursor = Position(
      row: size.rows - 1, column: min(label.count + shown.count, max(size.columns - 1, 0)))
  }

  private func lastRow(of screen: inout Screen, _ row: Int, _ text: String) {
    screen.clear(Rect(row: row, column: 0, columns: size.columns, rows: 1))
    screen.put(text, row: row, column: 0, style: .accent)
  }

  /// What a click means: a cell, or what the screen links to.
  func link(at position: Position) -> TutorLink? {
    if let link = screen().link(at: position) as? TutorLink { return link }
    return cell(atRow: position.row, column: position.column).map(TutorLink.cell)
  }

  /// The last row where nothing is typed.
  func drawKeyBar(on screen: inout Screen) {
    if let guide = model.guide, guide.isAsking, !guide.keys.isEmpty {
      screen.put(
        KeyBar(guide.keys).line(columns: size.columns, glyphs: glyphs), row: size.rows - 1,
        column: 0)
      return
    }
    var bar = model.keyBar
    if model.guide?.card != nil {
      // What happened to a guess lies over the rule.
      bar.entries.insert(
        .init(keys: [.init(label: "Esc", action: .goBack)], separator: "", word: "rule", rank: 9),
        at: min(1, bar.entries.count))
    }
    let line = bar.line(columns: size.columns, glyphs: glyphs)
      .mapLinks { ($0 as? Action).map(TutorLink.action) }
    screen.put(line, row: size.rows - 1, column: 0)
  }
}
