import Engine
import TerminalKit
import Tracer

/// The same stop and cell in two runs of a lesson, side by side.
struct BesideView: StopView {
  static let name = "beside"

  let subject: StopSubject
  private let own: Side
  /// The first other run of the lesson that has such a stop.
  private let other: Side?

  /// A run at the stop.
  private struct Side {
    let name: String
    let isOwn: Bool
    let provenance: Provenance
    let names: CellNames
    let stop: Stop
    let cell: CellAddress?
    let covered: CoveredCells

    var text: CellText {
      CellText(provenance: provenance, horizon: stop.events.upperBound, covered: covered)
    }

    /// The loss of the update; nil where it is not known yet, or asked for.
    var loss: Double? {
      guard
        let event = provenance.trace.position(.loss, layer: nil, update: stop.update),
        case .value(let value) = text.state(
          of: CellAddress(event: event, tensor: .loss, index: [0]))
      else { return nil }
      return Double(value)
    }

    /// The chosen number as the rule pane would print it.
    var number: String {
      guard let cell else { return "·" }
      return switch text.state(of: cell) {
      case .notComputed: "·"
      case .off: "0, off"
      case .covered: "?"
      case .value(let value): Numbers.rule(Double(value), decimals: 4)
      }
    }
  }

  init(_ subject: StopSubject) {
    self.subject = subject
    let name = subject.walk.run?.name ?? subject.walk.title
    own = Side(
      name: name, isOwn: true, provenance: subject.provenance, names: subject.walk.names,
      stop: subject.stop, cell: subject.cell, covered: subject.covered)
    other =
      subject.cases.lazy.filter { $0.name != name }
      .compactMap { Self.side(of: $0.trace, named: $0.name, like: subject) }.first
  }

  private static func side(of trace: Trace, named name: String, like subject: StopSubject) -> Side?
  {
    let stop = subject.stop
    guard
      let same = Timeline(trace).stops.first(where: {
        $0.part == stop.part && $0.update == stop.update && $0.layer == stop.layer
      })
    else { return nil }
    let lesson = subject.walk.run?.lesson
    let names = CellNames(
      trace: trace, annotator: Annotator(header: trace.header, labels: lesson?.labels ?? [:]),
      classes: lesson?.case(named: name)?.classes ?? [])
    let provenance = Provenance(trace)
    return Side(
      name: name, isOwn: false, provenance: provenance, names: names, stop: same,
      cell: cell(like: subject, at: same, in: provenance, names), covered: CoveredCells())
  }

  /// The cell with the same index in the tensor that corresponds to that of the chosen one.
  private static func cell(
    like subject: StopSubject, at stop: Stop, in provenance: Provenance, _ names: CellNames
  ) -> CellAddress? {
    let scenes = SceneBuilder(provenance: provenance, names: names)
    guard let chosen = subject.cell, let kind = subject.walk.names.event(of: chosen)?.kind else {
      return nil
    }
    let layer = subject.walk.names.layer(of: chosen)
    let update = subject.trace.events[chosen.event].update
    let header = provenance.trace.header
    let name = layer.flatMap { header.names.indices.contains($0) ? header.names[$0] : nil }
    let isNamed = subject.walk.names.event(of: chosen)?.layer != nil
    if let event = provenance.trace.position(kind, layer: isNamed ? name : nil, update: update) {
      let cell = CellAddress(event: event, tensor: chosen.tensor, index: chosen.index)
      if provenance.value(at: cell) != nil { return cell }
    }
    return scenes.target(of: stop).flatMap(scenes.middle)
  }

  private var refusal: String? {
    guard subject.cell != nil else { return "No cell is chosen here." }
    guard other != nil else {
      return "There is no other run with this step to lay beside this one."
    }
    return nil
  }

  // MARK: - Screen

  func upper(_ room: Size) -> StopPane {
    guard refusal == nil, let other else {
      return StopPane(
        Self.name, saying: refusal ?? "", room: room, glyphs: subject.glyphs)
    }
    let heading = Heading(
      Self.name, "the same step in \(own.name) and in \(other.name)",
      "\(own.name), \(other.name)")
    let numbers = numbers(other, room.columns)
    guard room.rows >= numbers.count + 4, room.columns >= 20 else {
      return StopPane(heading: heading, lines: Array(numbers.prefix(max(room.rows, 0))))
    }
    let height = room.rows - numbers.count
    guard room.columns >= 52 else {
      let maps = lines(own, Size(columns: room.columns, rows: height), hasTitle: false)
      return StopPane(heading: heading, lines: maps + numbers)
    }
    let half = (room.columns - 3) / 2
    let size = Size(columns: half, rows: height)
    let (left, right) = (lines(own, size, hasTitle: true), lines(other, size, hasTitle: true))
    let count = max(left.count, right.count)
    let lines = (0..<count).map { row -> Line in
      let first = left.indices.contains(row) ? left[row] : Line("")
      let second = right.indices.contains(row) ? right[row] : Line("")
      return first.padded(to: half) + Line(subject.glyphs.spell(" │ "), .dim) + second
    }
    return StopPane(heading: heading, lines: lines + numbers)
  }

  /// The chosen number in both runs, and by how much they differ.
  private func numbers(_ other: Side, _ columns: Int) -> [Line] {
    let (mine, others) = (own.number, other.number)
    let name = own.cell.map { own.names.name(of: $0) } ?? ""
    let otherName = other.cell.map { other.names.name(of: $0) } ?? ""
    let both = name == otherName
    let text =
      both
      ? "\(name) = \(mine) in \(own.name), \(others) in \(other.name)"
      : "\(name) = \(mine) in \(own.name), \(otherName) = \(others) in \(other.name)"
    var forms: [String] = [text]
    if let a = subject.shown(own.cell), let b = other.cell.flatMap(other.provenance.value(at:)),
      other.cell.map({ $0.event < other.stop.events.upperBound }) ?? false
    {
      let distance = Numbers.rule(a - Double(b), decimals: 4)
      forms.insert("\(text); difference \(distance)", at: 0)
    }
    let link = own.cell.map { TutorLink.cell($0) }
    for form in forms.map({ subject.glyphs.spell(">" + $0) }) where form.count <= columns {
      return [Line([Span(form, .accent, link: link)])]
    }
    return [(">", own, mine), (" ", other, others)].map { mark, side, number in
      let line =
        [
          "\(mark)\(number) in \(side.name)", "\(mark)\(number) \(short(side.name))",
          "\(mark)\(number)", "",
        ].map(subject.glyphs.spell).first { $0.count <= columns } ?? ""
      return Line([
        Span(line, side.isOwn ? .accent : .plain, link: side.isOwn ? link : nil)
      ])
    }
  }

  /// A name without what the names of all runs begin with.
  private func short(_ name: String) -> Substring {
    guard let hyphen = name.firstIndex(of: "-"),
      subject.cases.allSatisfy({ $0.name.hasPrefix(name[...hyphen]) })
    else { return name[...] }
    return name[name.index(after: hyphen)...]
  }

  /// The maps of one run, as the usual view would place them in the room.
  private func lines(_ side: Side, _ room: Size, hasTitle: Bool) -> [Line] {
    var title: [Line] = []
    if hasTitle {
      let loss = side.loss.map { "   loss \(Numbers.loss($0))" } ?? ""
      let text =
        [" \(side.name)\(loss)", " \(side.name)", " \(short(side.name))", ""]
        .first { $0.count <= room.columns } ?? ""
      title = [Line(text, side.isOwn ? .bold : .plain)]
    }
    guard let cell = side.cell else { return title }
    let rows = room.rows - title.count
    var marks = Marks(chosen: cell)
    marks.related = Set(side.provenance.derivation(of: cell)?.sources ?? [])
    let builder = SceneBuilder(provenance: side.provenance, names: side.names)
    let blocks = builder.scene(of: side.stop, cell: cell).maps.map {
      MapBlock(
        map: $0, provenance: side.provenance, text: side.text, marks: marks, mode: .layer)
    }
    let placed = MapFlow(
      blocks: blocks, room: Size(columns: room.columns, rows: rows), cellWidth: 5,
      targetFirst: true, focused: nil, showsKernels: rows >= 14, startsLines: rows >= 14
    ).placed()
    var screen = Screen(size: Size(columns: room.columns, rows: rows), glyphs: subject.glyphs)
    for place in placed {
      place.block.draw(
        on: &screen, row: place.row, column: place.column, form: place.form, text: side.text,
        marks: marks)
    }
    let last = placed.map { $0.row + $0.block.size($0.form).rows }.max() ?? 0
    return title
      + (0..<min(last, rows)).map { row in
        Self.line(of: screen, row) { column in
          guard side.isOwn else { return nil }
          return placed.lazy.compactMap {
            $0.block.cell(atRow: row - $0.row, column: column - $0.column, form: $0.form)
          }.first
        }
      }
  }

  /// A row of a screen as a line, with the cells it shows as links.
  private static func line(
    of screen: Screen, _ row: Int, cell: (Int) -> CellAddress?
  ) -> Line {
    var spans: [Span] = []
    var before: CellAddress?
    for column in 0..<screen.size.columns {
      let shown = screen[row, column]
      let here = cell(column)
      if let last = spans.last, last.style == shown.style, before == here {
        spans[spans.count - 1].text.append(shown.character)
      } else {
        spans.append(
          Span(String(shown.character), shown.style, link: here.map { TutorLink.cell($0) }))
      }
      before = here
    }
    return Line(spans)
  }

  // MARK: - In words

  func plain() -> [String] {
    if let refusal { return TextWrap.lines(refusal, width: 78) }
    return ([own] + [other].compactMap { $0 }).flatMap { side -> [String] in
      let loss = side.loss.map { ", loss \(Numbers.loss($0))" } ?? ""
      guard let cell = side.cell else { return ["\(side.name)\(loss)"] }
      let shape = side.provenance.trace.events[cell.event].tensor(cell.tensor)?.shape ?? [0]
      let builder = SceneBuilder(provenance: side.provenance, names: side.names)
      let map = builder.map(.target, cell)
      let table = PlainTensor(
        cell: cell, shape: shape, fold: map?.fold, isKernel: map?.isKernel ?? false,
        unitNames: map?.unitNames ?? [], isParameter: map?.isParameter ?? false, cellWidth: 5,
        limit: 12, number: { side.text.number($0, width: 5) })
      return TextWrap.lines(
        "\(side.name)\(loss): \(side.names.name(of: cell)) = \(side.number)", width: 78)
        + TextWrap.lines(builder.name(cell), width: 78) + table.lines(width: 78)
    }
  }
}
