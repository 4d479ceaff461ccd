import Engine
import TerminalKit
import Tracer

/// The tutor's screen: Model × Size → Screen, for every size from 1×1 up.
struct TutorView: Sendable {
  let model: Model
  let size: Size
  var glyphs = Glyphs.unicode

  /// The smallest room that still shows one cell with its rule.
  static let smallest = Size(columns: 20, rows: 5)

  enum Layout: Equatable, Sendable { case refused, tiny, compact, standard, wide }

  var layout: Layout {
    if size.columns < Self.smallest.columns || size.rows < Self.smallest.rows { return .refused }
    if size.columns < 36 || size.rows < 11 { return .tiny }
    if size.columns < 60 || size.rows < 20 { return .compact }
    return size.columns >= 160 && size.rows >= 45 ? .wide : .standard
  }

  var frame: FrameLines {
    FrameLines(trace: model.walk.trace, annotator: model.walk.annotator, timeline: model.timeline)
  }
  var rulePane: RulePane {
    RulePane(
      provenance: model.walk.provenance, annotator: model.walk.annotator,
      classes: model.walk.classes)
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
    }
    drawTyping(on: &screen)
    return screen
  }

  // MARK: - What all layouts share

  var text: CellText { CellText(provenance: model.walk.provenance, horizon: horizon) }

  var marks: Marks {
    guard let cell = model.focusedCell else { return Marks() }
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
    guard derivation.kind == .kernelGradient else { return derivation.sources }
    return derivation.terms.filter { $0.product != 0 }.flatMap { $0.factors.compactMap(\.cell) }
  }

  /// What stands behind a cell that was only relayed: P behind R, the delta above R behind its own.
  private func relayed(_ cell: CellAddress, _ provenance: Provenance) -> [CellAddress] {
    guard let derivation = provenance.derivation(of: cell) else { return [] }
    let event = model.walk.trace.events[cell.event].event
    let header = model.walk.trace.header
    guard let layer = header.index(of: event.layer), header.layers[layer] == .flatten else {
      return []
    }
    let inner = derivation.sources.flatMap { source -> [CellAddress] in
      let deeper = provenance.derivation(of: source)
      return [source] + (deeper?.kind == .relay ? deeper?.sources ?? [] : [])
    }
    return inner
  }

  /// The words of the stop.
  var words: StepText? {
    model.stop.flatMap { model.walk.run?.text(for: $0) }
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
    let cell = model.focusedCell
    switch model.panel {
    case .consumers:
      guard let cell else { return [] }
      return ConsumersPane(provenance: model.walk.provenance, annotator: model.walk.annotator)
        .lines(
          for: cell, consumers: model.walk.provenance.consumers(of: cell), columns: columns,
          rows: rows)
    case .check:
      return model.check.map { CheckPane.lines(for: $0, columns: columns, rows: rows) } ?? []
    case .rule:
      return rulePane.lines(
        for: cell, stop: stop, columns: columns, rows: rows, options: options)
    }
  }

  var panelHeading: String {
    switch model.panel {
    case .consumers:
      "consumers   what this one number adds to each of them"
    case .check: "check   wiggle the number, measure the loss (central difference)"
    case .rule: model.stop.map { rulePane.heading(for: $0) } ?? ""
    }
  }

  func divider(_ text: String, columns: Int) -> Line {
    let head = text.isEmpty ? "" : "─ \(text) "
    let cut = head.count > columns ? String(head.prefix(columns)) : head
    return Line(cut + String(repeating: "─", count: columns - cut.count), .dim)
  }

  var statusNote: String {
    model.edits.isEmpty ? "" : " (edited)"
  }

  /// The maps of the scene, placed in a room.
  func placedMaps(in room: Size, cellWidth: Int, showsKernels: Bool) -> [MapFlow.Placed] {
    var maps = model.scene.maps
    if layout == .compact, let focused = model.focusedCell {
      // Room for one map: that of the chosen cell.
      maps = maps.filter {
        $0.cell.event == focused.event && $0.cell.tensor == focused.tensor && $0.role != .sibling
      }
    }
    if model.focus > 0, let focused = model.focusedCell {
      for index in maps.indices
      where maps[index].cell.event == focused.event && maps[index].cell.tensor == focused.tensor {
        let shape = model.walk.trace.events[focused.event].tensor(focused.tensor)?.shape ?? [0]
        let slice = Slice(
          of: shape, holding: maps[index].cell.index, fold: maps[index].fold,
          isKernel: maps[index].isKernel)
        // The focused map follows its cell into other slices; its sisters stay.
        if slice.place(of: focused.index) == nil,
          maps[index].cell == model.focusable[model.focus].cell
        {
          maps[index] = model.scenes.map(maps[index].role, focused) ?? maps[index]
        }
      }
    }
    if model.showsStoredKernel { for index in maps.indices { maps[index].isTurned = false } }
    let (text, marks) = (text, marks)
    let blocks = maps.map {
      MapBlock(
        map: $0, provenance: model.walk.provenance, text: text, marks: marks, mode: model.scaleMode)
    }
    return MapFlow(
      blocks: blocks, room: room, cellWidth: cellWidth,
      targetFirst: model.focus == 0 && (model.mode == .cells), showsKernels: showsKernels
    ).placed()
  }

  func drawMaps(on screen: inout Screen, in rect: Rect, cellWidth: Int, showsKernels: Bool) {
    let room = Size(columns: rect.columns, rows: rect.rows)
    let (text, marks) = (text, marks)
    for placed in placedMaps(in: room, cellWidth: cellWidth, showsKernels: showsKernels) {
      placed.block.draw(
        on: &screen, row: rect.row + placed.row, column: rect.column + placed.column,
        form: placed.form, text: text, marks: marks)
    }
  }

  /// The cell under the mouse.
  func cell(atRow row: Int, column: Int) -> CellAddress? {
    guard let rect = mapRect else { return nil }
    let room = Size(columns: rect.columns, rows: rect.rows)
    let isWide = layout == .wide
    for placed in placedMaps(in: room, cellWidth: isWide ? 6 : 5, showsKernels: isWide) {
      if let cell = placed.block.cell(
        atRow: row - rect.row - placed.row, column: column - rect.column - placed.column,
        form: placed.form)
      {
        return cell
      }
    }
    return nil
  }

  /// Where the maps are drawn in the present layout.
  private var mapRect: Rect? {
    switch layout {
    case .refused, .tiny: nil
    case .compact: compactMapRect
    case .standard: StandardPlan(size: size, view: self).maps
    case .wide: WidePlan(size: size).maps
    }
  }
}
