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

  @Test func `a row of bars is scaled by its largest`() {
    #expect(Plot.sparkline([0, 1, 2, 4, .nan]) == " ▂▄█ ")
    #expect(Plot.sparkline([]) == "")
  }
}
