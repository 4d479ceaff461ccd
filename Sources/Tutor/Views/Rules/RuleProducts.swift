import TerminalKit
import Tracer

/// Blocks of products: whole windows, row sums, and the largest of many.
extension RuleSubject {
  /// A window of products, row by row with the row's sum: `  .336×-.4 -.116×-.1     0×-.2 ≈ -.123`.
  func grid(_ terms: [Term], size: Int, sum word: String = "") -> [Line] {
    let strongest = strongest(terms)
    let products = terms.map { product($0, strongest: strongest) }
    let width = max((products.map(\.width).max() ?? 0) + 1, 9)
    return stride(from: 0, to: terms.count, by: max(size, 1)).map { start in
      let row = start..<min(start + size, terms.count)
      let total = sum(terms[row])
      let end = word.isEmpty ? " \(relation(Array(terms[row]), total)) " : "   \(word) "
      return products[row].reduce(Line([])) { $0 + $1.leftPadded(to: width) }
        + Line([Span(end), Span(total.text)])
    }
  }

  /// The sums of a window's rows.
  func rowSums(_ terms: [Term], size: Int) -> [Figure] {
    stride(from: 0, to: terms.count, by: max(size, 1)).map {
      sum(terms[$0..<min($0 + size, terms.count)])
    }
  }

  /// Blocks side by side; nil when they are too wide.
  func sideBySide(_ blocks: [[Line]]) -> [Line]? {
    let blocks = blocks.map { $0.map { $0.spelled(options.glyphs) } }
    let widest = blocks.joined().map(\.width).max() ?? 0
    guard blocks.count > 1 else { return widest <= room.columns ? blocks.first : nil }
    let pitch = max(min((room.columns + 1) / blocks.count, max(40, widest + 4)), widest + 2)
    guard pitch * (blocks.count - 1) + widest <= room.columns else { return nil }
    let height = blocks.map(\.count).max() ?? 0
    return (0..<height).map { row in
      blocks.enumerated().reduce(Line([])) { line, block in
        line.padded(to: pitch * block.offset)
          + (block.element.indices.contains(row) ? block.element[row] : Line([]))
      }
    }
  }

  /// Entries in columns, as many as fit into the rows; nil when they do not all fit.
  func flow(_ entries: [Line], rows: Int, gap: Int = 3) -> [Line]? {
    let entries = entries.map { $0.spelled(options.glyphs) }
    guard let widest = entries.map(\.width).max() else { return [] }
    let perLine = max((room.columns + gap) / (widest + gap), 1)
    let needed = (entries.count + perLine - 1) / perLine
    guard needed <= rows, widest <= room.columns else { return nil }
    return (0..<needed).map { row in
      entries[(row * perLine)..<min((row + 1) * perLine, entries.count)].enumerated()
        .reduce(Line([])) { $0.padded(to: $1.offset * (widest + gap)) + $1.element }
    }
  }

  /// The largest products with the cells they come from, and what the others add up to: in as many rows as there
  /// are; all that are not 0 if they fit.
  ///
  /// - Parameters:
  ///   - terms: the summands.
  ///   - rows: the rows there are.
  ///   - label: names a term's source; its coordinates when not given.
  /// - Returns: no lines when not even one product and the rest fit.
  func largest(_ terms: [Term], rows: Int, label: ((Term) -> String)? = nil) -> [Line] {
    let ranked = ranked(terms)
    let strongest = strongest(ranked)
    let entries = ranked.map { entry($0, strongest: strongest, label: label) }
    if let all = flow(entries, rows: rows) { return all }
    guard rows > 1, let widest = entries.map(\.width).max(), widest <= room.columns else {
      return []
    }
    let count = (rows - 1) * max((room.columns + 3) / (widest + 3), 1)
    let rest = sum(ranked.dropFirst(count))
    let more = "and \(ranked.count - count) more add \(rest.text)"
    return (flow(Array(entries.prefix(count)), rows: rows - 1) ?? []) + [Line(more, .dim)]
  }

  /// Terms that are not 0, the largest products first.
  func ranked(_ terms: [Term]) -> [Term] {
    terms.filter { $0.product != 0 }.sorted { $0.weight > $1.weight }
  }

  /// `(4,2,0) .9×.2 = .18`.
  func entry(_ term: Term, strongest: Double, label: ((Term) -> String)? = nil) -> Line {
    let total = Figure(term.product)
    let source = label?(term) ?? term.factors.first?.cell.map { coordinates(of: $0) } ?? ""
    let separator = source.isEmpty ? "" : source.hasSuffix(")") ? " " : ": "
    return Line(source + separator) + product(term, strongest: strongest)
      + Line(" \(relation([term], total)) \(total.text)")
  }
}

extension Term {
  /// How much a term matters, with nan before all.
  fileprivate var weight: Double { product.isNaN ? .infinity : abs(product) }
}

extension Line {
  func leftPadded(to width: Int) -> Line {
    Line(String(repeating: " ", count: max(0, width - self.width))) + self
  }
}
