import Engine
import TerminalKit
import Tracer

/// The window of a pooling layer, with its numbers.
extension RuleSubject {
  /// `the window, rows 2–3, columns 2–3 of map 0:`.
  func extent(_ window: [CellAddress]) -> String {
    guard let first = window.first?.index, let last = window.last?.index, first.count == 4 else {
      return ""
    }
    return
      "the window, rows \(first[1])–\(last[1]), columns \(first[2])–\(last[2]) of map \(first[3]):"
  }

  func windowGrid(_ window: [CellAddress], winner: CellAddress?, size: Int) -> [Line] {
    let cells = window.map { cell -> Line in
      let value = provenance.value(at: cell) ?? .nan
      let isOff = value == 0 && provenance.isOff(cell)
      return Line(
        isOff ? "x" : Figure(value).text,
        cell == winner && !isOff ? .bold : isOff ? .dim : .plain)
    }
    let width = max((cells.map(\.width).max() ?? 0) + 2, 6)
    return stride(from: 0, to: cells.count, by: max(size, 1)).map { start in
      cells[start..<min(start + size, cells.count)].reduce(Line("   ")) {
        $0 + $1.leftPadded(to: width)
      }
    }
  }

  /// The window under its extent, and the window alone.
  func windowBodies(_ window: [CellAddress], size: Int) -> [[Line]] {
    let grid = windowGrid(window, winner: nil, size: size)
    return [[Line(extent(window))].filter { !$0.isBlank } + grid, grid]
  }

  /// A row or column that fills no window.
  func noWindow() -> RuleText {
    var text = plainText(short: "0")
    text.bodies = [[Line("no window covers this cell, so nothing comes back to it")]]
    return text
  }
}
