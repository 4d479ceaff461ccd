import Engine
import TerminalKit
import Tracer

/// Every cell of a small dense network: its products, sum and output, what was sent back to it, its delta.
struct LedgerView: StopView {
  static let name = "ledger"
  /// More cells in a layer than this are not shown.
  static let limit = 6

  let subject: StopSubject
  private let cells: DenseCells

  init(_ subject: StopSubject) {
    self.subject = subject
    cells = DenseCells(subject)
  }

  /// Why this network has no ledger; nil if it has one.
  private var refusal: String? {
    let header = subject.trace.header
    guard header.layers.allSatisfy({ $0.kind is DenseKind }), header.inputShape.rank == 1 else {
      return "A ledger lists dense layers only; this network has others."
    }
    guard header.shapes.allSatisfy({ $0.count <= Self.limit }) else {
      return "A ledger lists layers of at most \(Self.limit) cells; this network has larger ones."
    }
    return nil
  }

  func upper(_ room: Size) -> StopPane {
    if let refusal {
      return StopPane(Self.name, saying: refusal, room: room, glyphs: subject.glyphs)
    }
    let forms = LedgerForm.all(isWide: room.columns >= 120)
    let grids = forms.lazy.map { grid($0) }
    let fitting = grids.first { $0.table.width <= room.columns } ?? grid(forms[forms.count - 1])
    return StopPane(heading: heading, lines: arranged(fitting, room))
  }

  private var heading: Heading {
    let loss = cells.loss
    guard let loss, loss.event < subject.horizon else {
      return Heading(
        Self.name, "every cell: what came in, what it said, what it is blamed for",
        "what came in, what it said")
    }
    let value = subject.shown(loss).map { Numbers.loss($0) } ?? "?"
    return Heading(
      Self.name, "loss \(value)   what came in, what it said, what it is blamed for",
      "loss \(value)")
  }

  // MARK: - Rows

  /// The rows as cells of a table, and what each of them is.
  private struct Grid {
    enum Kind: Equatable { case names(layer: Int), unit(layer: Int, unit: Int) }
    var table: StopTable
    var kinds: [Kind]
  }

  private func grid(_ form: LedgerForm) -> Grid {
    var grid = Grid(table: StopTable(rows: [], gap: form.gap), kinds: [])
    let terms = subject.trace.header.shapes.dropFirst(2).map(\.count).max() ?? 0
    grid.table.least =
      [0] + (form.hasProducts ? [Int](repeating: 6, count: inputs) : [])
      + form.columns.map { form.leastWidth(of: $0, terms: terms) }
    for layer in subject.trace.header.layers.indices {
      if form.hasProducts || layer == 0 {
        grid.table.rows.append(names(layer, form))
        grid.kinds.append(.names(layer: layer))
      }
      for unit in 0..<subject.trace.header.output(of: layer).count {
        grid.table.rows.append(row(layer, unit, form))
        grid.kinds.append(.unit(layer: layer, unit: unit))
      }
    }
    return grid
  }

  /// The most inputs of a layer: so many columns have the products.
  private var inputs: Int { subject.trace.header.shapes.dropLast().map(\.count).max() ?? 0 }

  private func names(_ layer: Int, _ form: LedgerForm) -> [Line] {
    var row: [Line] = [""]
    if form.hasProducts {
      for input in 0..<inputs {
        let isThere = input < subject.trace.header.input(of: layer).count
        row.append(isThere ? inputName(layer, input) : "")
      }
    }
    guard layer == 0 else { return row }
    return row + form.titles.map { Line(subject.glyphs.spell($0), .dim) }
  }

  private func inputName(_ layer: Int, _ input: Int) -> Line {
    let name = cells.name(ofSignal: input, of: layer - 1)
    guard layer == 0 else { return Line(name, .dim) }
    // X has no row of its own: its numbers stand here.
    let cell = cells.signal(-1, input)
    let number = subject.span(cell) { Numbers.rule($0) }
    guard subject.isChosen(cell) else { return Line([Span(name + "=", .dim), number]) }
    return Line([Span(">" + name + "=", .accent), number])
  }

  private func row(_ layer: Int, _ unit: Int, _ form: LedgerForm) -> [Line] {
    let isChosen = cells.chosen == .init(layer: layer, unit: unit)
    var row = [
      Line(
        (isChosen ? ">" : " ") + cells.name(ofSignal: unit, of: layer),
        isChosen ? .accent : .plain)
    ]
    if form.hasProducts {
      for input in 0..<inputs {
        guard input < subject.trace.header.input(of: layer).count else {
          row.append("")
          continue
        }
        row.append(
          product(
            cells.weight(layer, unit, input), cells.signal(layer - 1, input), form.decimals))
      }
    }
    return row + form.columns.map { column($0, layer, unit, form) }
  }

  private func product(_ weight: CellAddress?, _ factor: CellAddress?, _ decimals: Int) -> Line {
    let number = { (value: Double) in Numbers.rule(value, decimals: decimals) }
    let times = Span(subject.glyphs.spell("×"), .dim)
    return Line([
      subject.span(weight, isFactor: true, format: number), times,
      subject.span(factor, off: "0", isFactor: true, format: number),
    ])
  }

  private func column(
    _ column: LedgerForm.Column, _ layer: Int, _ unit: Int, _ form: LedgerForm
  ) -> Line {
    let delta = cells.delta(layer, unit)
    switch column {
    case .bias:
      return Line([
        subject.span(cells.bias(layer, unit), isFactor: true) {
          Numbers.rule($0, decimals: form.decimals)
        }
      ])
    case .sum: return Line([signal(cells.sum(layer, unit), covered: false)])
    case .output:
      let isCovered = cells.sum(layer, unit).map { subject.text.state(of: $0) == .covered }
      return Line([signal(cells.signal(layer, unit), covered: isCovered ?? false)])
    case .sentBack: return sentBack(layer, unit, form)
    case .delta:
      return Line([
        subject.span(delta, scale: cells.deltaScale) {
          Numbers.rule($0, decimals: form.deltaDecimals)
        }
      ])
    }
  }

  /// S or Y with as many decimals as all of them take, from two to four.
  private func signal(_ cell: CellAddress?, covered: Bool) -> Span {
    // The output would give away a sum that a question asks for.
    if covered, let cell, cell.event < subject.horizon { return Span("?", .accent) }
    let decimals = cells.signalDecimals
    return subject.span(cell, scale: cells.signalScale) { Numbers.loss($0, decimals: decimals) }
  }

  private func sentBack(_ layer: Int, _ unit: Int, _ form: LedgerForm) -> Line {
    let delta = cells.delta(layer, unit)
    guard layer + 1 < subject.trace.header.layers.count else { return outermost(unit, form) }
    guard let delta, subject.text.isComputed(delta) else {
      return Line(subject.glyphs.spell("·"), .dim)
    }
    // The products would give away a delta that a question asks for.
    if subject.text.state(of: delta) == .covered { return Line("?", .accent) }
    let terms = cells.sentBack(to: unit, of: layer)
    guard form.spellsSentBack else {
      let products = terms.compactMap { term in
        subject.shown(term.weight).flatMap { w in subject.shown(term.delta).map { w * $0 } }
      }
      guard products.count == terms.count else { return Line("?", .accent) }
      return Line(Numbers.rule(products.reduce(0, +), decimals: form.deltaDecimals))
    }
    var line = Line([])
    for (place, term) in terms.enumerated() {
      if place > 0 { line += Line(" + ", .dim) }
      line += product(term.weight, term.delta, form.decimals)
    }
    return line
  }

  /// What the last layer gets: the target while there is no error yet, then E.
  private func outermost(_ unit: Int, _ form: LedgerForm) -> Line {
    let number = { (value: Double) in Numbers.rule(value, decimals: form.decimals) }
    if subject.text.isComputed(cells.error(unit)) {
      return Line([
        Span("E "), subject.span(cells.error(unit), scale: cells.deltaScale, format: number),
      ])
    }
    guard subject.text.isComputed(cells.target(unit)) else {
      return Line(subject.glyphs.spell("·"), .dim)
    }
    return Line([Span("target "), subject.span(cells.target(unit), format: number)])
  }

  // MARK: - Room

  /// The rows for the room: names of signals give way from below, then rows far from the chosen one.
  private func arranged(_ grid: Grid, _ room: Size) -> [Line] {
    var rows = Array(zip(grid.table.lines(), grid.kinds))
    func isName(_ kind: Grid.Kind) -> Bool { if case .names = kind { true } else { false } }
    let layers = subject.trace.header.layers.count
    if rows.count + layers - 1 <= room.rows {
      for layer in (1..<max(layers, 1)).reversed() {
        let first = rows.firstIndex {
          $0.1 == .names(layer: layer) || $0.1 == .unit(layer: layer, unit: 0)
        }
        if let first { rows.insert(("", .names(layer: layer)), at: first) }
      }
    }
    while rows.count > room.rows, let last = rows.lastIndex(where: { isName($0.1) }), last > 0 {
      rows.remove(at: last)
    }
    let chosen = cells.chosen.map { Grid.Kind.unit(layer: $0.layer, unit: $0.unit) }
    let place = rows.firstIndex { $0.1 == chosen } ?? 0
    return StopTable.window(rows.map(\.0), head: 1, chosen: place, room: room)
  }

  // MARK: - In words

  func plain() -> [String] {
    if let refusal { return TextWrap.lines(refusal, width: 78) }
    var lines: [String] = []
    for layer in subject.trace.header.layers.indices {
      let names = (0..<subject.trace.header.input(of: layer).count).map { input in
        cells.name(ofSignal: input, of: layer - 1) + " = "
          + word(cells.signal(layer - 1, input), "not computed yet")
      }
      let label = subject.walk.annotator.labels[layer]
      lines += TextWrap.lines(
        "Layer \(label) reads \(names.joined(separator: ", ")).", width: 78)
      for unit in 0..<subject.trace.header.output(of: layer).count {
        lines += TextWrap.lines(sentence(layer, unit), width: 78, indent: 2)
      }
    }
    return lines
  }

  private func sentence(_ layer: Int, _ unit: Int) -> String {
    let form = LedgerForm.all(isWide: false)[0]
    let products = (0..<subject.trace.header.input(of: layer).count).map {
      product(cells.weight(layer, unit, $0), cells.signal(layer - 1, $0), 3).text
    }
    let sum = (products + [word(cells.bias(layer, unit), "")]).joined(separator: " + ")
    var parts = ["\(cells.name(ofSignal: unit, of: layer)): S = \(sum)"]
    if subject.text.isComputed(cells.sum(layer, unit)) {
      parts[0] += " = \(word(cells.sum(layer, unit), ""))"
    }
    if subject.text.isComputed(cells.signal(layer, unit)) {
      let output = column(.output, layer, unit, form).text
      parts.append("Y = " + (output == "x" ? "0, off" : output))
    }
    if subject.text.isComputed(cells.delta(layer, unit)) {
      parts.append("sent back " + sentBack(layer, unit, form).text)
      let delta = cells.delta(layer, unit)
      let isOff = delta.map { subject.text.state(of: $0) == .off } ?? false
      parts.append("δ = " + word(delta, "") + (isOff ? ", off" : ""))
    }
    return parts.joined(separator: "; ") + "."
  }

  private func word(_ cell: CellAddress?, _ missing: String) -> String {
    guard subject.text.isComputed(cell) else { return missing }
    return subject.span(cell, off: "0") { Numbers.rule($0, decimals: 4) }.text
  }
}

extension CellText {
  /// Whether the number stands in the trace before the stop's end; covered numbers do.
  func isComputed(_ cell: CellAddress?) -> Bool {
    cell.map { state(of: $0) != .notComputed } ?? false
  }
}

/// What of the ledger is shown: as much as the room is wide.
struct LedgerForm: Sendable {
  enum Column: Sendable { case bias, sum, output, sentBack, delta }

  var hasProducts = true
  var spellsSentBack = true
  var columns: [Column] = [.bias, .sum, .output, .sentBack, .delta]
  var decimals = 3
  var deltaDecimals = 4
  var gap = 2

  var titles: [String] {
    columns.map {
      switch $0 {
      case .bias: "b"
      case .sum: "S"
      case .output: "Y"
      case .sentBack: "sent back"
      case .delta: "δ"
      }
    }
  }

  /// The width that a column takes in the end, as a rule.
  ///
  /// - Parameters:
  ///   - column: any column behind the products.
  ///   - terms: the most products that come back to a cell.
  /// - Returns: characters.
  func leastWidth(of column: Column, terms: Int) -> Int {
    switch column {
    case .bias: 3
    case .sum, .output: gap > 1 ? 4 : 0
    case .sentBack: spellsSentBack ? max(9 * terms - 3, 8) : 0
    case .delta: gap > 1 ? 5 : 0
    }
  }

  /// From the widest to the narrowest.
  static func all(isWide: Bool) -> [LedgerForm] {
    let full = LedgerForm()
    var wide = full
    wide.gap = 5
    var short = full
    (short.decimals, short.deltaDecimals) = (2, 3)
    var summed = full
    summed.spellsSentBack = false
    var forward = short
    forward.columns = [.bias, .sum, .output, .delta]
    forward.gap = 1
    var results = full
    (results.hasProducts, results.spellsSentBack) = (false, false)
    results.columns = [.sum, .output, .sentBack, .delta]
    var least = results
    least.columns = [.sum, .output, .delta]
    var narrow = least
    narrow.gap = 1
    narrow.deltaDecimals = 3
    var outputs = narrow
    outputs.columns = [.output, .delta]
    var single = narrow
    single.columns = [.output]
    return (isWide ? [wide] : [])
      + [full, short, summed, forward, results, least, narrow, outputs, single]
  }
}
