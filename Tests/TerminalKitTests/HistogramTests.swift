import Testing

@testable import TerminalKit

@Suite struct HistogramTests {
  @Test func `values fall into bins of a symmetric scale`() {
    let histogram = Histogram(of: [-4, -1, 0, 0.5, 1, 4, .nan, .infinity], bins: 5)
    #expect(histogram.bound == 4)
    #expect(histogram.counts == [1, 1, 2, 1, 1])
  }

  @Test func `the ends of the number format do not overflow`() {
    let largest = Double.greatestFiniteMagnitude
    #expect(Histogram(of: [-largest, largest], bins: 3).counts == [1, 0, 1])
    #expect(Histogram(of: [0, 0], bins: 3).counts == [0, 2, 0])
    #expect(Histogram(of: [], bins: 3).counts == [0, 0, 0])
  }

  @Test func `bars, counts and labels share the room`() {
    let histogram = Histogram(of: [-1, 0, 0, 0, 0, 1, 1], bins: 3)
    var screen = Screen(size: Size(columns: 12, rows: 4))
    histogram.draw(on: &screen, in: Rect(screen.size), labels: ["-1", "0", "1"])
    #expect(screen.lines == ["    ███", "▄▄▄ ███ ███", "  1   4   2", "-1   0    1"])
    screen = Screen(size: Size(columns: 12, rows: 1))
    histogram.draw(on: &screen, in: Rect(screen.size), labels: ["-1", "0", "1"])
    #expect(screen.lines == ["▂▂▂ ███ ▄▄▄"])
  }

  @Test func `no size traps`() {
    let histogram = Histogram(of: [1, 2, 3], bins: 15)
    for columns in 0..<40 {
      for rows in 0..<5 {
        var screen = Screen(size: Size(columns: columns, rows: rows))
        histogram.draw(on: &screen, in: Rect(screen.size), labels: ["-3", "0 in the middle", "3"])
      }
    }
  }
}
