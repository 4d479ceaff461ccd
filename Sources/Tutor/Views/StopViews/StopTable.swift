import Engine
import TerminalKit
import Tracer

/// Rows of styled texts in columns, each column as wide as its widest text.
struct StopTable: Sendable {
  var rows: [[Line]]
  /// Columns that are aligned at the left; all others at the right.
  var left: Set<Int> = [0]
  /// Blanks between two columns.
  var gap = 2
  /// The least width of columns, so that they stay in their places while numbers come in from step to step.
  var least: [Int] = []

  private var widths: [Int] {
    let count = rows.map(\.count).max() ?? 0
    return (0..<count).map { column in
      max(
        rows.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0,
        least.indices.contains(column) ? least[column] : 0)
    }
  }

  /// Cells that its longest row takes.
  var width: Int {
    let widths = widths
    return widths.reduce(0, +) + gap * max(widths.count - 1, 0)
  }

  func lines() -> [Line] {
    let widths = widths
    let between = Span(String(repeating: " ", count: gap))
    return rows.map { row in
      var spans: [Span] = []
      for (column, cell) in row.enumerated() {
        if column > 0 { spans.append(between) }
        let blank = Span(String(repeating: " ", count: widths[column] - cell.width))
        spans += left.contains(column) ? cell.spans + [blank] : [blank] + cell.spans
      }
      return Line(spans.filter { !$0.text.isEmpty })
    }
  }

  /// The first of several forms that is not wider than the room; the last one if none fits.
  static func fitting(_ columns: Int, _ forms: [() -> StopTable]) -> StopTable {
    for form in forms.dropLast() {
      let table = form()
      if table.width <= columns { return table }
    }
    return forms.last?() ?? StopTable(rows: [])
  }

  /// As many lines as there is room for: the head, and those around the chosen one; the last line says how many are missing.
  ///
  /// - Parameters:
  ///   - lines: of a table or a list.
  ///   - head: how many of them stay whatever is chosen.
  ///   - chosen: the line to keep, counted from 0 with the head.
  ///   - room: what there is for them.
  /// - Returns: at most as many lines as the room has rows.
  static func window(_ lines: [Line], head: Int, chosen: Int, room: Size) -> [Line] {
    guard lines.count > room.rows else { return lines }
    guard room.rows > head + 1 else {
      let only = lines.indices.contains(chosen) ? chosen : min(head, lines.count - 1)
      return room.rows > 0 ? [lines[only]] : []
    }
    let saysMore = room.rows > head + 2
    let shown = room.rows - head - (saysMore ? 1 : 0)
    let first = min(max(chosen - shown / 2, head), lines.count - shown)
    let missing = lines.count - head - shown
    let notes = [" \(missing) more rows", " +\(missing)", ""]
    let note = notes.first { $0.count <= room.columns } ?? ""
    return Array(lines[..<head] + lines[first..<first + shown])
      + (saysMore ? [Line(note, .dim)] : [])
  }
}

extension StopPane {
  /// A sentence in the place of a view that cannot be shown here.
  init(_ title: String, saying sentence: String, room: Size, glyphs: Glyphs) {
    heading = Heading(title)
    let text = glyphs.spell(sentence)
    let words = text.split(separator: " ").map(\.count).max() ?? 0
    // A word that is wider than the room would be cut.
    guard words + 1 <= room.columns else {
      lines = room.columns > 0 && room.rows > 0 ? [Line("?", .dim)] : []
      return
    }
    lines = Array(
      TextWrap.lines(text, width: room.columns - 1).map { Line(" " + $0, .dim) }.prefix(room.rows))
  }
}

extension StopSubject {
  /// Whether a cell is the chosen one.
  func isChosen(_ other: CellAddress?) -> Bool { other != nil && other == cell }

  /// A number of the trace with its colour, its link, and the marks for what is covered, off or not computed yet.
  ///
  /// - Parameters:
  ///   - cell: nil where the trace has none yet.
  ///   - scale: the number that has the strongest colour.
  ///   - off: what is shown for a 0 that a gate made.
  ///   - isFactor: coloured as a letter, not by its ground: for what is one of several numbers of a product.
  ///   - format: the number as text.
  /// - Returns: the text with its style and its link.
  func span(
    _ cell: CellAddress?, scale: Float = 1, off: String = "x", isFactor: Bool = false,
    format: (Double) -> String
  ) -> Span {
    guard let cell else { return Span(glyphs.spell("·"), .dim) }
    let text = text
    let state = text.state(of: cell)
    let shown =
      switch state {
      case .notComputed: "·"
      case .off: off
      case .covered: "?"
      case .value(let value): format(Double(value))
      }
    var style = text.style(
      cell, palette: provenance.role(of: cell).map(Palette.of) ?? .signals, scale: scale)
    if isFactor, case .heat(let palette, let step) = style.ink {
      style = .mark(palette, step < 0 ? -5 : 5)
    }
    if isChosen(cell) { style = .chosen }
    return Span(glyphs.spell(shown), style, link: TutorLink.cell(cell))
  }

  /// The number at a cell if it may be shown: computed, and not covered.
  func shown(_ cell: CellAddress?) -> Double? {
    guard let cell else { return nil }
    return switch text.state(of: cell) {
    case .notComputed, .covered: nil
    case .off: 0
    case .value(let value): Double(value)
    }
  }

  /// The sample that the chosen cell belongs to; 0 where it belongs to none.
  var sample: Int {
    guard let cell, let kind = walk.names.event(of: cell)?.kind, let first = cell.index.first else {
      return 0
    }
    return [.input, .weightedSum, .activation, .initialError, .delta].contains(kind) ? first : 0
  }
}
