import Engine
import Foundation
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite struct RulePaneTests {
  // MARK: - Room

  /// Narrow and common widths, with the heights 0…12 in turn.
  private static let rooms: [Size] =
    (Array(1...24) + Array(stride(from: 27, through: 120, by: 7))).map { columns in
      Size(columns: columns, rows: 5 * columns % 13)
    } + [Size(columns: 80, rows: 7), Size(columns: 66, rows: 12), Size(columns: 40, rows: 3)]

  private func expectFit(_ lines: [Line], _ room: Size, _ what: @autoclosure () -> String) {
    #expect(lines.count <= room.rows, "\(lines.count) lines at \(room): \(what())")
    let widest = lines.map(\.width).max() ?? 0
    #expect(widest <= room.columns, "\(widest) columns at \(room): \(what())")
    if room.rows > 0 { #expect(!lines.isEmpty, "nothing at \(room): \(what())") }
  }

  private func expectFits(_ recorded: RecordedCase, rooms: [Size]) {
    for stop in recorded.timeline.stops where stop.update == 2 || recorded.trace.updates == 1 {
      let cells: [CellAddress?] = [nil] + stop.events.flatMap { recorded.cells(of: $0, 1) }
      for cell in cells {
        for room in rooms {
          let options = RuleOptions(storedKernel: room.rows == 3, ascii: room.columns % 2 == 0)
          let lines = recorded.pane.lines(
            for: cell, stop: stop, columns: room.columns, rows: room.rows, options: options)
          expectFit(lines, room, "\(stop.part) \(String(describing: cell))")
          guard let cell, room.rows == 12 || room.columns % 11 == 0 else { continue }
          let table = recorded.pane.table(
            for: cell, stop: stop, columns: room.columns, rows: 3 * room.rows, options: options)
          expectFit(
            table, Size(columns: room.columns, rows: 3 * room.rows), "table \(stop.part) \(cell)")
        }
      }
    }
  }

  @Test func `every cell of the lesson fits every room`() throws {
    expectFits(try RecordedCases.fourLayer(), rooms: Self.rooms)
  }

  @Test(arguments: RecordedCases.odd.indices)
  func `odd networks fit every room`(index: Int) throws {
    expectFits(try RecordedCases.odd(index), rooms: Self.rooms)
  }

  @Test(.enabled(if: !RecordedCases.shared.isEmpty), arguments: RecordedCases.shared)
  func `the reference cases fit`(path: String) throws {
    expectFits(
      try RecordedCase(Case(contentsOf: path), labels: [:]),
      rooms: [Size(columns: 20, rows: 3), Size(columns: 80, rows: 7)])
  }

  // MARK: - Truth

  /// The text of every cell names the recorded value, and its sums add up.
  private func expectTrue(_ recorded: RecordedCase, cells: Int) {
    for event in recorded.trace.events.indices {
      for cell in recorded.cells(of: event, cells) where cell.tensor != .argmax {
        let text = recorded.pane.text(
          for: cell, stop: nil, columns: 80, rows: 7, options: RuleOptions())
        let value = Double(recorded.pane.provenance.value(at: cell) ?? .nan)
        let shown =
          (3...6).map { Numbers.rule(value, decimals: $0) } + [Numbers.loss(value, decimals: 4)]
        #expect(shown.contains(text.value), "\(cell): \(text.value) is not \(value)")
        for result in text.results {
          let words = result.text.components(separatedBy: "     ")[0].split(separator: " ")
            .filter { $0 != "(rounded)" }
          #expect(
            words.last.map { shown.contains(String($0)) } == true, "\(result.text): \(value)")
        }
        for sum in text.numbers {
          guard let (total, rounding) = Self.total(of: sum.text), value.isFinite else { continue }
          let error = abs(total - value)
          let tolerance = text.relation == "=" ? 1e-6 : rounding + 6e-4
          #expect(
            error <= tolerance, "\(text.name) \(text.relation) \(sum.text), recorded is \(value)")
        }
      }
    }
  }

  /// What `.2 + .4 - .1` adds up to, and how far its figures may be rounded; nil for anything but a sum.
  private static func total(of sum: String) -> (Double, Double)? {
    let words = sum.split(separator: " ")
    guard words.count > 1, let first = Double(words[0]) else { return nil }
    var (total, rounding) = (first, max(6e-4, 6e-3 * abs(first)))
    for pair in stride(from: 1, to: words.count, by: 2) {
      guard pair + 1 < words.count, let number = Double(words[pair + 1]) else { return nil }
      rounding += max(6e-4, 6e-3 * abs(number))
      switch words[pair] {
      case "+": total += number
      case "-": total -= number
      default: return nil
      }
    }
    return total.isFinite ? (total, rounding) : nil
  }

  @Test func `every figure of the lesson is the recorded one`() throws {
    expectTrue(try RecordedCases.fourLayer(), cells: 40)
  }

  @Test(arguments: RecordedCases.odd.indices)
  func `every figure of odd networks is the recorded one`(index: Int) throws {
    expectTrue(try RecordedCases.odd(index), cells: 8)
  }

  @Test(.enabled(if: !RecordedCases.shared.isEmpty), arguments: RecordedCases.shared)
  func `every figure of the reference cases is the recorded one`(path: String) throws {
    expectTrue(try RecordedCase(Case(contentsOf: path), labels: [:]), cells: 6)
  }

  // MARK: - What is not there

  @Test func `what is not recorded yet is said to be`() throws {
    let lesson = try RecordedCases.fourLayer()
    let stop = lesson.timeline.stops[1]
    let later = lesson.cell(.delta, "c1", .delta, [0, 3, 2, 0])
    #expect(
      lesson.pane.lines(for: later, stop: stop, columns: 80, rows: 2).map(\.text) == [
        " δ_B[j,k,p] = ReLU'(S_B) × (δ_P of the window if (j,k) won it, else 0)",
        " δ_B[3,2,0] is not computed yet",
      ])
    let nowhere = CellAddress(event: 9999, tensor: TensorName(rawValue: "Z"), index: [])
    #expect(
      lesson.pane.lines(for: nowhere, stop: stop, columns: 20, rows: 2).map(\.text)
        == ["Z ·", "not computed yet"])
    let outside = lesson.cell(.weightedSum, "c0", .weightedSum, [0, 9, 9, 9])
    #expect(
      lesson.pane.lines(for: outside, stop: stop, columns: 80, rows: 1).map(\.text)
        == [" S_A[9,9,9] is not computed yet"])
  }
}
