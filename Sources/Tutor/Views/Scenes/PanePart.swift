import TerminalKit

/// A line of a pane in several lengths, with its place among those that give way.
struct PanePart: Equatable, Sendable {
  /// Lines of small numbers stay longest.
  let priority: Int
  /// The longest first.
  let forms: [Line]

  init(_ priority: Int, _ forms: Line...) {
    self.priority = priority
    self.forms = forms
  }
}

extension [PanePart] {
  /// Of every part the first form that fits; of all parts as many as there are rows.
  func fitted(columns: Int, rows: Int, glyphs: Glyphs) -> [Line] {
    guard columns > 0, rows > 0 else { return [] }
    let fit = RuleText.Fitting(columns: columns, rows: rows, glyphs: glyphs)
    let lines = enumerated().compactMap { position, part in
      part.forms.lazy.compactMap(fit.line).first.map { (position, part.priority, $0) }
    }
    guard lines.contains(where: { !$0.2.isBlank }) else { return [fit.nothing] }
    let kept = lines.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(rows).sorted { $0.0 < $1.0 }
    return kept.map(\.2)
  }
}
