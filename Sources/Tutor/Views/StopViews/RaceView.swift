import Engine
import TerminalKit
import Tracer

/// The ways of several optimizers over the contour lines of a loss with two parameters.
struct RaceView: StopView {
  static let name = "race"

  private let subject: StopSubject
  let table: RaceTable?
  let surface: LossSurface?

  init(_ subject: StopSubject) {
    self.subject = subject
    let table = RaceTable(subject)
    self.table = table
    surface = table.flatMap { table in
      subject.walk.experiment.flatMap {
        LossSurface($0, update: subject.stop.update, start: table.start)
      }
    }
  }

  private var absent: [String] {
    let header = subject.trace.header
    let count = header.layers.indices.compactMap { header.parameterShapes(of: $0) }
      .reduce(0) { $0 + $1.weights.count + $1.bias.count }
    return [
      "The loss is drawn over two parameters, one weight and one bias; this network has \(count) parameters.",
      "A race needs one weight and one bias.", "not 2 parameters",
    ]
  }

  func upper(_ room: Size) -> StopPane {
    guard let table else {
      return StopPane(
        heading: Heading("race"), lines: StopNotice.lines(absent, in: room, subject.glyphs))
    }
    let list = list(table, rows: room.rows)
    let width = list.map(\.width).max() ?? 0
    let isWide = room.columns >= width + 30 && room.rows >= 4
    let chart = RaceChart(
      table: table, surface: surface,
      room: Size(
        columns: isWide ? room.columns - width - 2 : room.columns,
        rows: isWide ? room.rows : max(room.rows - 1, 0)))
    let picture = chart.lines
    guard !isWide else {
      let left = room.columns - width - 2
      let lines = (0..<max(picture.count, list.count)).map { row in
        let first = picture.indices.contains(row) ? picture[row] : Line()
        return list.indices.contains(row) ? first.padded(to: left + 2) + list[row] : first
      }
      return StopPane(heading: heading(table, chart.levels), lines: Array(lines.prefix(room.rows)))
    }
    let own = own(table, width: room.columns)
    return StopPane(
      heading: heading(table, chart.levels), lines: Array((picture + [own]).suffix(room.rows)))
  }

  private func heading(_ table: RaceTable, _ levels: [Double]) -> Heading {
    let after = table.updates == 0 ? "at the start" : "after update \(table.updates)"
    let lines = levels.map { Numbers.rule($0) }.joined(separator: " ")
    let signs = "@ start" + (surface?.quadratic?.floor == nil ? "" : "   + floor")
    return Heading(
      "race", "\(after)   lines at loss \(lines)   \(signs)   o way of \(table.ways[0].name)",
      "\(after)   lines at loss \(lines)   \(signs)", "\(after)   lines at loss \(lines)", after)
  }

  // MARK: - The list

  private static func place(_ value: Double) -> String {
    let text = Numbers.fixed(value, decimals: 2)
    return text.count <= 6 ? text : Numbers.exponent(value, digits: 1)
  }

  private static func loss(_ value: Double?) -> String {
    guard let value else { return "·" }
    let text = Numbers.rule(value, decimals: 4)
    return text.count <= 7 ? text : Numbers.exponent(value, digits: 2)
  }

  private func loss(_ way: RaceTable.Way, _ table: RaceTable) -> String {
    way.isOwn && table.coversLoss ? "?" : Self.loss(way.loss)
  }

  private func list(_ table: RaceTable, rows: Int) -> [Line] {
    let name = min(max((table.ways + table.others).map(\.name.count).max() ?? 0, 4), 16)
    func line(_ sign: String, _ texts: [String], _ style: Style) -> Line {
      let widths = [5, 7, 7, 8]
      let figures = zip(texts.dropFirst(), widths).map { $0.leftPadded(to: $1) }.joined()
      return Line(
        "\(sign) \(String(texts[0].prefix(name)).rightPadded(to: name))\(figures)", style)
    }
    func line(_ way: RaceTable.Way, _ sign: String) -> Line {
      line(
        sign,
        [
          way.name, Numbers.rule(way.rate), Self.place(way.end.w), Self.place(way.end.b),
          loss(way, table),
        ], way.isOwn ? .accent : .plain)
    }
    let rate = subject.glyphs == .ascii ? "eta" : "η"
    let head = line("  ", ["", rate, "w", "b", "loss"], .dim)
    let ways = table.ways.map { line($0, "\($0.isOwn ? ">" : " ")\($0.letter)") }
    let others =
      table.others.isEmpty
      ? [] : [Line("   from elsewhere", .dim)] + table.others.map { line($0, "  ") }
    let room = max(rows - 1, 0)
    guard ways.count <= room else {
      let kept = ways.prefix(max(room - 1, 1))
      return Array(
        ([head] + kept + [Line("   \(ways.count - kept.count) more", .dim)]).prefix(rows))
    }
    return [head] + ways + (ways.count + others.count + 1 <= rows ? others : [])
  }

  /// The case at hand in one line, for rooms without a list.
  private func own(_ table: RaceTable, width: Int) -> Line {
    let way = table.ways[0]
    let (w, b) = (Self.place(way.end.w), Self.place(way.end.b))
    let forms = [
      " \(way.letter) \(way.name)   w \(w)   b \(b)   loss \(loss(way, table))",
      " w \(w) b \(b) loss \(loss(way, table))", " \(w) \(b)", " \(loss(way, table))", "",
    ]
    return Line(forms.first { $0.count <= width } ?? "", .accent)
  }

  // MARK: - Plain

  func plain() -> [String] {
    guard let table else { return TextWrap.lines(absent[0], width: 78) }
    let start = "w \(Numbers.rule(table.start.w)), b \(Numbers.rule(table.start.b))"
    var text =
      table.updates == 0
      ? "All begin at \(start)." : "After \(table.updates) updates; all began at \(start)."
    if let quadratic = surface?.quadratic, let floor = quadratic.floor {
      let (large, small) = quadratic.principal
      text +=
        " The loss is a bowl with its floor at w \(Numbers.rule(Self.clean(floor.w))), "
        + "b \(Numbers.rule(Self.clean(floor.b))); its curvatures are \(Numbers.rule(large)) and "
        + "\(Numbers.rule(small))."
    }
    var figures = TextTable([
      .init("case"), .init("η", .right), .init("w", .right), .init("b", .right),
      .init("loss", .right),
    ])
    figures.rows = (table.ways + table.others).map {
      [
        $0.name, Numbers.rule($0.rate), Self.place($0.end.w), Self.place($0.end.b),
        loss($0, table),
      ]
    }
    let others =
      table.others.isEmpty
      ? [] : ["The last \(table.others.count) began elsewhere or with other data."]
    return TextWrap.lines(text, width: 78) + [""] + figures.lines(width: 78) + others
  }

  /// 0 for what is only a rounding error away from it.
  private static func clean(_ value: Double) -> Double { abs(value) < 1e-9 ? 0 : value }
}
