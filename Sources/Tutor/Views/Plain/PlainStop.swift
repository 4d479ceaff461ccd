import Engine
import TerminalKit
import Tracer

/// The tensors and the rule of one stop as plain text.
struct PlainStop {
  let run: LessonRun
  let stop: Stop
  /// The cell and the view that the lesson names.
  var place: LessonPlace?
  let glyphs: Glyphs

  /// More rows, columns or maps than this are told, not shown.
  private static let limit = 12
  private static let cellWidth = 5

  private var provenance: Provenance { Provenance(run.trace) }
  private var scenes: SceneBuilder {
    SceneBuilder(provenance: provenance, names: run.names)
  }

  /// The cell that is explained.
  private var cell: CellAddress? { run.cell(for: stop, at: place ?? run.step(for: stop)?.place) }

  /// The stop's view in words where the lesson names one; else its tensors, then the rule.
  func blocks() -> [[String]] {
    guard let name = place?.view,
      let view = StopViews.view(
        named: name,
        of: StopSubject(
          walk: Walk(run), stop: stop, cell: cell, covered: CoveredCells(), glyphs: glyphs))
    else { return tensors() + [rule()] }
    return [view.plain().map(glyphs.spell)]
  }

  // MARK: - Tensors

  /// One block a tensor, sources first, the result last.
  func tensors() -> [[String]] {
    guard let cell else { return [] }
    let maps = scenes.scene(of: stop, cell: cell).maps
      .filter { $0.role != .sibling && $0.role != .next && $0.cell.tensor != .bias }
    var seen: Set<CellAddress> = []
    let shown = (maps.filter { $0.role != .target } + maps.filter { $0.role == .target })
      .flatMap(withBias)
      .filter { seen.insert(first(of: $0.cell)).inserted }
    return shown.map(block)
  }

  /// Weights bring their biases along, but not on the way back: a bias carries no delta.
  private func withBias(_ map: TensorMap) -> [TensorMap] {
    guard map.cell.tensor == .weights, stop.part != .delta else { return [map] }
    let bias = CellAddress(event: map.cell.event, tensor: .bias, index: [0])
    return [map, scenes.map(map.role, bias)].compactMap { $0 }
  }

  private func first(of cell: CellAddress) -> CellAddress {
    var cell = cell
    cell.index = []
    return cell
  }

  private func block(_ map: TensorMap) -> [String] {
    let cell = map.cell
    guard let shape = run.trace.events[cell.event].tensor(cell.tensor)?.shape else { return [] }
    if cell.tensor == .loss, let loss = provenance.value(at: cell) {
      return ["Result: loss \(Numbers.loss(Double(loss)))"]
    }
    let tensor = PlainTensor(
      cell: cell, shape: shape, fold: map.fold, isKernel: map.isKernel, unitNames: map.unitNames,
      isParameter: map.isParameter,
      cellWidth: Self.cellWidth, limit: Self.limit, number: number)
    return TextWrap.lines(glyphs.spell(title(of: map, shape)), width: PlainLesson.width)
      + tensor.lines(width: PlainLesson.width).map(glyphs.spell)
  }

  private func number(_ cell: CellAddress) -> String {
    let text = CellText(provenance: provenance, horizon: stop.events.upperBound)
    guard cell.tensor == .argmax, case .value(let place) = text.state(of: cell),
      let layer = run.trace.header.index(of: run.trace.events[cell.event].event.layer),
      let windows = run.trace.header.windows(of: layer), let place = Int(exactly: place)
    else { return glyphs.spell(text.number(cell, width: Self.cellWidth)) }
    let inWindow = windows.place(at: place)
    return "\(inWindow.row),\(inWindow.column)"
  }

  /// `Source: Y of A, 6×6×2, scale 0 to 1.1`.
  private func title(of map: TensorMap, _ shape: Shape) -> String {
    let role =
      switch map.role {
      case .target: "Result"
      case .kernel where map.cell.tensor == .weights || map.cell.tensor == .bias: "Weights"
      case .gate: "Gate"
      default: "Source"
      }
    let cell = map.cell
    let isParameter = cell.tensor == .weights || cell.tensor == .bias
    let size = isParameter || shape.rank == 1 || shape[0] > 1 ? shape : shape.sample
    guard cell.tensor != .argmax else {
      return "Winners of \(name(of: map)): row and column in the window"
    }
    return "\(role): \(name(of: map)), \(size)\(scale(of: cell, shape))"
  }

  private func name(of map: TensorMap) -> String {
    let isCorrection = stop.part == .correction
    let event = run.trace.events[map.cell.event].event
    let name =
      map.cell.tensor == .argmax
      ? run.annotator.label(of: event.layer) : scenes.name(map.cell)
    guard isCorrection, event.kind == .parameters else { return name }
    return "\(name) \(map.role == .target ? "after" : "before")"
  }

  private func scale(of cell: CellAddress, _ shape: Shape) -> String {
    let slice = Slice(of: shape, holding: [Int](repeating: 0, count: shape.rank))
    let range = provenance.range(
      event: cell.event, tensor: cell.tensor, slice: slice, mode: .layer)
    guard shape.count > 1 else { return "" }
    let largest = Numbers.rule(Double(max(range.upperBound, -range.lowerBound)))
    return range.lowerBound < 0 ? ", scale ±\(largest)" : ", scale 0 to \(largest)"
  }

  // MARK: - Rule

  /// The rule in words, in symbols, and with the numbers of the chosen cell.
  func rule() -> [String] {
    let event = run.trace.events[run.mainEvent(of: stop)].event
    let pane = RulePane(provenance: provenance, names: run.names)
    let lines = pane.lines(
      for: cell, stop: stop, columns: PlainLesson.width + 2, rows: 30,
      options: RuleOptions(ascii: glyphs == .ascii))
    let title = run.annotator.annotation(of: event).title
    let sentence = title.prefix(1).uppercased() + title.dropFirst()
    return TextWrap.lines(glyphs.spell(sentence), width: PlainLesson.width)
      + lines.map(\.text).map { $0.isEmpty ? $0 : trimmedAtEnd($0) }
  }

  private func trimmedAtEnd(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }
}
