/// Curves on a screen of characters, drawn with thin lines: three heights per row, `▁ ─ ▔`, which every
/// monospaced font has (in ASCII `. - '`). Where a curve is steep, `│` joins its columns: it hangs from the
/// higher of both, so that a peak stands on one line and not between two.
package struct Curve: Equatable, Sendable {
  /// What a curve is drawn with, so that several are told apart without colours.
  package enum Mark: Equatable, Sendable {
    case line
    /// One character per column, and one height per row.
    case letter(Character)

    /// How a key names the mark.
    package var sample: Character {
      switch self {
      case .line: "─"
      case .letter(let letter): letter
      }
    }
  }

  package var mark: Mark = .line
  package var style: Style = .plain

  package init(mark: Mark = .line, style: Style = .plain) {
    self.mark = mark
    self.style = style
  }

  /// The row of a share of the height, from 0 at the lower edge of the bottom row, row 0, to 1 at the
  /// upper edge of the top row.
  package static func row(of share: Double, rows: Int) -> Int { third(of: share, rows: rows) / 3 }

  private static func third(of share: Double, rows: Int) -> Int {
    guard rows > 0, share > 0 else { return 0 }
    // Shares computed from round numbers fall on the row they mean.
    return min(3 * rows - 1, Int(min(1, share) * Double(3 * rows) + 1e-9))
  }

  /// Draws a curve.
  ///
  /// - Parameters:
  ///   - shares: the height in each column as a share of that of the block; nil where there is none.
  ///   - screen: what is drawn on.
  ///   - rect: the block.
  package func draw(_ shares: [Double?], on screen: inout Screen, in rect: Rect) {
    guard rect.rows > 0 else { return }
    let bottom = rect.row + rect.rows - 1
    var before: Int?
    for (column, share) in shares.prefix(rect.columns).enumerated() {
      guard let share, !share.isNaN else {
        before = nil
        continue
      }
      let third = Self.third(of: share, rows: rect.rows)
      let row = third / 3
      if mark == .line, let before, abs(row - before) > 1 {
        let higher = rect.column + column - (before > row ? 1 : 0)
        for between in min(row, before) + 1..<max(row, before) {
          screen[bottom - between, higher] = Cell(character: "│", style: style)
        }
      }
      screen[bottom - row, rect.column + column] = Cell(
        character: character(third: third % 3), style: style)
      before = row
    }
  }

  private func character(third: Int) -> Character {
    switch mark {
    case .line: (["▁", "─", "▔"] as [Character])[third]
    case .letter(let letter): letter
    }
  }
}
