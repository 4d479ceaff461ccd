import Engine
import TerminalKit
import Tracer

/// Every mask of a small dropout layer, and what the network would have answered with it.
struct MasksView: StopView {
  static let name = "masks"
  /// More cells than this have too many masks.
  static let limit = 6
  /// Larger work is not done while a screen is drawn: multiplications of all its passes.
  static let workLimit = 2_000_000

  let subject: StopSubject

  init(_ subject: StopSubject) { self.subject = subject }

  private var header: TraceHeader { subject.trace.header }

  /// What every mask leads to.
  private struct Figures {
    let layer: Int
    /// The output that is shown.
    let unit: Int
    let sample: Int
    let isSoftmax: Bool
    let all: [MaskOutcomes.Outcome]
    let test: MaskOutcomes.Outcome
    let now: [Float]

    func score(_ outcome: MaskOutcomes.Outcome) -> Double { value(outcome.sum) }
    func share(_ outcome: MaskOutcomes.Outcome) -> Double { value(outcome.output) }

    private func value(_ tensor: Tensor<Double>) -> Double {
      tensor.shape.offset(of: [sample, unit]).map { tensor.elements[$0] } ?? .nan
    }
  }

  private enum Run {
    case figures(Figures)
    case refusal(String)
  }

  private func run() -> Run {
    let layers = header.layers.indices
    let dropouts = layers.filter { header.layers[$0].kind is DropoutKind }
    guard let first = dropouts.first else {
      return .refusal("This network has no dropout layer, so there is no mask to show.")
    }
    let layer = subject.stop.layer.flatMap { dropouts.contains($0) ? $0 : nil } ?? first
    let cells = header.output(of: layer).count
    guard cells <= Self.limit else {
      return .refusal(
        "\(label(layer)) has \(cells) cells and so 2 to the \(cells) masks; at most "
          + "\(Self.limit) cells can be shown.")
    }
    guard header.shapes.last?.rank == 1 else {
      return .refusal("The network answers with maps, not with a list of outputs.")
    }
    guard let experiment = subject.walk.experiment else {
      return .refusal("This trace lacks what an answer is computed from.")
    }
    guard work(layer, experiment) <= Self.workLimit else {
      return .refusal("This network is too large to be run again with every mask.")
    }
    guard
      let masks = try? MaskOutcomes(experiment, update: subject.stop.update, layer: layer)
    else { return .refusal("The masks of this update cannot be computed.") }
    return .figures(
      Figures(
        layer: layer, unit: unit(experiment), sample: subject.sample,
        isSoftmax: header.layers.last?.activation == .softmax, all: masks.all(),
        test: masks.unmasked(), now: masks.own))
  }

  private func work(_ layer: Int, _ experiment: Case) -> Int {
    func products(_ layers: Range<Int>) -> Int {
      layers.reduce(0) {
        $0 + header.layers[$1].multiplications(input: header.input(of: $1))
          + header.output(of: $1).count
      }
    }
    let batch = experiment.steps.first?.input.shape[0] ?? 1
    let masks = 1 << header.output(of: layer).count
    return batch
      * (masks * products(layer..<header.layers.count)
        + 3 * subject.stop.update * products(0..<header.layers.count))
  }

  private func label(_ layer: Int) -> String { subject.walk.annotator.labels[layer] }

  /// The chosen output, or the one that the target asks for.
  private func unit(_ experiment: Case) -> Int {
    let last = header.layers.count - 1
    if let cell = subject.cell, subject.walk.names.layer(of: cell) == last,
      subject.walk.names.event(of: cell)?.kind != .loss,
      let kind = subject.walk.names.event(of: cell)?.kind,
      [.weightedSum, .activation, .delta, .initialError].contains(kind), let unit = cell.index.last
    {
      return unit
    }
    let step =
      experiment.steps.indices.contains(subject.stop.update - 1)
      ? experiment.steps[subject.stop.update - 1] : experiment.look ?? experiment.steps.last
    let outputs = header.shapes.last?.count ?? 1
    guard let target = step?.target.elements.dropFirst(subject.sample * outputs).prefix(outputs),
      let best = target.indices.max(by: { target[$0] < target[$1] })
    else { return 0 }
    return best - target.startIndex
  }

  /// `yes`, `Y[0]`, `Y`.
  private func name(of unit: Int) -> String {
    let last = header.layers.count - 1
    let name = subject.walk.names.unit(unit, layer: last)
    if name != String(unit) { return name }
    return header.output(of: last).count == 1 ? label(last) : "\(label(last))[\(unit)]"
  }

  // MARK: - Screen

  func upper(_ room: Size) -> StopPane {
    switch run() {
    case .refusal(let sentence):
      return StopPane(Self.name, saying: sentence, room: room, glyphs: subject.glyphs)
    case .figures(let figures):
      return StopPane(heading: heading(figures), lines: lines(figures, room))
    }
  }

  private func heading(_ figures: Figures) -> Heading {
    let layer = label(figures.layer)
    let rate = (header.layers[figures.layer].kind as? DropoutKind)?.rate ?? 0
    let all = "all \(figures.all.count) masks of \(layer)"
    let names = titles(figures).joined(separator: ", ")
    return Heading(
      Self.name, "\(all) (rate \(Numbers.rule(rate))): \(names)   > now",
      "\(all): \(names)   > now",
      "\(all)   > now", all)
  }

  private func titles(_ figures: Figures) -> [String] {
    let unit = name(of: figures.unit)
    return [
      "score of \(unit)", figures.isSoftmax ? "share of \(unit)" : "output of \(unit)", "loss",
    ]
  }

  /// How much is said of a mask, and with how many decimals.
  private struct Form {
    var score = true
    var share = true
    var loss = true
    var gap = 2
  }

  private static let forms = [
    Form(), Form(gap: 1), Form(share: false), Form(score: false, share: false),
    Form(score: false, share: false, gap: 1), Form(score: false, share: false, loss: false, gap: 1),
  ]

  private func lines(_ figures: Figures, _ room: Size) -> [Line] {
    guard room.rows > 0 else { return [] }
    let wide = Self.forms.first { entries(figures, $0).width <= room.columns } ?? Self.forms[5]
    // Closer columns if that brings all masks into the room.
    let form = Self.forms.prefix(2).first { isRoom(for: figures, in: $0, room) } ?? wide
    let list = entries(figures, form).lines()
    let masks = Array(list.prefix(figures.all.count))
    let sums = Array(list.suffix(2))
    let width = list.map(\.width).max() ?? 0
    let between = between(form, room)
    let most = max((room.columns + between) / (width + between), 1)
    // The mean and the test take one line or two, below the masks.
    let below = most > 1 ? [beside(sums, between)] : sums
    let rowsLeft = room.rows - below.count
    guard rowsLeft > 0 else {
      return [masks[now(figures) ?? 0]]
    }
    let wanted = max((figures.all.count + rowsLeft - 1) / rowsLeft, 1)
    let columns = min(wanted, most)
    let rows = (figures.all.count + columns - 1) / columns
    let body = (0..<rows).map { row in
      beside(
        (0..<columns).compactMap { column in
          masks.indices.contains(column * rows + row) ? masks[column * rows + row] : nil
        }, between)
    }
    let chosen = (now(figures) ?? 0) % rows
    return StopTable.window(
      body, head: 0, chosen: chosen, room: Size(columns: room.columns, rows: rowsLeft)) + below
  }

  /// Blanks between two columns of masks.
  private func between(_ form: Form, _ room: Size) -> Int {
    room.columns >= 120 ? 6 : form.gap + 1
  }

  private func isRoom(for figures: Figures, in form: Form, _ room: Size) -> Bool {
    let (width, between) = (entries(figures, form).width, between(form, room))
    return (room.columns + between) / (width + between) * (room.rows - 1) >= figures.all.count
  }

  private func beside(_ lines: [Line], _ between: Int) -> Line {
    lines.dropFirst().reduce(lines.first ?? "") {
      $0 + Line(String(repeating: " ", count: between)) + $1
    }
  }

  private func now(_ figures: Figures) -> Int? {
    figures.all.firstIndex { $0.mask == figures.now }
  }

  /// A row for each mask, then the mean of all and the test.
  private func entries(_ figures: Figures, _ form: Form) -> StopTable {
    var table = StopTable(rows: [], gap: form.gap)
    let now = now(figures)
    table.rows = figures.all.enumerated().map { number, outcome in
      entry(
        picture(outcome.mask), outcome, figures, form, isNow: number == now)
    }
    let count = Double(figures.all.count)
    func mean(_ value: (MaskOutcomes.Outcome) -> Double) -> Double {
      figures.all.reduce(0) { $0 + value($1) } / count
    }
    table.rows.append(
      row(
        " mean", mean(figures.score), mean(figures.share), mean { $0.loss }, form, style: .bold))
    table.rows.append(
      row(
        " test", figures.score(figures.test), figures.share(figures.test), figures.test.loss, form,
        style: .bold))
    return table
  }

  /// `2··2`: the factors of the cells, `·` for those that are silenced.
  private func picture(_ mask: [Float]) -> String {
    subject.glyphs.spell(
      mask.map { factor in
        let figure = Numbers.rule(Double(factor))
        return factor == 0 ? "·" : figure.count == 1 ? figure : "#"
      }.joined())
  }

  private func entry(
    _ picture: String, _ outcome: MaskOutcomes.Outcome, _ figures: Figures, _ form: Form,
    isNow: Bool
  ) -> [Line] {
    var row = row(
      (isNow ? ">" : " ") + picture, figures.score(outcome), figures.share(outcome), outcome.loss,
      form, style: isNow ? .chosen : .plain)
    guard isNow else { return row }
    // The numbers of this update stand in the trace: they can be picked, and covered.
    let last = header.layers.count - 1
    let cells = [
      form.score ? cell(.weightedSum, .weightedSum, last, [figures.sample, figures.unit]) : nil,
      form.share ? cell(.activation, .output, last, [figures.sample, figures.unit]) : nil,
      form.loss ? cell(.loss, .loss, nil, [0]) : nil,
    ]
    let shown = zip([form.score, form.share, form.loss], cells).filter(\.0).map(\.1)
    for (place, cell) in shown.enumerated() {
      guard let cell, row.indices.contains(place + 1) else { continue }
      if subject.text.state(of: cell) == .covered { row[place + 1] = Line("?", .accent) }
      row[place + 1] = Line(
        row[place + 1].spans.map { Span($0.text, $0.style, link: TutorLink.cell(cell)) })
    }
    return row
  }

  private func cell(_ kind: TraceKind, _ tensor: TensorName, _ layer: Int?, _ index: [Int])
    -> CellAddress?
  {
    subject.trace.position(
      kind, layer: layer.map { header.names[$0] }, update: subject.stop.update
    ).map { CellAddress(event: $0, tensor: tensor, index: index) }
  }

  private func row(
    _ title: String, _ score: Double, _ share: Double, _ loss: Double, _ form: Form, style: Style
  ) -> [Line] {
    func number(_ value: Double, _ decimals: Int) -> Line {
      Line(Numbers.loss(value, decimals: decimals), style)
    }
    return [Line(title, style)] + (form.score ? [number(score, 2)] : [])
      + (form.share ? [number(share, 3)] : []) + (form.loss ? [number(loss, 3)] : [])
  }

  // MARK: - In words

  func plain() -> [String] {
    switch run() {
    case .refusal(let sentence): return TextWrap.lines(sentence, width: 78)
    case .figures(let figures):
      var table = TextTable(
        [.init("mask")] + titles(figures).map { .init($0, .right) } + [.init("")])
      let rows = entries(figures, Self.forms[0]).rows
      table.rows = rows.map { row in
        let title = row[0].text
        let isNow = title.hasPrefix(">")
        return [String(title.dropFirst())] + row.dropFirst().map(\.text)
          + [isNow ? "this update" : ""]
      }
      return TextWrap.lines(
        "Every mask of \(label(figures.layer)), and what the network would answer with it; a point is a cell that is "
          + "silenced, a number the factor of one that is heard.", width: 78)
        + table.lines(width: 78)
    }
  }
}
