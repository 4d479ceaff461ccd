/// Bars made of block characters; a screen in ASCII replaces them by a ramp.
package enum Plot {
  /// A cell filled from below by so many eighths.
  package static func block(eighths: Int) -> Character {
    let blocks: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    return blocks[max(0, min(8, eighths))]
  }

  /// An upright bar, from its top cell to its bottom cell.
  ///
  /// `share` of its height is filled, from 0 to 1; what is not 0 shows at least an eighth of a
  /// cell, nan shows nothing.
  package static func column(_ share: Double, rows: Int) -> [Character] {
    let filled = parts(of: share, in: 8 * rows)
    return (0..<max(0, rows)).reversed().map { block(eighths: filled - 8 * $0) }
  }

  /// A horizontal bar of full cells, at least one when the share is not 0.
  package static func bar(_ share: Double, columns: Int, character: Character = "█") -> String {
    String(repeating: character, count: parts(of: share, in: columns))
  }

  /// A bar from a middle axis: to the right for what is positive, to the left for what is negative,
  /// so that the side tells the sign without colours.
  ///
  /// - Parameters:
  ///   - share: of the largest magnitude, -1 to 1.
  ///   - columns: the whole width; an even one is not used to its end.
  ///   - palette: whose colours the bar takes.
  /// - Returns: a line, `    ████│         `.
  package static func signedBar(_ share: Double, columns: Int, palette: Palette) -> Line {
    let half = max(0, (columns - 1) / 2)
    let bar = bar(abs(share), columns: half)
    let rest = String(repeating: " ", count: half - bar.count)
    let blank = String(repeating: " ", count: half)
    let style = Style.mark(palette, share < 0 ? -5 : 5)
    let axis = Span("│", .dim)
    return share < 0
      ? Line([Span(rest), Span(bar, style), axis, Span(blank)])
      : Line([Span(blank), axis, Span(bar, style), Span(rest)])
  }

  /// One row of bars, one column per value, for non-negative values on a common scale.
  package static func sparkline(_ values: [Double]) -> String {
    let largest = values.filter(\.isFinite).max() ?? 0
    return String(values.map { block(eighths: parts(of: largest > 0 ? $0 / largest : 0, in: 8)) })
  }

  /// How many of `count` parts a share of 0 to 1 fills, rounded, but at least 1 when not 0.
  private static func parts(of share: Double, in count: Int) -> Int {
    guard share > 0, count > 0 else { return 0 }
    return max(1, Int((min(1, share) * Double(count)).rounded()))
  }
}
