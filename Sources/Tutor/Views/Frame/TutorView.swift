import Engine
import TerminalKit
import Tracer

/// The tutor's screen: Model × Size → Screen, for every size from 1×1 up.
struct TutorView: Sendable {
  let model: Model
  let size: Size
  let glyphs: Glyphs
  // What every pane asks for is worked out once per drawing.
  /// The tensors of the stop.
  let scene: Scene
  /// The cell that is explained.
  let focusedCell: CellAddress?
  /// The view in the place of the maps; nil where maps are shown.
  let stopView: (any StopView)?

  init(model: Model, size: Size, glyphs: Glyphs = .unicode) {
    (self.model, self.size, self.glyphs) = (model, size, glyphs)
    let cell = model.focusedCell
    scene = model.scene
    focusedCell = cell
    stopView = model.stop.flatMap { stop in
      model.guide?.view.flatMap { name in
        StopViews.view(
          named: name,
          of: StopSubject(
            walk: model.walk, stop: stop, cell: cell,
            covered: model.guide?.covered ?? CoveredCells(), glyphs: glyphs))
      }
    }
  }

  /// The smallest room that still shows one cell with its rule.
  static let smallest = Size(columns: 20, rows: 5)

  enum Layout: Equatable, Sendable { case refused, tiny, compact, standard, wide, stage }

  var layout: Layout {
    if size.columns < Self.smallest.columns || size.rows < Self.smallest.rows { return .refused }
    if size.columns < 36 || size.rows < 11 { return .tiny }
    if size.columns < 60 || size.rows < 20 { return .compact }
    if size.columns >= StagePlan.smallest.columns && size.rows >= StagePlan.smallest.rows {
      return .stage
    }
    return size.columns >= 160 && size.rows >= 45 ? .wide : .standard
  }

  var frame: FrameLines {
    FrameLines(
      trace: model.walk.trace, annotator: model.walk.annotator, timeline: model.timeline,
      guide: model.guide)
  }
  var rulePane: RulePane {
    RulePane(provenance: model.walk.provenance, names: model.walk.names)
  }
  var options: RuleOptions {
    RuleOptions(storedKernel: model.showsStoredKernel, ascii: glyphs == .ascii)
  }
  /// Events from here on are not computed yet.
  var horizon: Int { model.stop?.events.upperBound ?? 0 }

  func screen() -> Screen {
    var screen = Screen(size: size, glyphs: glyphs)
    switch layout {
    case .refused:
      screen.put(
        "need 20x5 (is \(size.columns)x\(size.rows)), q quits", row: 0, column: 0)
      return screen
    case .tiny: drawTiny(on: &screen)
    case .compact: drawCompact(on: &screen)
    case .standard: drawStandard(on: &screen)
    case .wide: drawWide(on: &screen)
    case .stage: drawStage(on: &screen)
    }
    drawTyping(on: &screen)
    return screen
  }

  // MARK: - What all layouts share

  var text: CellText {
    CellText(
      provenance: model.walk.provenance, horizon: horizon,
      covered: model.guide?.covered ?? CoveredCells())
  }

  var marks: Marks {
    guard let cell = focusedCell else { return Marks() }
    var marks = Marks(chosen: cell)
    let provenance = model.walk.provenance
    if model.panel == .consumers {
      marks.related = Set(provenance.consumers(of: cell).map(\.cell))
    } else if let derivation = provenance.derivation(of: cell) {
      let sources = contributing(derivation)
      marks.related = Set(sources.flatMap { source in [source] + relayed(source, provenance) })
    }
    return marks
  }

  /// The sources worth a mark: a kernel's gradient sums over the whole map, so there only the terms that count.
  private func contributing(_ derivation: Derivation) -> [CellAddress] {
    guard case .gradient(let layer) = derivation.kind, derivation.cell.tensor != .bias,
      model.walk.trace.header.presentation(of: layer).gradientSumsOverPlaces
    else { return derivation.sources }
    return derivation.terms.filter { $0.product != 0 }.flatMap { $0.factors.compactMap(\.cell) }
  }

  /// What stands behind a cell that was only relayed: P behind R, the delta above R behind its own.
  private func relayed(_ cell: CellAddress, _ provenance: Provenance) -> [CellAddress] {
    guard let derivation = provenance.derivation(of: cell) else { return [] }
    let event = model.walk.trace.events[cell.event].event
    let header = model.walk.trace.header
    guard let layer = header.index(of: event.layer), header.onlyRelays(layer) else { return [] }
    let inner = derivation.sources.flatMap { source -> [CellAddress] in
      guard let deeper = provenance.derivation(of: source), case .sum(let layer) = deeper.kind,
        header.onlyRelays(layer)
      else { return [source] }
      return [source] + deeper.sources
    }
    return inner
  }

  /// The words of the stop.
  var words: StepText? {
    if let guide = model.guide, guide.position == model.timeline.position,
      let caption = guide.caption
    {
      return caption
    }
    return model.stop.flatMap { model.walk.run?.text(for: $0) }
  }

  /// One or two sentences for the stop: the lesson's, or what the annotation says.
  var shortWords: String {
    if let words { return words.short }
    guard let stop = model.stop else { return "This trace holds no event." }
    let annotation = model.walk.annotator.annotation(
      of: model.walk.trace.events[stop.events.upperBound - 1].event)
    return annotation.title
  }

  /// The explanation of the chosen cell, its users, or the outcome of a check.
  func panel(columns: Int, rows: Int) -> [Line] {
    guard let stop = model.stop else { return [] }
    if let card = model.guide?.card {
      return card.lines(columns: columns, rows: rows, glyphs: glyphs).lines
    }
    if model.panel == .rule, let pane = stopView?.lower(Size(columns: columns, rows: rows)) {
      return Array(pane.lines.prefix(rows))
    }
    let cell = focusedCell
    if let cell, model.guide?.covered.contains(cell) == true {
      return TextWrap.lines(
        "a question asks for this number: it is covered until then", width: columns - 1
      )
      .prefix(rows).map { Line(" " + $0, .dim) }
    }
    switch model.panel {
    case .consumers:
      guard let cell else { return [] }
      return ConsumersPane(names: model.walk.names, provenance: model.walk.provenance).lines(
        for: cell, consumers: model.walk.provenance.consumers(of: cell), columns: columns,
        rows: rows, glyphs: glyphs)
    case .check:
      return model.check.map {
        CheckPane.lines(for: $0, columns: columns, rows: rows, glyphs: glyphs)
      } ?? []
    case .rule:
      return rulePane.lines(
        for: cell, stop: stop, columns: columns, rows: rows, options: options)
    }
  }

  /// The heading of the maps, or of the view in their place.
  func upperHeading(_ room: Size) -> Heading {
    stopView?.upper(room).heading ?? scene.heading
  }

  var panelHeading: Heading {
    if let card = model.guide?.card { return card.heading }
    if model.panel == .rule, let pane = stopView?.lower(size) { return pane.heading }
    return switch model.panel {
    case .consumers: Heading("consumers", "what this one number adds to each of them")
    case .check: Heading("check", "wiggle the number, measure the loss (central difference)")
    case .rule: model.stop.map { rulePane.heading(for: $0) } ?? Heading([])
    }
  }

  /// A line across a pane with as much of its heading as fits.
  func divider(_ heading: Heading, columns: Int) -> Line {
    let text = heading.fitted(to: columns - 3).map { "─ \(glyphs.spell($0)) " } ?? ""
    let head = text.count <= columns ? text : ""
    return Line(head + String(repeating: "─", count: max(columns - head.count, 0)), .dim)
  }

  var statusNote: String {
    model.edits.isEmpty ? "" : " (edited)"
  }
}
