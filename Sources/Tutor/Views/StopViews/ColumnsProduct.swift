import TerminalKit
import Tracer

/// The product of kernels and columns: both factors, what comes out, and one sum in full.
struct ColumnsProduct: Sendable {
  let table: ColumnsTable
  let choice: ColumnsTable.Choice
  let names: ColumnsView.Words
  let subject: StopSubject

  /// The chosen kernel, its result and the sum come first, the other kernels where there is room.
  func lines(in room: Size) -> [Line] {
    guard room.rows > 0, room.columns > 0 else { return [] }
    let narrow = Size(columns: room.columns - 1, rows: room.rows)
    var sums = sumLines(width: narrow.columns, rows: max(room.rows - 2, 1))
    let kernels = [choice.kernel] + (0..<table.kernels).filter { $0 != choice.kernel }
    // Two lines for every kernel that has room beside the sum.
    let pairs = max((room.rows - sums.count) / 2, 0)
    let shown = kernels.prefix(pairs).sorted()
    var lines = shown.map { factorLine($0, width: narrow.columns) }
    lines += shown.map { resultLine($0, width: narrow.columns) }
    if pairs == 0, room.rows > sums.count {
      sums.insert(resultLine(choice.kernel, width: narrow.columns), at: 0)
    }
    return (lines + sums).map { " " + $0 }.filter { $0.width <= room.columns }
  }

  // MARK: - Factors and results

  private func label(_ word: String, _ number: Int, _ room: Int) -> String {
    [table.kernels > 1 ? "\(word) \(number)" : word, String(number)].first { $0.count + 6 <= room }
      ?? ""
  }

  /// A kernel as a row; for Rule 2 the deltas of a map as a row.
  private func factorLine(_ kernel: Int, width: Int) -> Line {
    switch table.form {
    case .forward:
      let bias = table.bias
      let end = bias.map {
        Line(" b ", .dim) + Line([$0.span($0.cell([kernel]), width: $0.form.width)])
      }
      return row(
        label("kernel", kernel, width), table.rows, table.factor, end: end, width: width,
        chosen: choice.row.flatMap { kernel == choice.kernel ? $0 : nil }, center: choice.row
      ) { table.weight(kernel: kernel, row: $0) }
    case .ruleOne:
      return row(
        label("turned", kernel, width), table.rows, table.factor, width: width,
        chosen: choice.row.flatMap { kernel == choice.kernel ? $0 : nil }, center: choice.row
      ) { table.weight(kernel: kernel, row: $0) }
    case .ruleTwo:
      return row(
        label("δ map", kernel, width), table.columns, table.factor, width: width,
        chosen: choice.column.flatMap { kernel == choice.kernel ? $0 : nil },
        center: choice.column
      ) { table.delta(kernel: kernel, column: $0) }
    }
  }

  /// The first turned kernel.
  func turnedLine(width: Int) -> Line { " " + factorLine(0, width: width) }

  private func resultLine(_ kernel: Int, width: Int) -> Line {
    let isChosen = kernel == choice.kernel
    if table.form == .ruleTwo {
      return row(
        label("∂W", kernel, width), table.rows, table.result, width: width,
        chosen: isChosen ? choice.row : nil, center: choice.row
      ) { table.weight(kernel: kernel, row: $0) }
    }
    return row(
      label(table.form == .forward ? "S map" : "δ map", kernel, width), table.columns,
      table.result, width: width, chosen: isChosen ? choice.column : nil, center: choice.column
    ) { table.sum(kernel: kernel, column: $0) }
  }

  /// A name and a stretch of numbers, the chosen one in brackets.
  private func row(
    _ label: String, _ count: Int, _ tensor: DrawnTensor, end: Line? = nil, width: Int,
    chosen: Int?, center: Int?, cell: (Int) -> CellAddress
  ) -> Line {
    let labelWidth = label.isEmpty ? 0 : max(label.count, width >= 60 ? 9 : 0)
    let cellWidth = tensor.form.width + 1
    let fits = width - labelWidth - 1
    let tail = end.flatMap { fits - $0.width >= 4 * cellWidth ? $0 : nil } ?? Line()
    let free = fits - tail.width
    let spread = width >= 60 ? min(max(free / max(count, 1) - cellWidth, 0), 1) : 0
    let range = ColumnsPicture.Stretch(
      count, shown: max(free / (cellWidth + spread), 1), center: center
    ).range
    var line = Line(label.rightPadded(to: labelWidth), .dim)
    for position in range {
      let isChosen = position == chosen
      let isBehind = position > range.lowerBound && position - 1 == chosen
      let isCut = position == range.lowerBound && position > 0
      let lead = ColumnsPicture.lead(opens: isChosen, closes: isBehind, width: spread + 1)
      line += isCut && !isChosen ? Line("<" + lead.dropFirst(), .dim) : Line(lead, .accent)
      line.spans.append(tensor.span(cell(position), width: cellWidth - 1, isChosen: isChosen))
    }
    let isLast = range.last == chosen
    return line + Line(isLast ? "]" : range.upperBound < count ? ">" : " ", isLast ? .accent : .dim)
      + tail
  }

  // MARK: - The sum

  /// The cell whose sum is written out; nil where none is chosen.
  private var summed: CellAddress? {
    if table.form == .ruleTwo {
      return choice.row.map { table.weight(kernel: choice.kernel, row: $0) }
    }
    return choice.column.map { table.sum(kernel: choice.kernel, column: $0) }
  }

  /// `S_A[1,1,0] = .4 × 1 - .3 × 1 + .1 = .9`, in the longest form that fits.
  func sumLines(width: Int, rows: Int) -> [Line] {
    guard let cell = summed else { return [] }
    let glyphs = subject.glyphs
    let blocks = sums(of: cell).map {
      TextWrap.lines(glyphs.spell($0), width: max(width, 1), indent: width > 40 ? 2 : 0)
    }
    return (blocks.first { $0.count <= rows } ?? []).map { Line($0) }
  }

  /// The sum of a cell, the longest form first.
  private func sums(of cell: CellAddress) -> [String] {
    let name = subject.walk.names.name(of: cell)
    let text = subject.text
    guard let derivation = subject.provenance.derivation(of: cell) else { return [] }
    switch text.state(of: cell) {
    case .notComputed: return ["\(name) is not computed yet", "\(name) ·"]
    case .covered: return ["\(name) = ?"]
    case .off, .value: break
    }
    let terms = derivation.terms.filter { $0.product != 0 }
    let isCovered = derivation.sources.contains { text.state(of: $0) == .covered }
    let value = Figure(derivation.value)
    guard !isCovered else { return ["\(name) = ?"] }
    let products = terms.map { Figure($0.product) }
    let relation = (products + [value]).relation
    let gate = derivation.gate.map { " × \($0.symbol) \(Figure($0.value).inBrackets)" } ?? ""
    func whole(_ sum: String) -> String {
      let sum = gate.isEmpty ? sum : "(\(sum))\(gate)"
      return "\(name) = \(sum) \(relation) \(value.text)"
    }
    let factors = terms.map { term in
      term.factors.map { Figure($0.value).inBrackets }.joined(separator: " × ")
    }
    let count = terms.count == 1 ? "1 product" : "\(terms.count) products"
    return [
      whole(factors.isEmpty ? "0" : factors.joined(separator: " + ")), whole(products.sum),
      "\(name) \(relation) \(value.text), \(count)", "\(name) \(relation) \(value.text)",
      value.text,
    ]
  }

  // MARK: - Plain

  /// Every kernel with its result in as many lines as that takes, at most four kernels; then the sum.
  func plain(width: Int) -> [String] {
    let kernels = (0..<table.kernels).prefix(4).map { $0 }
    return kernels.flatMap { kernel -> [String] in
      let name = table.kernels > 1 ? " \(kernel)" : ""
      let bias = table.bias.map { ", bias \($0.figure($0.cell([kernel])))" } ?? ""
      let factor: [String]
      let result: [String]
      switch table.form {
      case .forward, .ruleOne:
        factor = (0..<table.rows).map { table.factor.figure(table.weight(kernel: kernel, row: $0)) }
        result = (0..<table.columns).map {
          table.result.figure(table.sum(kernel: kernel, column: $0))
        }
      case .ruleTwo:
        factor = (0..<table.columns).map {
          table.factor.figure(table.delta(kernel: kernel, column: $0))
        }
        result = (0..<table.rows).map { table.result.figure(table.weight(kernel: kernel, row: $0)) }
      }
      let words =
        switch table.form {
        case .forward: ("Kernel\(name)", "\(names.result)\(name.isEmpty ? "" : ", map\(name)")")
        case .ruleOne: ("Turned kernel\(name)", names.result)
        case .ruleTwo: (names.delta, names.result)
        }
      return listed("\(words.0)\(bias): ", factor, width) + listed("\(words.1): ", result, width)
    } + sumLines(width: width, rows: 8).map(\.text)
  }

  /// Numbers in the order of the table; of long rows the first ones.
  private func listed(_ head: String, _ figures: [String], _ width: Int) -> [String] {
    let shown = figures.prefix(60).joined(separator: " ")
    let more = figures.count > 60 ? " and \(figures.count - 60) more" : ""
    return TextWrap.lines(head + shown + more, width: width, indent: 2)
  }
}
