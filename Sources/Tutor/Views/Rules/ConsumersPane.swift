import Engine
import TerminalKit
import Tracer

/// What one number adds to each of the cells that use it.
struct ConsumersPane: Sendable {
  let names: CellNames
  let provenance: Provenance

  /// The first kind of users with what the number adds to each, then how the others are called.
  ///
  /// - Returns: at most `rows` lines of at most `columns` cells.
  func lines(
    for cell: CellAddress, consumers: [Consumer], columns: Int, rows: Int, glyphs: Glyphs = .unicode
  ) -> [Line] {
    guard columns > 0, rows > 0 else { return [] }
    let groups = groups(of: consumers)
    guard let first = groups.first else {
      return [
        PanePart(
          1, Line("\(names.name(of: cell)) is used by no recorded number"),
          Line("used by no number"), Line("unused"))
      ].fitted(columns: columns, rows: rows, glyphs: glyphs)
    }
    let room = Size(columns: columns - (columns >= RuleText.fullWidth ? 1 : 0), rows: rows)
    let head = users(first, of: cell, in: room, glyphs: glyphs)
    var parts = head.map { PanePart(1, $0) }
    parts.append(PanePart(4, Line()))
    parts += remarks(first, of: cell).map { PanePart(3, $0) }
    if groups.count > 1 {
      let update = provenance.trace.events[first[0].cell.event].update
      let others = groups.dropFirst().map { describe($0, after: update) }
      parts.append(
        PanePart(
          2, Line("also in \(others.joined(separator: ", "))"),
          Line("also in \(others.prefix(2).joined(separator: ", "))"), Line("also in \(others[0])"))
      )
    }
    let lines = parts.fitted(columns: columns, rows: rows, glyphs: glyphs)
    return lines.last?.isBlank == true ? lines.dropLast() : lines
  }

  // MARK: - Groups

  /// Users of the same tensor of the same event.
  private func groups(of consumers: [Consumer]) -> [[Consumer]] {
    var groups: [[Consumer]] = []
    for consumer in consumers where consumer.cell.tensor != .argmax {
      let at = groups.firstIndex {
        $0[0].cell.event == consumer.cell.event && $0[0].cell.tensor == consumer.cell.tensor
      }
      if let at { groups[at].append(consumer) } else { groups.append([consumer]) }
    }
    return groups
  }

  /// `18 of S_B`, `δ_A[3,2,0]`, `ΔW_B[0,0,0,0] of update 2`.
  private func describe(_ group: [Consumer], after update: Int) -> String {
    let cell = group[0].cell
    let later = provenance.trace.events[cell.event].update
    return (group.count == 1 ? names.name(of: cell) : "\(group.count) of \(names.symbol(of: cell))")
      + (later == update ? "" : " of update \(names.header.number(ofUpdate: later))")
  }

  // MARK: - The first group

  private func users(
    _ group: [Consumer], of cell: CellAddress, in room: Size, glyphs: Glyphs
  ) -> [Line] {
    let product = product(of: group, cell)
    if isPicture(group[0].cell), group[0].term?.factors.count == 2,
      let maps = maps(group, product: product, in: room, glyphs: glyphs)
    {
      return maps
    }
    guard group.count > 1 else { return entries(group, in: room) }
    let users = "in \(group.count) of \(names.symbol(of: group[0].cell))"
    let head = product.isEmpty ? users : "\(users):  \(product)"
    return [Line(head.count <= room.columns ? head : users)]
      + entries(group, in: Size(columns: room.columns, rows: max(room.rows - 1, 1)))
  }

  /// What the users make of the number: `.9 × weight`, or the function of it that they take,
  /// `e^S × 1/Σ  with S_Y[T] = .915`; empty where it only had influence.
  private func product(of group: [Consumer], _ cell: CellAddress) -> String {
    guard let term = group.lazy.compactMap(\.term).first, let value = provenance.value(at: cell),
      let own = term.factors.firstIndex(where: { $0.cell == cell })
    else { return "" }
    let figure = Figure(value)
    guard term.factors[own].value == Double(value) else {
      let function = term.factors.map(\.symbol).joined(separator: " × ")
      return "\(function)  with \(names.name(of: cell)) \([figure].relation) \(figure.text)"
    }
    let partners = term.factors.indices.filter { $0 != own }.map { word(term.factors[$0]) }
    let gate = provenance.derivation(of: group[0].cell)?.gate == nil ? [] : ["gate"]
    return ([figure.text] + partners + gate).joined(separator: " × ")
  }

  /// A factor in words, where its letter stands for another number in every user.
  private func word(_ factor: Factor) -> String {
    switch factor.role {
    case .weight: "weight"
    case .delta: "delta"
    case .signal: "signal"
    default: factor.symbol
    }
  }

  /// Whether a cell lies in a map, with its row and column in the middle of its index; a kernel's weight does not.
  private func isPicture(_ cell: CellAddress) -> Bool {
    guard cell.index.count == 4, let kind = names.event(of: cell)?.kind else { return false }
    return ![.parameters, .gradient, .correction].contains(kind)
  }

  /// Cell by cell, as they lie in their maps; nil when they find no room.
  private func maps(
    _ group: [Consumer], product: String, in room: Size, glyphs: Glyphs
  ) -> [Line]? {
    let maps = Dictionary(grouping: group) { $0.cell.index[3] }.sorted { $0.key < $1.key }
    let blocks = maps.map { map, users -> [Line] in
      let rows = Dictionary(grouping: users) { $0.cell.index[1] }.sorted { $0.key < $1.key }
      return [Line("in map q=\(map):  \(product)")]
        + rows.map { _, cells in
          cells.reduce(Line([])) { line, user in
            line + (line.spans.isEmpty ? Line([]) : Line("  ")) + entry(user, isShort: true)
          }
        }
    }
    let widest = blocks.joined().map { $0.spelled(glyphs).width }.max() ?? 0
    let pitch = max(min((room.columns + 1) / blocks.count, max(40, widest + 4)), widest + 2)
    let height = blocks.map(\.count).max() ?? 0
    guard pitch * (blocks.count - 1) + widest <= room.columns, height <= room.rows else {
      return nil
    }
    return (0..<height).map { row in
      blocks.enumerated().reduce(Line([])) { line, block in
        let next = block.element.indices.contains(row) ? block.element[row] : Line([])
        return line.padded(to: block.offset * pitch) + next.spelled(glyphs)
      }
    }
  }

  /// `(2,1)  .09`; where the number only had influence, its name alone.
  private func entry(_ user: Consumer, isShort: Bool) -> Line {
    let index = names.indices(of: user.cell).dropLast()
    let label = isShort ? "(\(index.joined(separator: ",")))" : names.name(of: user.cell)
    guard let contribution = user.contribution else { return Line("\(label) (influence)", .dim) }
    let figure = Figure(contribution)
    let style: Style =
      figure.value == 0 ? .dim : .mark(.signals, figure.value < 0 ? -5 : 5)
    return Line([Span("\(label) "), Span(figure.text.leftPadded(to: 4), style)])
  }

  /// The largest contributions in columns, and how many more there are.
  private func entries(_ group: [Consumer], in room: Size) -> [Line] {
    let ranked = group.sorted { abs($0.contribution ?? 0) > abs($1.contribution ?? 0) }
    let entries = ranked.map { entry($0, isShort: false) }.filter { $0.width <= room.columns }
    guard let widest = entries.map(\.width).max() else { return [] }
    let perLine = max((room.columns + 3) / (widest + 3), 1)
    let isAll = entries.count <= perLine * room.rows
    let rows = isAll ? (entries.count + perLine - 1) / perLine : max(room.rows - 1, 0)
    let shown = (0..<rows).map { row in
      entries[(row * perLine)..<min((row + 1) * perLine, entries.count)].enumerated()
        .reduce(Line([])) { $0.padded(to: $1.offset * (widest + 3)) + $1.element }
    }
    return isAll ? shown : shown + [Line("and \(entries.count - rows * perLine) more", .dim)]
  }

  // MARK: - Remarks

  private func remarks(_ group: [Consumer], of cell: CellAddress) -> [Line] {
    guard let event = names.event(of: group[0].cell), event.kind == .weightedSum,
      let layer = names.layer(of: group[0].cell),
      let remark = names.header.presentation(of: layer).remarkOnReaders,
      let value = provenance.value(at: cell), names.event(of: cell)?.kind != .parameters
    else { return [] }
    guard layer > 0 else { return [Line(remark)] }
    return [
      Line(remark),
      Line(
        "backward this list is Rule 1 at \(names.annotator.labels[layer - 1]): "
          + "replace \(Figure(value).text) by each cell's delta"),
    ]
  }
}
