import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite struct PrintedSumTests {
  @Test func `a sum that misses its last digit takes one more`() {
    #expect(PrintedSum([0.1014, 0.2014], total: 0.3028).equation == ".1014 + .2014 = .3028")
    #expect(PrintedSum([0.2, 0.4], total: 0.6).equation == ".2 + .4 = .6")
    #expect(PrintedSum([-0.123, -0.321], total: 0, scale: 0).equation == "-.123 - .321 = 0")
  }

  @Test func `what no digit mends is said to be rounded`() {
    let third = 1.0 / 3
    #expect(
      PrintedSum([third, third], total: 2 * third).equation == ".333 + .333 ≈ .667 (rounded)")
    #expect(PrintedSum([.infinity, 1], total: .infinity).note == "")
  }

  /// A student who adds up the figures of a line gets the figure behind them, in every cell of every case.
  private func expectAddsUp(_ recorded: RecordedCase, cells: Int) {
    // After the last correction everything is computed.
    guard let stop = recorded.timeline.stops.last(where: { $0.part == .correction }) else { return }
    for event in recorded.trace.events.indices {
      for cell in recorded.cells(of: event, cells)
      where cell.tensor != .argmax && event < stop.events.upperBound {
        for columns in [20, 40, 80] {
          let lines = recorded.pane.lines(
            for: cell, stop: stop, columns: columns, rows: 9)
          for line in lines { Self.expectAddsUp(line.text) }
        }
        let table = recorded.pane.table(for: cell, columns: 66, rows: 40)
        for line in table { Self.expectAddsUp(line.text) }
      }
    }
  }

  static func expectAddsUp(_ line: String) {
    guard !line.contains("(rounded)"), !line.contains("next step") else { return }
    let number = "-?(?:[0-9]*\\.)?[0-9]+(?:e-?[0-9]+)?"
    guard
      let pattern = try? Regex(
        "(?<head>.*?)(?<sum>\(number)(?: [+-] (?:bias )?\(number))+)(?<close>\\)?) [=≈] (?<total>\(number))"
      )
    else { return }
    for match in line.matches(of: pattern) {
      guard let sum = match["sum"]?.substring, let total = match["total"]?.substring,
        let head = match["head"]?.substring, let shown = Double(total),
        !head.hasSuffix("× ") && !head.hasSuffix("×"), !head.hasSuffix("/ ")
      else { continue }
      let isScaled = match["close"]?.substring == ")"
      guard !isScaled || head.hasSuffix("= 1 × (") else { continue }
      let words = sum.replacing("bias ", with: "").split(separator: " ")
      var added = Double(words[0]) ?? .nan
      for at in stride(from: 1, to: words.count - 1, by: 2) {
        added += (words[at] == "-" ? -1 : 1) * (Double(words[at + 1]) ?? .nan)
      }
      #expect(abs(added - shown) <= 1e-9 * max(1, abs(shown)), "\(line)")
    }
  }

  @Test func `the figures of the lesson add up`() throws {
    expectAddsUp(try RecordedCases.fourLayer(), cells: 5)
  }

  @Test(arguments: RecordedCases.odd.indices)
  func `the figures of odd networks add up`(index: Int) throws {
    expectAddsUp(try RecordedCases.odd(index), cells: 2)
  }
}
