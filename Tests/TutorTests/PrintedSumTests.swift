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
    // Terms that say something else than the sum.
    #expect(PrintedSum([0.333, 0.333], total: 0.6701).equation == ".333 + .333 ≈ .67 (rounded)")
    #expect(PrintedSum([0.333, 0.333], total: 0.67).narrow.isRounded)
    #expect(PrintedSum([.infinity, 1], total: .infinity).note == "")
  }

  @Test func `one digit more in the terms stands for the word rounded where there is room`() {
    let third = 1.0 / 3
    let sum = PrintedSum([third, third], total: 2 * third)
    #expect(sum.equation == ".3333 + .3333 ≈ .667")
    #expect(sum.narrow.equation == ".333 + .333 ≈ .667 (rounded)")
    #expect(PrintedSum([0.2, 0.4], total: 0.6).narrow.equation == ".2 + .4 = .6")
  }

  @Test func `step 17 of the lesson adds up to the last digit`() throws {
    let screen = try Play.screen(":17<enter>")
    let line = try #require(screen.lines.first { $0.contains("∂W_B[0,0,0,0] = ") })
    #expect(line.hasSuffix(".1009 - .0347 - .1826 + .0427 + .3215 ≈ .248"), "\(line)")
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
      // Terms with more digits than the sum give it when they are rounded to its digits, at least three.
      func decimals(_ text: Substring) -> Int {
        text.contains("e")
          ? 0
          : text.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count
            ?? 0
      }
      let most = words.map { decimals($0) }.max() ?? 0
      let isFiner = most > max(3, decimals(total))
      let tolerance =
        isFiner ? (0..<max(3, decimals(total))).reduce(0.5) { half, _ in half / 10 } : 0
      #expect(abs(added - shown) <= tolerance + 1e-9 * max(1, abs(shown)), "\(line)")
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
