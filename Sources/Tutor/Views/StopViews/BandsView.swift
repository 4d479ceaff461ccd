import TerminalKit
import Tracer

/// How large the signals, deltas and gradients of every layer are, on a logarithmic scale, in all cases of the lesson.
struct BandsView: StopView {
  static let name = "bands"

  private let subject: StopSubject
  private let table: BandsTable

  init(_ subject: StopSubject) {
    self.subject = subject
    table = BandsTable(subject)
  }

  func upper(_ room: Size) -> StopPane {
    let layers = table.bands[0].rows.count
    let plan = Plan(room: room, focus: focus)
    if layers > max(room.rows - 1, 1), layers >= 12, room.rows >= 4, room.columns >= 24 {
      return StopPane(
        heading: Heading("bands", "size (rms) of every layer, one column each", "size of layers"),
        lines: BandsCurves(
          band: table.bands[0], signal: signal, focus: focus, here: subject.stop.layer
        ).lines(in: room))
    }
    let scales = scales(plan)
    let steps = Set(plan.charts.compactMap { scales[$0]?.step })
    return StopPane(heading: heading(steps), lines: lines(in: room, plan, scales))
  }

  private func heading(_ steps: Set<Double>) -> Heading {
    let size = "size (rms) of every layer"
    guard steps.count == 1, let step = steps.first, step >= 1 else {
      return Heading("bands", "\(size), logarithmic scale", size, "sizes")
    }
    let places = ["one place", "two places", "three places", "four places"][Int(step) - 1]
    return Heading(
      "bands", "\(size); \(places) to the right \(step == 1 ? "is" : "are") a factor 2", size,
      "sizes")
  }

  /// What the stop is about.
  private var focus: BandsTable.Quantity {
    switch subject.stop.part {
    case .gradient, .noGradient, .correction, .noCorrection: .gradient
    case .delta, .noDelta, .initialError: .delta
    default: .signal
    }
  }

  private var signal: String { table.showsOutputs ? "Y" : "S" }

  // MARK: - The plan of a line

  /// Which quantities a line has, and how wide their charts are together.
  private struct Plan {
    static let number = 6
    let label: Int
    let quantities: [BandsTable.Quantity]
    let charts: [BandsTable.Quantity]
    /// Places of all charts.
    let places: Int

    init(room: Size, focus: BandsTable.Quantity) {
      let all = BandsTable.Quantity.allCases
      label = room.columns >= 56 ? 6 : 4
      if room.columns >= 110 {
        (quantities, charts) = (all, all)
      } else if room.columns >= 56 {
        (quantities, charts) = (all, [.signal, .delta])
      } else {
        quantities = room.columns >= 34 ? all : [focus]
        charts = [focus]
      }
      let figures = label + quantities.count * (Self.number + 1) + 2 * charts.count
      places = max(room.columns - figures, 0)
    }
  }

  /// One step for all charts so that they can be compared, and for each as many places as its sizes need; where there
  /// is not a place for every factor of two, charts of one width.
  private func scales(_ plan: Plan) -> [BandsTable.Quantity: BandScale] {
    let magnitudes = Dictionary(
      uniqueKeysWithValues: plan.charts.map { quantity in
        (
          quantity,
          table.bands.flatMap { $0.rows.compactMap { $0.entry(quantity).magnitude } }
        )
      })
    for step in [4, 3, 2, 1] as [Double] {
      let scales = magnitudes.compactMapValues { BandScale($0, step: step) }
      if scales.values.reduce(0, { $0 + $1.places }) <= plan.places { return scales }
    }
    let share = min(plan.places / max(plan.charts.count, 1), 60)
    return magnitudes.compactMapValues { BandScale($0, places: share) }
  }

  // MARK: - Lines

  private func lines(
    in room: Size, _ plan: Plan, _ scales: [BandsTable.Quantity: BandScale]
  ) -> [Line] {
    guard room.rows > 0, room.columns >= 14 else {
      return StopNotice.lines(["The bands need more room.", "no room", "·"], in: room, .unicode)
    }
    var lines = [header(plan, scales)]
    for (position, band) in table.bands.enumerated() {
      let left = room.rows - lines.count
      let isTitled = table.bands.count > 1 && left > min(band.rows.count, left - 1)
      if position == 0 {
        let shown = rows(of: band, count: left - (isTitled && left > band.rows.count ? 1 : 0))
        if isTitled, left > band.rows.count { lines.append(Line(" \(band.name)", .bold)) }
        lines += shown.map { line($0, plan, scales) }
      } else if left >= band.rows.count + 1 {
        lines.append(Line(" \(band.name)", .dim))
        lines += band.rows.reversed().map { line($0, plan, scales) }
      } else if left >= 1 {
        lines.append(summary(of: band, width: room.columns))
      }
    }
    return Array(lines.prefix(room.rows))
  }

  /// All layers, the last first; where there is no room for all, the ends and those around the stop's.
  private func rows(of band: BandsTable.Band, count: Int) -> [BandsTable.Row] {
    let rows = Array(band.rows.reversed())
    guard rows.count > count else { return rows }
    guard count > 0 else { return [] }
    let here = rows.firstIndex { $0.layer == subject.stop.layer } ?? 0
    guard count > 2 else {
      return [rows[here]] + (count > 1 ? [rows[here == 0 ? rows.count - 1 : 0]] : [])
    }
    var kept: Set<Int> = [0, rows.count - 1, here]
    var distance = 1
    while kept.count < count {
      for other in [here - distance, here + distance]
      where rows.indices.contains(other) && kept.count < count { kept.insert(other) }
      distance += 1
    }
    return kept.sorted().map { rows[$0] }
  }

  private func header(_ plan: Plan, _ scales: [BandsTable.Quantity: BandScale]) -> Line {
    var text = (plan.label >= 6 ? " layer" : "").rightPadded(to: plan.label)
    for quantity in plan.quantities {
      text += name(quantity).leftPadded(to: Plan.number) + " "
      guard plan.charts.contains(quantity) else { continue }
      text += " " + (scales[quantity]?.line ?? "") + " "
    }
    return Line(text, .dim)
  }

  private func name(_ quantity: BandsTable.Quantity) -> String {
    switch quantity {
    case .signal: signal
    case .delta: "δ"
    case .gradient: "∂W"
    }
  }

  private func line(
    _ row: BandsTable.Row, _ plan: Plan, _ scales: [BandsTable.Quantity: BandScale]
  ) -> Line {
    let isHere = row.layer == subject.stop.layer
    let room = plan.label - 2
    let label = row.label.count <= room ? row.label : String(row.layer)
    var line = Line(
      (isHere ? ">" : " ") + label.leftPadded(to: room) + " ", isHere ? .accent : .plain)
    for quantity in plan.quantities {
      let entry = row.entry(quantity)
      let isFocus = isHere && quantity == focus
      line += Line(
        entry.text.leftPadded(to: Plan.number), isFocus ? .bold : entry.style)
      line += Line(" ")
      guard plan.charts.contains(quantity) else { continue }
      line += Line(" ")
      line += chart(entry, quantity, scales[quantity])
      line += Line(" ")
    }
    return line
  }

  /// `·······█`: dots up to the size.
  private func chart(
    _ entry: BandsTable.Entry, _ quantity: BandsTable.Quantity, _ scale: BandScale?
  ) -> Line {
    let places = scale?.places ?? 0
    guard let scale, let magnitude = entry.magnitude else {
      let isLarge = if case .value(let value) = entry { !value.isFinite } else { false }
      return isLarge
        ? Line(String(repeating: "·", count: max(places - 1, 0)), .dim) + Line("!", .warning)
        : Line(String(repeating: " ", count: places))
    }
    let place = scale.place(of: magnitude)
    return Line(String(repeating: "·", count: place), .dim)
      + Line("█", .mark(quantity == .signal ? .signals : .deltas, 5))
      + Line(String(repeating: " ", count: places - place - 1))
  }

  /// A case for which there is no room, from its first layer to its last.
  private func summary(of band: BandsTable.Band, width: Int) -> Line {
    let parts = BandsTable.Quantity.allCases.map { quantity in
      "\(name(quantity)) \(ends(of: band, quantity))"
    }
    let focused = "\(name(focus)) \(ends(of: band, focus))"
    let forms = [
      " \(band.name)   layers 1 to \(band.rows.count):  \(parts.joined(separator: "   "))",
      " \(band.name)  \(parts.joined(separator: "  "))", " \(band.name)  \(focused)",
      " \(band.name)", " \(focused)",
    ]
    return Line(forms.first { subject.glyphs.spell($0).count <= width } ?? "", .dim)
  }

  private func ends(of band: BandsTable.Band, _ quantity: BandsTable.Quantity) -> String {
    let entries = band.rows.map { $0.entry(quantity) }.filter { $0 != .absent }
    guard let first = entries.first, let last = entries.last else { return "-" }
    return "\(first.text) to \(last.text)"
  }

  // MARK: - Plain

  func plain() -> [String] {
    let signals = table.showsOutputs ? "outputs Y" : "sums S"
    var lines = TextWrap.lines(
      "The size of every layer: the root mean square (rms) of its \(signals), its deltas and the gradient of its "
        + "weights. A dot is not computed yet, a dash is not there.", width: 78)
    for band in table.bands {
      var text = TextTable([
        .init("layer"), .init(signal, .right), .init("δ", .right), .init("∂W", .right),
      ])
      text.rows = band.rows.reversed().map { row in
        [row.label] + BandsTable.Quantity.allCases.map { row.entry($0).text }
      }
      lines += ["", band.name] + text.lines(width: 78)
    }
    return lines
  }
}
