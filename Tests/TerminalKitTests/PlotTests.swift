import Testing

@testable import TerminalKit

@Suite struct PlotTests {
  @Test func `an upright bar fills from below`() {
    #expect(Plot.column(0.5, rows: 2) == [" ", "█"])
    #expect(Plot.column(0.75, rows: 2) == ["▄", "█"])
    #expect(Plot.column(1, rows: 1) == ["█"])
    #expect(Plot.column(1e-9, rows: 2) == [" ", "▁"])
    #expect(Plot.column(.nan, rows: 2) == [" ", " "])
    #expect(Plot.column(.infinity, rows: 1) == ["█"])
    #expect(Plot.column(1, rows: -1) == [])
  }

  @Test func `a bar that lies has at least one cell when it is not 0`() {
    #expect(Plot.bar(0.5, columns: 4) == "██")
    #expect(Plot.bar(0.01, columns: 4) == "█")
    #expect(Plot.bar(0, columns: 4).isEmpty)
    #expect(Plot.bar(3, columns: 4) == "████")
    #expect(Plot.bar(0.5, columns: 4, character: "◀") == "◀◀")
  }

  @Test func `signed bars run from a middle axis`() {
    func text(_ share: Double, _ columns: Int) -> String {
      Plot.signedBar(share, columns: columns, palette: .deltas).text
    }
    #expect(text(0.5, 9) == "    │██  ")
    #expect(text(-0.5, 9) == "  ██│    ")
    #expect(text(-1, 10) == "████│    " && text(0, 5) == "  │  ")
    #expect(text(-0.01, 9) == "   █│    " && text(.nan, 3) == " │ " && text(1, 0) == "│")
    let bar = Plot.signedBar(-1, columns: 9, palette: .deltas)
    #expect(bar.spans.first { $0.text == "████" }?.style == .mark(.deltas, -5))
  }

  @Test func `a row of bars is scaled by its largest`() {
    #expect(Plot.sparkline([0, 1, 2, 4, .nan]) == " ▂▄█ ")
    #expect(Plot.sparkline([]) == "")
  }
}
