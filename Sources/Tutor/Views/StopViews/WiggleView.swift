import Engine
import TerminalKit
import Tracer

/// One derivative measured with many h, beside what the rules say.
struct WiggleView: StopView {
  static let name = "wiggle"
  /// Larger work is not done while a screen is drawn: multiplications of all its passes.
  static let limit = 2_000_000

  let subject: StopSubject

  init(_ subject: StopSubject) { self.subject = subject }

  /// What is worth most comes first; they are shown by size.
  private static let steps = [
    0.1, 1e-12, 0.5, 1e-5, 0.05, 0.01, 1e-8, 1e-4, 1e-6, 1e-3, 1e-10, 1e-7, 0.2, 1e-9, 1e-11,
    0.02, 5e-3, 2e-3,
  ]

  /// What was measured.
  private struct Figures {
    let name: String
    let rule: String
    let value: Double
    let analytic: Double
    let rows: [DifferenceQuotients]
    /// A question asks for this derivative.
    let isCovered: Bool

    func error(_ row: DifferenceQuotients) -> Double { abs(row.central - analytic) }
  }

  private enum Measurement {
    case figures(Figures)
    case refusal(String)
  }

  private func measure(_ count: Int) -> Measurement {
    let (walk, header) = (subject.walk, subject.trace.header)
    guard let experiment = walk.experiment else {
      return .refusal("This trace lacks what a loss is computed from.")
    }
    guard let cell = subject.cell, let event = walk.names.event(of: cell),
      let tensor = CheckedTensor(cell.tensor, of: event, in: header)
    else {
      return .refusal("Choose a weight, a delta or an input: the loss is a function of these.")
    }
    guard work(count, batch: experiment.steps.first?.input.shape[0] ?? 1) <= Self.limit else {
      return .refusal("This network is too large to be measured again for each h; f checks one h.")
    }
    guard let check = try? GradientCheck(experiment, update: subject.stop.update),
      let moved = tensor.argument(at: cell.index, update: subject.stop.update, in: subject.trace),
      let measured = check.quotients(
        tensor, at: cell.index, steps: Self.steps.prefix(count).sorted(by: >))
    else { return .refusal("The loss cannot be measured here.") }
    let isCovered = subject.covered.contains(cell)
    let rule: String =
      switch tensor {
      case .weights, .bias: "Rule 2"
      case .weightedSum, .input: "Rule 1"
      case .output: "E"
      }
    return .figures(
      Figures(
        name: walk.names.name(of: moved), rule: rule, value: measured.value,
        analytic: measured.analytic, rows: measured.quotients, isCovered: isCovered))
  }

  private func work(_ count: Int, batch: Int) -> Int {
    let header = subject.trace.header
    let products = header.layers.indices.reduce(0) {
      $0 + header.layers[$1].multiplications(input: header.input(of: $1))
        + header.output(of: $1).count
    }
    return products * batch * (2 * count + 3 * subject.stop.update)
  }

  // MARK: - Screen

  func upper(_ room: Size) -> StopPane {
    // Two lines are not rows of h: the titles and, where no heading is seen, what the rule says.
    let repeatsRule = room.columns < 60 && room.rows > 3
    let head = (room.rows > 1 ? 1 : 0) + (repeatsRule ? 1 : 0)
    switch measure(min(max(room.rows - head, 1), Self.steps.count)) {
    case .refusal(let sentence):
      return StopPane(Self.name, saying: sentence, room: room, glyphs: subject.glyphs)
    case .figures(let figures):
      let forms = WiggleForm.all(
        columns: room.columns, hasKinks: figures.rows.contains { $0.kink != nil })
      let table = StopTable.fitting(
        room.columns,
        forms.map { form in
          { self.table(figures, form, hasTitles: room.rows > 1, repeatsRule: repeatsRule) }
        })
      return StopPane(
        heading: heading(figures), lines: Array(table.lines().prefix(max(room.rows, 0))))
    }
  }

  private func heading(_ figures: Figures) -> Heading {
    let moved = "\(figures.name) = \(Numbers.rule(figures.value))"
    let says = figures.isCovered ? "?" : Numbers.loss(figures.analytic, decimals: 6)
    return Heading(
      Self.name,
      "\(subject.walk.run?.name ?? subject.walk.title)   \(moved), \(figures.rule) says \(says)",
      "\(moved), \(figures.rule) says \(says)", "\(figures.rule) says \(says)")
  }

  private func table(
    _ figures: Figures, _ form: WiggleForm, hasTitles: Bool, repeatsRule: Bool
  ) -> StopTable {
    var table = StopTable(rows: hasTitles ? [form.columns.map { Line($0.title, .dim) }] : [])
    table.left = Set(form.columns.indices.filter { [.bar, .note].contains(form.columns[$0]) })
    table.gap = form.gap
    table.rows += figures.rows.map { row in
      form.columns.map { cell($0, row, figures, form) }
    }
    if repeatsRule {
      let says = figures.isCovered ? "?" : Numbers.loss(figures.analytic, decimals: form.decimals)
      table.rows.append(
        form.columns.map {
          switch $0 {
          case .step: Line(" " + figures.rule, .accent)
          case .central: Line([Span(says, .chosen, link: subject.cell.map(TutorLink.cell))])
          default: ""
          }
        })
    }
    return table
  }

  private func cell(
    _ column: WiggleForm.Column, _ row: DifferenceQuotients, _ figures: Figures, _ form: WiggleForm
  ) -> Line {
    switch column {
    case .step: return Line(" " + Self.short(row.h))
    case .plus: return number(row.lossPlus, figures, decimals: 12, isLoss: true)
    case .minus: return number(row.lossMinus, figures, decimals: 12, isLoss: true)
    case .oneSided: return number(row.oneSided, figures, decimals: form.decimals)
    case .central: return number(row.central, figures, decimals: form.decimals)
    case .bar: return bar(row, figures, form)
    case .error:
      return figures.isCovered ? Line("?", .accent) : Line(errorText(row, figures))
    case .note: return Line(subject.glyphs.spell(row.kink.map(note) ?? ""), .warning)
    }
  }

  private func number(
    _ value: Double, _ figures: Figures, decimals: Int, isLoss: Bool = false
  ) -> Line {
    guard !figures.isCovered else { return Line("?", .accent) }
    guard !isLoss else { return Line(Numbers.loss(value, decimals: decimals)) }
    guard value.isFinite else { return Line("-", .dim) }
    let scale = figures.rows.map { abs($0.central) }.filter(\.isFinite).max() ?? 0
    let step = Ink.step(of: value, scale: max(scale, abs(figures.analytic)))
    return Line(
      Numbers.loss(value, decimals: decimals), step.map { .heat(.deltas, $0) } ?? .plain)
  }

  /// From 1e-13 (nothing) to 1 (the whole width).
  private func bar(_ row: DifferenceQuotients, _ figures: Figures, _ form: WiggleForm) -> Line {
    guard !figures.isCovered else { return Line("?", .accent) }
    let error = figures.error(row)
    let axis = LogAxis(fitting: [1e-13, 1])
    let share = error > 0 ? min(max(axis?.share(of: error) ?? 0, 0), 1) : 0
    let bar = Plot.bar(share, columns: form.barColumns, character: "#")
    let style: Style = row.kink == nil ? .mark(.deltas, 4) : .warning
    return Line([Span(bar, style), Span((bar.isEmpty ? "" : " ") + errorText(row, figures))])
  }

  private func errorText(_ row: DifferenceQuotients, _ figures: Figures) -> String {
    guard row.step != 0 else { return "w + h = w" }
    return Numbers.exponent(figures.error(row), digits: 1)
  }

  /// `gate of A[1]`.
  private func note(_ kink: Kink) -> String {
    let header = subject.trace.header
    let label = header.index(of: kink.layer).map { subject.walk.annotator.labels[$0] } ?? kink.layer
    let place = kink.index.dropFirst().map(String.init).joined(separator: ",")
    let decision: String =
      switch kink.decision {
      case .gate: "gate"
      case .winner: "winner"
      case .sign: "sign"
      case .clip: "clip"
      }
    return "\(decision) of \(label)[\(place)]"
  }

  /// `0.5`, `1e-12`.
  private static func short(_ h: Double) -> String {
    h >= 1e-3 ? "0" + Numbers.rule(h) : Numbers.exponent(h, digits: 1)
  }

  // MARK: - In words

  func plain() -> [String] {
    switch measure(8) {
    case .refusal(let sentence): return TextWrap.lines(sentence, width: 78)
    case .figures(let figures):
      let says = figures.isCovered ? "?" : Numbers.loss(figures.analytic, decimals: 6)
      var table = TextTable([
        .init("h", .right), .init("one side", .right), .init("both sides", .right),
        .init("error of both", .right), .init("changes between -h and +h"),
      ])
      table.rows = figures.rows.map { row in
        [
          Self.short(row.h), number(row.oneSided, figures, decimals: 6).text,
          number(row.central, figures, decimals: 6).text,
          figures.isCovered ? "?" : errorText(row, figures), row.kink.map(note) ?? "nothing",
        ]
      }
      return TextWrap.lines(
        "\(figures.name) = \(Numbers.rule(figures.value)). \(figures.rule) says that the slope of the loss there is "
          + "\(says). Measured, h up and h down:", width: 78) + table.lines(width: 78)
    }
  }
}

/// What of the quotients is shown: as much as the room is wide.
struct WiggleForm: Sendable {
  enum Column: Sendable {
    case step, plus, minus, oneSided, central, bar, error, note

    var title: String {
      switch self {
      case .step: " h"
      case .plus: "loss(w + h)"
      case .minus: "loss(w - h)"
      case .oneSided: "one side"
      case .central: "both sides"
      case .bar: "error of both, logarithmic"
      case .error: "error"
      case .note: "kink"
      }
    }
  }

  let columns: [Column]
  var decimals = 6
  var barColumns = 22
  var gap = 3

  /// From the widest to the narrowest.
  ///
  /// - Parameters:
  ///   - columns: of the room.
  ///   - hasKinks: whether there are decisions to name.
  /// - Returns: at least one form.
  static func all(columns: Int, hasKinks: Bool) -> [WiggleForm] {
    let forms = [
      WiggleForm(
        columns: [.step, .plus, .minus, .oneSided, .central, .bar, .note], decimals: 8,
        barColumns: min(max(columns - 105, 10), 40), gap: 4),
      WiggleForm(columns: [.step, .oneSided, .central, .bar, .note], barColumns: 18, gap: 2),
      WiggleForm(columns: [.step, .oneSided, .central, .error, .note], gap: 2),
      WiggleForm(columns: [.step, .oneSided, .central, .error], gap: 1),
      WiggleForm(columns: [.step, .central, .error], gap: 1),
      WiggleForm(columns: [.step, .central], gap: 1),
      WiggleForm(columns: [.step, .central], decimals: 2, gap: 1),
      WiggleForm(columns: [.central], decimals: 2, gap: 1),
    ]
    guard !hasKinks else { return forms }
    return forms.map { form in
      WiggleForm(
        columns: form.columns.filter { $0 != .note }, decimals: form.decimals,
        barColumns: form.barColumns, gap: form.gap)
    }
  }
}
