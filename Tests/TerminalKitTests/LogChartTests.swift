import Testing

@testable import TerminalKit

@Suite struct LogChartTests {
  private func lines(_ chart: LogChart, columns: Int, rows: Int) -> [String] {
    var screen = Screen(size: Size(columns: columns, rows: rows))
    chart.draw(on: &screen, in: Rect(screen.size))
    return screen.lines
  }

  @Test func `exponential growth is a straight line, and what overflows is marked`() {
    let values: [Double?] = [1, 1e2, 1e4, 1e6, 1e8, .infinity, nil]
    let chart = LogChart(series: [.init(values: values)], selected: 3)
    #expect(
      lines(chart, columns: 24, rows: 6) == [
        "  ! ┤           !",
        "1e6 ┤       @─▔",
        "1e4 ┤     ▁─",
        "1e2 ┤   ▁─",
        "1e0 ┤ ▁─          ·",
        "      0       4",
      ])
  }

  @Test func `vanishing magnitudes have negative powers, an exact 0 a row of its own`() {
    let chart = LogChart(series: [.init(values: [1, 1e-20, 1e-39, 0])], selected: 0)
    #expect(
      lines(chart, columns: 20, rows: 6) == [
        "  1e0 ┤ @",
        "1e-10 ┤  ▔",
        "1e-20 ┤   ▔",
        "1e-30 ┤    ▔▁",
        "    0 ┤       0",
        "        0",
      ])
  }

  @Test func `the axis fits what changes little`() {
    let chart = LogChart(
      series: [.init(values: [1, 0.5, 0.2, 0.066])], selected: 0, firstNumber: 1)
    #expect(
      lines(chart, columns: 18, rows: 8) == [
        "   1 ┤ @─",
        "     │   ▔▁",
        "     │     ─",
        " 0.1 ┤      ▔",
        "     │       ▔",
        "     │",
        "0.01 ┤",
        "       1     4",
      ])
  }

  @Test func `many layers share columns, and the selected one is seen`() {
    let values = (0..<100).map { Double?.some(Double($0 + 1)) }
    let chart = LogChart(series: [.init(values: values)], selected: 28, firstNumber: 1)
    #expect(
      lines(chart, columns: 56, rows: 4) == [
        "100 ┤            ▁▁▁@▁▁▁────────────▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        " 10 ┤   ▁▁──▔▔▔▔▔",
        "  1 ┤ ▁▔",
        "      1        20        40        60        80      100",
      ])
    #expect(chart.layer(atColumn: 15, in: Rect(Size(columns: 56, rows: 4))) == 18)
  }

  @Test func `two flows lie one over the other, on an axis that also fits a third`() {
    let chart = LogChart(
      series: [
        .init(values: [1, 10, 100]), .init(values: [1, 1, 1], curve: Curve(mark: .letter("g"))),
      ], selected: 0, alsoFits: [nil, 1000])
    #expect(
      lines(chart, columns: 14, rows: 7) == [
        "1000 ┤",
        " 100 ┤     ▁",
        "     │    ▁",
        "  10 ┤   ▁",
        "     │  ▁",
        "   1 ┤ @gggg",
        "       0",
      ])
  }

  @Test func `the selected layer has a place, and a place a layer`() throws {
    let chart = LogChart(series: [.init(values: [1, 10, 100])], selected: 1)
    let rect = Rect(row: 2, column: 5, columns: 20, rows: 4)
    var screen = Screen(size: Size(columns: 30, rows: 8))
    chart.draw(on: &screen, in: rect)
    let place = try #require(chart.selectedPosition(in: rect))
    #expect(screen[place.row, place.column] == Cell(character: "@", style: .chosen))
    #expect(chart.layer(atColumn: place.column, in: rect) == 1)
    #expect(chart.layer(atColumn: 8, in: rect) == nil)
    #expect(chart.layer(atColumn: 24, in: rect) == nil)
  }

  @Test func `no size and no data trap`() {
    for columns in 0..<12 {
      for rows in 0..<5 {
        var screen = Screen(size: Size(columns: columns, rows: rows))
        for values: [Double?] in [[], [nil], [0, .nan], [1e-300, 1e300]] {
          for selected in [-1, 0, 9] {
            LogChart(series: [.init(values: values)], selected: selected)
              .draw(on: &screen, in: Rect(screen.size))
          }
        }
      }
    }
  }
}
