import Engine
import TerminalKit
import Tracer

/// A few weights after every update, in all runs of a lesson: what penalties and optimizers do to them.
///
/// The whole run is shown, also what comes after the stop: the view compares runs, it does not walk through one.
struct WeightsView: StopView {
  static let name = "weights"
  /// More weights of a cell than this are not shown; only the chosen one is.
  static let limit = 6

  let subject: StopSubject
  /// The tunable layer at hand: that of the stop, or the first.
  private let layer: String?
  private let unit: Int
  /// The chosen weight of the unit; nil where none is chosen.
  private let chosen: Int?

  init(_ subject: StopSubject) {
    self.subject = subject
    let header = subject.trace.header
    let tunable = header.layers.indices.filter { header.isTunable($0) }
    let index = subject.stop.layer.flatMap { tunable.contains($0) ? $0 : nil } ?? tunable.first
    layer = index.map { header.names[$0] }
    let kind = subject.cell.flatMap { subject.walk.names.event(of: $0)?.kind }
    let isWeight = kind.map { [.gradient, .correction, .parameters].contains($0) } ?? false
    let cell = isWeight ? subject.cell : nil
    unit = cell?.index.first ?? 0
    chosen = cell.flatMap { $0.tensor == .weights && $0.index.count == 2 ? $0.index[1] : nil }
  }

  /// A run with what is shown of it.
  private struct Run {
    let name: String
    let title: String
    let trace: Trace
    let isOwn: Bool
  }

  /// The runs whose layer has the same weights.
  private var runs: [Run] {
    guard let layer, let shape = shape(subject.trace, layer) else { return [] }
    let fitting = subject.cases.filter { self.shape($0.trace, layer) == shape }
    let own = subject.walk.run?.name ?? subject.walk.title
    let titles = fitting.map { Self.title(of: $0.trace.header) }
    return zip(fitting, titles).map { run, title in
      Run(
        name: run.name, title: titles.count { $0 == title } == 1 ? title : run.name,
        trace: run.trace, isOwn: run.name == own)
    }
  }

  private func shape(_ trace: Trace, _ layer: String) -> Shape? {
    trace.position(.parameters, layer: layer, update: 0)
      .flatMap { trace.events[$0].event.tensors[.weights]?.shape }
  }

  /// `none`, `L2 .5`, `adam L2 .01`.
  private static func title(of header: TraceHeader) -> String {
    let penalty = header.regularization.kernel
    var parts: [String] = header.optimizer.name == .sgd ? [] : ["\(header.optimizer.name)"]
    if penalty.l2 != 0 { parts.append("L2 \(Numbers.rule(penalty.l2))") }
    if penalty.l1 != 0 { parts.append("L1 \(Numbers.rule(penalty.l1))") }
    return parts.isEmpty ? "none" : parts.joined(separator: " ")
  }

  private var refusal: String? {
    guard let layer, let shape = shape(subject.trace, layer), shape.rank == 2 else {
      return "This view lists the weights of a dense layer; none stands here."
    }
    guard shape[1] <= Self.limit || chosen != nil else {
      return "A cell has \(shape[1]) weights here: choose one of them, and its way is shown."
    }
    return nil
  }

  /// The weights that are shown.
  private var weights: [Int] {
    guard let layer, let shape = shape(subject.trace, layer), shape.rank == 2 else { return [] }
    return shape[1] <= Self.limit ? Array(0..<shape[1]) : chosen.map { [$0] } ?? []
  }

  private func cell(_ trace: Trace, _ weight: Int, after update: Int) -> CellAddress? {
    trace.position(.parameters, layer: layer, update: update)
      .map { CellAddress(event: $0, tensor: .weights, index: [unit, weight]) }
  }

  /// Updates that some run has weights after; 0 is the start.
  private func updates(_ runs: [Run]) -> [Int] {
    let last = runs.map(\.trace.updates).max() ?? 0
    return (0...last).filter { update in
      runs.contains { cell($0.trace, weights.first ?? 0, after: update) != nil }
    }
  }

  /// The update whose result stands at the stop.
  private var current: Int {
    subject.stop.part == .correction ? subject.stop.update : subject.stop.update - 1
  }

  // MARK: - Screen

  func upper(_ room: Size) -> StopPane {
    if let refusal {
      return StopPane(Self.name, saying: refusal, room: room, glyphs: subject.glyphs)
    }
    let runs = runs
    let form = forms(runs).first {
      table(runs, $0, updates: updates(runs)).width <= room.columns
    }
    let narrowest = Form(
      runs: runs.indices.filter { runs[$0].isOwn }, weights: [chosen ?? weights[0]], decimals: 2,
      gap: 1, isTitled: false)
    let shown = form ?? narrowest
    let head = room.rows >= 4 && shown.isTitled ? (shown.weights.count > 1 ? 2 : 1) : 0
    let rows = kept(updates(runs), room.rows - head)
    var lines = table(runs, shown, updates: rows).lines()
    lines = Array(lines.dropFirst(2 - head).prefix(max(room.rows, 0)))
    return StopPane(heading: heading(runs, shown), lines: lines)
  }

  private func heading(_ runs: [Run], _ form: Form) -> Heading {
    let label = subject.walk.annotator.label(of: layer)
    let (rate, header) = (subject.trace.header.learningRate(ofUpdate: 1), subject.trace.header)
    let names = form.weights.map { "w[\($0)]" }.joined(separator: ", ")
    let which = "\(names) of \(unitName(label)) after every update"
    return Heading(
      Self.name,
      "\(which)   > now: \(Self.title(of: header)), η = \(Numbers.rule(rate))", which, names)
  }

  private func unitName(_ label: String) -> String {
    let units = layer.flatMap { shape(subject.trace, $0) }?.dimensions.first ?? 1
    return units == 1 ? label : "\(label)[\(unit)]"
  }

  /// Which runs and weights have columns.
  private struct Form {
    var runs: [Int]
    var weights: [Int]
    var decimals = 3
    var gap = 2
    var isTitled = true
  }

  /// From the widest on: all weights of all runs, of some neighbours of this run, the chosen weight of all, and so on.
  private func forms(_ runs: [Run]) -> [Form] {
    let own = runs.firstIndex(where: \.isOwn) ?? 0
    let all = Array(runs.indices)
    let one = chosen.map { [$0] } ?? weights.first.map { [$0] } ?? []
    // This run in the middle of so many, or as near to it as the ends allow.
    func neighbours(_ count: Int) -> [Int] {
      let first = min(max(own - count / 2, 0), runs.count - count)
      return Array(first..<first + count)
    }
    var forms = [
      Form(runs: all, weights: weights, gap: 3), Form(runs: all, weights: weights),
      Form(runs: all, weights: weights, gap: 1),
    ]
    if runs.count > 3 {
      forms += [Form(runs: neighbours(3), weights: weights)]
    }
    forms.append(Form(runs: all, weights: one, gap: 1))
    for count in stride(from: runs.count - 1, through: 1, by: -1) {
      forms.append(Form(runs: neighbours(count), weights: one, gap: 1))
    }
    return forms
  }

  /// The first and the last updates, and the one at hand, if not all find room.
  private func kept(_ updates: [Int], _ rows: Int) -> [Int] {
    guard updates.count > rows else { return updates }
    guard rows > 0 else { return [] }
    var kept: [Int] = updates.contains(current) ? [current] : []
    let (early, late) = (updates.prefix((rows + 1) / 2 - 1), updates.reversed())
    for update in Array(early) + Array(late) where kept.count < rows && !kept.contains(update) {
      kept.append(update)
    }
    return kept.sorted()
  }

  /// Two rows of titles, then one row an update.
  private func table(_ runs: [Run], _ form: Form, updates: [Int]) -> StopTable {
    var table = StopTable(rows: [], left: [], gap: form.gap)
    let middle = form.weights.count / 2
    var (titles, names): ([Line], [Line]) = ([""], [Line(" update", .dim)])
    for (place, run) in form.runs.enumerated() {
      if place > 0, form.weights.count > 1 {
        titles.append(" ")
        names.append(" ")
      }
      for (column, weight) in form.weights.enumerated() {
        let title = Line(
          (runs[run].isOwn ? ">" : "") + runs[run].title, runs[run].isOwn ? .accent : .plain)
        titles.append(column == middle ? title : "")
        names.append(Line("w[\(weight)]", .dim))
      }
    }
    if form.weights.count == 1 { titles[0] = Line(" update", .dim) }
    table.rows = form.weights.count == 1 ? [names, titles] : [titles, names]
    table.rows += updates.map { update in
      let isNow = update == current
      var row: [Line] = [Line((isNow ? ">" : " ") + String(update), isNow ? .accent : .plain)]
      for (place, run) in form.runs.enumerated() {
        if place > 0, form.weights.count > 1 { row.append(" ") }
        row += form.weights.map { number(runs[run], $0, update, form.decimals, isNow) }
      }
      return row
    }
    return table
  }

  private func number(
    _ run: Run, _ weight: Int, _ update: Int, _ decimals: Int, _ isNow: Bool
  ) -> Line {
    guard let cell = cell(run.trace, weight, after: update),
      let value = Provenance(run.trace).value(at: cell)
    else { return "" }
    if run.isOwn, subject.covered.contains(cell) {
      return Line([Span("?", .accent, link: TutorLink.cell(cell))])
    }
    let text = Numbers.loss(Double(value), decimals: decimals)
    if run.isOwn, isNow, weight == chosen {
      return Line([Span(text, .chosen, link: TutorLink.cell(cell))])
    }
    let step = Ink.step(of: Double(value), scale: scale)
    let style: Style = step.map { .heat(.weights, $0) } ?? .warning
    return Line([Span(text, style, link: run.isOwn ? TutorLink.cell(cell) : nil)])
  }

  /// The largest weight at the start has the strongest colour.
  private var scale: Double {
    let values = weights.compactMap { weight in
      cell(subject.trace, weight, after: 0).flatMap { subject.provenance.value(at: $0) }
    }
    return Double(values.filter(\.isFinite).map(\.magnitude).max() ?? 1) * 2
  }

  // MARK: - In words

  func plain() -> [String] {
    if let refusal { return TextWrap.lines(refusal, width: 78) }
    let runs = runs
    return runs.flatMap { run -> [String] in
      var table = TextTable(
        [.init("update", .right)] + weights.map { .init("w[\($0)]", .right) })
      table.rows = updates([run]).map { update in
        [String(update)] + weights.map { number(run, $0, update, 3, false).text }
      }
      let label = subject.walk.annotator.label(of: layer)
      return ["Weights of \(unitName(label)) with \(run.title)\(run.isOwn ? ", this run" : ""):"]
        + table.lines(width: 78)
    }
  }
}
