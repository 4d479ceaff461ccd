import Testing

@testable import TerminalKit

@Suite struct CurveTests {
  private func drawn(
    _ shares: [Double?], rows: Int, mark: Curve.Mark = .line, glyphs: Glyphs = .unicode
  ) -> [String] {
    var screen = Screen(size: Size(columns: shares.count, rows: rows), glyphs: glyphs)
    Curve(mark: mark).draw(shares, on: &screen, in: Rect(screen.size))
    return screen.lines
  }

  @Test func `a row has three heights`() {
    let shares = (0..<6).map { Double?.some(Double($0) / 6) }
    #expect(drawn(shares, rows: 2) == ["   ▁─▔", "▁─▔"])
    #expect(drawn([0, 0.5, 1], rows: 1) == ["▁─▔"])
    #expect(drawn(shares, rows: 2, glyphs: .ascii) == ["   .-'", ".-'"])
  }

  @Test func `steep columns are joined, gaps are not`() {
    #expect(drawn([0, 1], rows: 4) == [" ▔", " │", " │", "▁"])
    #expect(drawn([1, 0], rows: 4) == ["▔", "│", "│", " ▁"])
    // A peak stands on one line.
    #expect(drawn([0, 1, 0, 1, 0], rows: 4) == [" ▔ ▔", " │ │", " │ │", "▁ ▁ ▁"])
    #expect(drawn([0, nil, 1], rows: 3) == ["  ▔", "", "▁"])
    #expect(drawn([0, .nan, 1], rows: 3) == ["  ▔", "", "▁"])
  }

  @Test func `letters tell curves apart without colours`() {
    #expect(drawn([0, 0.5, 1], rows: 2, mark: .letter("o")) == [" oo", "o"])
    #expect(Curve.Mark.letter("g").sample == "g" && Curve.Mark.line.sample == "─")
  }

  @Test func `what lies outside counts as the edge, and no size traps`() {
    #expect(drawn([-3, 7, .infinity], rows: 2) == [" ▔▔", "▁"])
    for rows in 0..<3 {
      var screen = Screen(size: Size(columns: 2, rows: rows))
      Curve().draw([0, 1, 0.5, nil], on: &screen, in: Rect(screen.size))
    }
  }
}
