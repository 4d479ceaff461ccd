import Engine
import TerminalKit
import Tracer

/// The rule of a wide pane: one row per term, with the sum as it grows.
extension RulePane {
  /// From this width on a table shows terms, products and the running sum.
  static let tableWidth = 44

  /// Formula, one row per term, result, what follows, and bars of the largest products.
  ///
  /// Cells that are no sum, and panes too narrow for a table, get what `lines` says.
  ///
  /// - Parameters:
  ///   - cell: nil at stops that compute nothing.
  ///   - stop: cells recorded after it are not computed yet; nil shows the whole trace.
  ///   - columns: the width.
  ///   - rows: the height.
  ///   - options: the characters to use.
  /// - Returns: at most `rows` lines of at most `columns` cells.
  func table(
    for cell: CellAddress?, stop: Stop? = nil, columns: Int, rows: Int,
    options: RuleOptions = RuleOptions()
  ) -> [Line] {
    let text = text(for: cell, stop: stop, columns: columns, rows: rows, options: options)
    let plain = text.fitted(columns: columns, rows: rows, glyphs: options.glyphs)
    guard let cell, columns >= Self.tableWidth, rows > 5, text.statements.isEmpty,
      let subject = subject(cell, columns: columns, rows: rows, options: options),
      let table = RuleTable(subject)
    else { return plain }
    return table.lines(text, columns: columns, rows: rows) ?? plain
  }
}

/// The terms of a sum as rows.
struct RuleTable {
  let subject: RuleSubject
  /// Over the columns: `from A (j,k,p)`, `value`, `weight`.
  let titles: [String]

  /// nil for cells that are no sum of several terms.
  init?(_ subject: RuleSubject) {
    self.subject = subject
    let layer = subject.layer ?? 0
    let labels = subject.annotator.labels
    let below = layer > 0 && labels.indices.contains(layer - 1) ? labels[layer - 1] : "X"
    let above = labels.indices.contains(layer + 1) ? labels[layer + 1] : ""
    guard subject.terms.count > 1 else { return nil }
    func titles(_ terms: String?, from label: String, _ second: String, _ third: String)
      -> [String]?
    {
      terms.map { ["from \(label) \($0)", second, third] }
    }
    let found: [String]? =
      switch subject.derivation.kind {
      case .sum(let layer):
        titles(
          subject.header.presentation(of: layer).sumTerms, from: below, "value", "weight")
      case .sentBack(let sender):
        titles(
          subject.header.presentation(of: sender).sentBackTerms, from: above, "delta",
          subject.options.storedKernel && subject.sheetSize != nil ? "as stored" : "weight")
      case .gradient: ["at", "delta", subject.cell.tensor == .bias ? "" : "value"]
      default: nil
      }
    guard let found else { return nil }
    self.titles = found
  }

  /// nil when not even the largest product finds room.
  func lines(_ text: RuleText, columns: Int, rows: Int) -> [Line]? {
    let fit = RuleText.Fitting(columns: columns, rows: rows, glyphs: subject.options.glyphs)
    let head = [[Line(text.formula)], [Line(text.short)]].lazy
      .compactMap { fit.block($0, rows: 1) }.first
    let place = text.places.lazy.compactMap { fit.line(Line($0)) }.first
    let result = text.results.last.flatMap(fit.line)
    guard let head, let result else { return nil }
    let sum = subject.derivation.gate == nil ? [] : closing
    let room = rows - head.count - 2 - sum.count
    guard let body = fit.block(body(rows: room, isWide: columns >= 56), rows: rows) else {
      return nil
    }
    let start = head + (body.count < room ? [place].compactMap { $0 } : [])
    var lines = start + (start.count + body.count + sum.count + 2 <= rows ? [Line()] : [])
    lines += body + sum.compactMap(fit.line) + [result]
    let notes = text.notes.filter { !$0.isBlank }.compactMap(fit.line)
    for block in [notes, bars(columns: columns).compactMap(fit.line)] where !block.isEmpty {
      if lines.count + 1 + block.count <= rows { lines += [Line()] + block }
    }
    return lines.count <= rows ? lines : nil
  }

  /// The sum before the gate, and the gate.
  private var closing: [Line] {
    let total = Figure(subject.derivation.sum, decimals: 4)
    return [Line("sum \([total].relation) \(total.text)")]
      + [subject.gateText].compactMap { $0.map { Line($0) } }
  }

  // MARK: - Rows

  /// The terms in the order of the source; or, where the kernel is shown as it is stored, in its order.
  private var terms: [Term] {
    guard subject.options.storedKernel, let sheet = subject.sheetSize else { return subject.terms }
    return stride(from: 0, to: subject.terms.count, by: sheet).flatMap {
      subject.terms[$0..<min($0 + sheet, subject.terms.count)].reversed()
    }
  }

  private struct Row {
    let label: String
    let first: String
    let second: String
    let product: Double
    let isNothing: Bool
  }

  /// All terms in order; without those that are 0; or the largest, and what is left.
  private func body(rows: Int, isWide: Bool) -> [Line] {
    let active = terms.filter { $0.product != 0 || $0.isBias }
    if terms.count + 1 <= rows { return drawn(terms, rest: nil, isWide: isWide) }
    if active.count + 1 <= rows { return drawn(active, rest: nil, isWide: isWide) }
    let bias = subject.terms.filter(\.isBias)
    let ranked = subject.ranked(subject.terms.filter { !$0.isBias })
    let count = max(rows - 2 - bias.count, 0)
    return drawn(bias + ranked.prefix(count), rest: Array(ranked.dropFirst(count)), isWide: isWide)
  }

  private func drawn(_ terms: [Term], rest: [Term]?, isWide: Bool) -> [Line] {
    var rows = terms.map(row)
    if let rest {
      rows.append(
        Row(
          label: "\(rest.count) more", first: "", second: "",
          product: rest.reduce(0) { $0 + $1.product }, isNothing: false))
    }
    var sum = 0.0
    let sums = rows.map { row in
      sum += row.product
      return sum
    }
    let products = aligned(rows.map(\.product))
    let running = aligned(sums)
    let widths = isWide ? [8, 9, 10, 13] : [8, 9, 10, 0]
    let label = max(14, (rows.map(\.label.count) + [titles[0].count]).max() ?? 0)
    func line(_ cells: [String], _ style: Style) -> Line {
      let text = zip(cells.dropFirst(), widths).reduce(cells[0].rightPadded(to: label)) {
        $0 + ($1.1 == 0 ? "" : $1.0.leftPadded(to: $1.1))
      }
      return Line(text, style)
    }
    let heading = addsUp(products, running) ? "sum so far" : "sum, rounded"
    return [line(titles + ["product", heading], .bold)]
      + rows.indices.map { i in
        line(
          [rows[i].label, rows[i].first, rows[i].second, products[i], running[i]],
          rows[i].isNothing ? .dim : .plain)
      }
  }

  /// Whether the printed products add up to every printed sum.
  private func addsUp(_ products: [String], _ sums: [String]) -> Bool {
    var sum = 0.0
    return zip(products, sums).allSatisfy { product, shown in
      sum += Double(product) ?? .nan
      return (Double(shown).map { abs($0 - sum) < 1e-9 * max(1, abs(sum)) } ?? false)
    }
  }

  private func row(_ term: Term) -> Row {
    guard !term.isBias else {
      return Row(label: "bias", first: "", second: "", product: term.product, isNothing: false)
    }
    let factors = term.factors.map { factor in
      if term.isOutside, factor.cell == nil { return "out" }
      let isOff = factor.value == 0 && (factor.cell.map(subject.provenance.isOff) ?? false)
      return isOff ? "x" : Figure(factor.value).text
    }
    return Row(
      label: label(of: term), first: factors.first ?? "",
      second: factors.count > 1 ? factors[1] : "", product: term.product,
      isNothing: term.product == 0)
  }

  private func label(of term: Term) -> String {
    guard let cell = term.factors.first?.cell else { return "outside" }
    switch subject.derivation.kind {
    case .sentBack where cell.index.count < 4: return subject.names.name(of: cell)
    case .gradient: return subject.coordinates(of: cell, dropping: cell.index.count == 4 ? 1 : 0)
    default: return subject.coordinates(of: cell)
    }
  }

  /// Numbers with their points one below the other: as many decimals as show them all, at most 4.
  private func aligned(_ values: [Double]) -> [String] {
    let finite = values.filter { $0.isFinite && abs($0) < 1e5 }
    let decimals = (0...4).first { decimals in
      finite.allSatisfy {
        Numbers.isExact(shown: Numbers.fixed($0, decimals: decimals), for: $0)
      }
    }
    return values.map { value in
      guard value.isFinite, abs(value) < 1e5 else { return Numbers.rule(value) }
      // Sums that return to 0 leave a rounding of Float behind.
      let text = Numbers.fixed(value, decimals: decimals ?? 4)
      return text == "0" && abs(value) > 1e-6 ? Numbers.exponent(value, digits: 2) : text
    }
  }

  // MARK: - Bars

  /// `(4,2,0)      .18          │█████████ `: at most four products, each in proportion, negative ones to
  /// the left of the axis.
  private func bars(columns: Int) -> [Line] {
    let ranked = subject.ranked(subject.terms.filter { !$0.isBias }).prefix(4)
    guard let largest = ranked.first?.product, largest.isFinite, ranked.count > 1 else { return [] }
    let longest = min(25, columns - 26)
    let width = max(8, ranked.map { label(of: $0).count }.max() ?? 0)
    return [Line("largest products")]
      + ranked.map { term in
        let figure = Figure(term.product).text.leftPadded(to: 8)
        let palette: Palette = subject.event.phase == .forward ? .signals : .deltas
        return Line(label(of: term).rightPadded(to: width) + figure + "  ")
          + Plot.signedBar(term.product / abs(largest), columns: longest, palette: palette)
      }
  }
}
