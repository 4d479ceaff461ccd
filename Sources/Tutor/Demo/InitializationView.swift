import Engine
import Foundation
import TerminalKit

/// The screen of the initialisation demo, for every size: `initialisation` of the mocks.
enum InitializationView {
  /// From this size on there is room for charts.
  private static let charts = Size(columns: 40, rows: 12)
  /// From so many columns on two runs stand side by side; with less the other is drawn behind.
  private static let sideBySide = 72

  static func screen(
    _ model: InitializationModel, _ size: Size, _ glyphs: Glyphs
  ) -> Screen {
    if let small = Screen.needsMoreRoom(size, glyphs) { return small }
    var screen = Screen(size: size, glyphs: glyphs)
    if size.columns < charts.columns || size.rows < charts.rows {
      drawLines(model, on: &screen)
    } else {
      drawHeader(model, on: &screen)
      for pane in panes(model, size) { pane.draw(on: &screen) }
      if size.rows >= 20 { drawTimeline(model, on: &screen, row: size.rows - 2) }
    }
    let keyBar = InitializationKeymap.keyBar(isComparing: model.isComparing)
    screen.put(
      keyBar.line(columns: size.columns, glyphs: glyphs), row: size.rows - 1, column: 0)
    return screen
  }

  /// The layer that a click means: one in a chart.
  static func layer(
    at position: Position, _ model: InitializationModel, _ size: Size
  ) -> Int? {
    guard size.columns >= charts.columns, size.rows >= charts.rows else { return nil }
    return panes(model, size).lazy.compactMap { $0.layer(at: position) }.first
  }

  /// One block per run below the header, or one for both runs where two do not fit.
  private static func panes(_ model: InitializationModel, _ size: Size) -> [InitializationPane] {
    let bottom = size.rows >= 20 ? 2 : 1
    let isWide = size.columns >= sideBySide
    let body = Rect(row: 2, column: 0, columns: size.columns, rows: size.rows - 2 - bottom)
    func pane(_ index: Int, _ rect: Rect) -> InitializationPane {
      InitializationPane(
        run: model.runs[index], other: model.isComparing ? model.runs[1 - index] : nil,
        name: model.isComparing ? name(index) : nil,
        isActive: index == model.active, showsBoth: model.showsBoth,
        isShared: model.isComparing && !isWide, layer: model.layer, rect: rect)
    }
    guard model.isComparing, isWide else { return [pane(model.active, body)] }
    let (left, rest) = body.split(left: (size.columns - 1) / 2)
    return [pane(0, left), pane(1, rest.split(left: 1).rest)]
  }

  private static func drawHeader(_ model: InitializationModel, on screen: inout Screen) {
    let parts = model.isComparing ? comparisonTitle(model, screen.size) : title(model, screen.size)
    put(parts, on: &screen, row: 0, room: screen.size.columns - 3)
    screen.put(
      Line([Span("?", .accent, link: InitializationAction.help)]), row: 0,
      column: screen.size.columns - 2)
    screen.style(row: 0, columns: 0..<screen.size.columns) { $0.bold = true }

    var place = ["layer \(model.layer) of \(model.layers)"]
    if let legend = legend(model, screen.size) {
      place = [legend, "layer \(model.layer)/\(model.layers)"]
    }
    place.append(model.run.settings.direction.rawValue.uppercased())
    if model.isComparing { place.append("keys change \(name(model.active))") }
    if let progress = progress(model.run) {
      place.append(progress)
    } else if !model.isComparing, let signal = model.run.signals[model.layer - 1] {
      place += InitializationPane.statistics(signal)
    }
    put(place, on: &screen, row: 1, room: screen.size.columns)
  }

  private static func title(_ model: InitializationModel, _ size: Size) -> [String] {
    let settings = model.run.settings
    return (size.columns >= 60 ? ["initialisation"] : []) + [
      settings.formula, settings.weights.title, "\(settings.width) wide", "seed \(settings.seed)",
      settings.activation.rawValue,
    ]
  }

  private static func comparisonTitle(_ model: InitializationModel, _ size: Size) -> [String] {
    guard size.columns >= sideBySide else {
      return [model.active, 1 - model.active].map {
        "\(name($0)) \(model.runs[$0].settings.weights.title)"
      }
    }
    let settings = model.run.settings
    return [
      "initialisation", "two runs", "\(settings.width) wide", "seed \(settings.seed)",
    ] + [model.showsBoth ? flows(settings) : "o is the other run"]
  }

  /// What is drawn how, for sizes whose charts have no title to say it: `signals A ─ B o   gradients A g B *`;
  /// nil for the others.
  private static func legend(_ model: InitializationModel, _ size: Size) -> String? {
    guard let pane = panes(model, size).first, pane.isCompact else { return nil }
    let settings = model.run.settings
    guard model.isComparing, size.columns < sideBySide else {
      return model.showsBoth && !model.isComparing ? flows(settings) : nil
    }
    let (here, other) = (name(model.active), name(1 - model.active))
    func words(_ settings: PropagationSettings, _ mark: Character, _ letter: Character) -> String {
      "\(settings.flowName) \(here) \(mark) \(other) \(letter)"
    }
    let front = words(settings, "─", InitializationPane.otherMarks.front)
    let opposite = settings.opposite
    return model.showsBoth
      ? front + "   "
        + words(opposite, Character(opposite.letter), InitializationPane.otherMarks.opposite)
      : front
  }

  /// How the two directions are drawn.
  private static func flows(_ settings: PropagationSettings) -> String {
    settings.direction == .forward ? "─ signals, g gradients" : "─ gradients, x signals"
  }

  private static func name(_ run: Int) -> String { run == 0 ? "A" : "B" }

  /// As many parts as fit, three blanks between them.
  private static func put(_ parts: [String], on screen: inout Screen, row: Int, room: Int) {
    var text = " "
    for part in parts {
      let next = text + (text == " " ? "" : "   ") + screen.glyphs.spell(part)
      if next.count <= room { text = next }
    }
    screen.put(text, row: row, column: 0)
  }

  private static func progress(_ run: InitializationModel.Run) -> String? {
    guard !run.isComplete else { return nil }
    let layers = run.settings.layers
    let isComing = run.settings.direction == .backward && run.done < layers
    return "computing \(isComing ? "the way forward, " : "")\(run.done) of \(run.settings.products)"
  }

  private static func drawTimeline(
    _ model: InitializationModel, on screen: inout Screen, row: Int
  ) {
    let room = min(screen.size.columns - 8, model.layers)
    let here = (model.layer - 1) * room / model.layers
    let passed = model.run.settings.direction == .forward ? 0..<here : here + 1..<room
    let marks = (0..<room).map { place -> Character in
      place == here ? "@" : passed.contains(place) ? "#" : "·"
    }
    screen.put("layer", row: row, column: 1)
    screen.put(String(marks), row: row, column: 7, style: .dim)
    screen[row, 7 + here] = Cell(character: "@", style: .chosen)
  }

  /// Where there is no room for charts: the numbers alone.
  private static func drawLines(_ model: InitializationModel, on screen: inout Screen) {
    let settings = model.run.settings
    let signal = model.run.signals[model.layer - 1]
    var lines = ["\(model.layer)/\(model.layers) \(settings.weights.title)"]
    if let signal {
      lines.append("largest \(figure(Double(signal.magnitude)))")
      lines.append("nan \(signal.nanCount) inf \(signal.infinityCount)")
      lines.append("sd \(figure(signal.variance.squareRoot()))")
      lines.append("mean \(figure(signal.mean))")
    } else {
      lines.append(progress(model.run) ?? "")
    }
    lines.append("\(settings.formula)")
    for (row, line) in lines.prefix(screen.size.rows - 1).enumerated() {
      screen.put(line, row: row, column: 0, style: row == 0 ? .bold : .plain)
    }
  }

  /// The keys, laid over the charts.
  static let keys = SheetPage("keys", form: .box(columns: 76), closing: (.character("?"), "?")) {
    columns, glyphs in
    let pairs =
      InitializationKeymap.keys.bindings.map { ($0.names, $0.help) } + InitializationKeymap.mouse
    return pairs.flatMap { names, help in
      TextWrap.lines(glyphs.spell(help), width: max(columns - 10, 1)).enumerated().map {
        Line($0 == 0 ? names : "", .accent).padded(to: 10) + Line($1)
      }
    }
  }

  /// What happens and why, laid over the charts.
  static func story(_ model: InitializationModel) -> SheetPage {
    let story =
      model.run.isComplete
      ? model.run.story : "Still computing: ask again when all layers are there."
    return SheetPage("why", form: .box(columns: 60), closing: (.character("w"), "w")) {
      columns, glyphs in
      TextWrap.lines(glyphs.spell(story), width: columns).map { Line($0) }
    }
  }
}
