import Testing

@testable import TerminalKit

@Suite struct LogChartTests {
  @Test func `exponential growth is a straight line, and what overflows is marked`() {
    let values: [Double?] = [1, 1e2, 1e4, 1e6, 1e8, .infinity, nil]
    let chart = LogChart(series: [.init(values: values)], selected: 4)
    var screen = Screen(size: Size(columns: 24, rows: 6))
    chart.draw(on: &screen, in: Rect(screen.size))
    #expect(
      screen.text == """
        1e8 ┤         @ !
        1e6 ┤       █
        1e4 ┤     █
        1e2 ┤   █
        1e0 ┤ █           ·
              0       4
        """)
  }

  @Test func `vanishing magnitudes have negative powers, an exact 0 a sign of its own`() {
    let chart = LogChart(
      series: [.init(values: [1, 1e-20, 1e-39, 0])], selected: 0)
    var screen = Screen(size: Size(columns: 20, rows: 4))
    chart.draw(on: &screen, in: Rect(screen.size))
    #expect(
      screen.text == """
        1e-11 ┤ @
        1e-25 ┤   █
        1e-39 ┤     █ 0
                0
        """)
  }

  @Test func `many layers share columns, and the selected one is seen`() {
    let values = (0..<100).map { Double?.some(Double($0 + 1)) }
    let chart = LogChart(series: [.init(values: values)], selected: 28, firstNumber: 1)
    var screen = Screen(size: Size(columns: 56, rows: 4))
    chart.draw(on: &screen, in: Rect(screen.size))
    #expect(
      screen.text == """
        1e2 ┤                                                  █
        1e1 ┤     ██████████@███████████████████████████████████
        1e0 ┤ █████
              1        20        40        60        80      100
        """)
    #expect(chart.layer(atColumn: 15, in: Rect(screen.size)) == 18)
  }

  @Test func `two runs lie one over the other`() {
    let chart = LogChart(
      series: [.init(values: [1, 10]), .init(values: [1, 1], mark: "o")], selected: 0)
    var screen = Screen(size: Size(columns: 12, rows: 3))
    chart.draw(on: &screen, in: Rect(screen.size))
    #expect(screen.text == "1e1 ┤   █\n1e0 ┤ @ o\n      0")
  }

  @Test func `what hardly changes stands in the middle`() {
    let chart = LogChart(series: [.init(values: [2, 3, 2])], selected: 0, firstNumber: 1)
    var screen = Screen(size: Size(columns: 16, rows: 6))
    chart.draw(on: &screen, in: Rect(screen.size))
    #expect(
      screen.text == """
        1e2  ┤
        1e1  ┤
        1e0  ┤ @ █ █
        1e-1 ┤
        1e-2 ┤
               1
        """)
  }

  @Test func `the selected layer has a place, and a place a layer`() {
    let chart = LogChart(series: [.init(values: [1, 10, 100])], selected: 1)
    let rect = Rect(row: 2, column: 5, columns: 20, rows: 4)
    #expect(chart.selectedPosition(in: rect) == Position(row: 3, column: 13))
    #expect(chart.layer(atColumn: 13, in: rect) == 1)
    #expect(chart.layer(atColumn: 10, in: rect) == nil)
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
