import Engine
import TerminalKit
import Tracer

/// A tensor as plain tables of numbers: one table per map, with row and column numbers from 0.
struct PlainTensor {
  /// Any cell of the tensor.
  let cell: CellAddress
  let shape: Shape
  /// A vector's shape before it was flattened, if it is to be shown that way.
  var fold: Shape?
  /// Four axes are those of a kernel.
  var isKernel = false
  /// Names of the units: of the lines of a list, or of the rows of weights.
  var unitNames: [String] = []
  /// Whether the rows of a matrix belong to units, as those of weights do, and not to samples.
  var isParameter = false
  /// Places of a number.
  var cellWidth = 4
  /// At most so many rows, columns and maps are shown; nil shows all.
  var limit: Int?
  /// A cell's number.
  let number: (CellAddress) -> String

  /// - Parameter width: of a line, in characters; a wider table continues below.
  /// - Returns: the tables, and a sentence if anything was left out.
  func lines(width: Int) -> [String] {
    var index = [Int](repeating: 0, count: shape.rank)
    let count = Slice.count(of: shape, fold: fold, isKernel: isKernel)
    var lines: [String] = []
    for _ in 0..<min(count, limit ?? count) {
      let slice = Slice(of: shape, holding: index, fold: fold, isKernel: isKernel)
      lines += table(slice, name: name(of: slice), width: width)
      index = slice.neighbour(of: index, in: shape, direction: 1)
    }
    return lines + leftOut(maps: count)
  }

  private func name(of slice: Slice) -> String {
    if case .kernel(let input, let output) = slice.layout, shape[2] * shape[3] > 1 {
      return "from map \(input) to map \(output)"
    }
    return slice.parts(in: shape, isParameter: isParameter, unitNames: unitNames).map(\.long)
      .joined(separator: ", ")
  }

  private func table(_ slice: Slice, name: String, width: Int) -> [String] {
    let rows = min(slice.rows, limit ?? slice.rows)
    let columns = min(slice.columns, limit ?? slice.columns)
    let labels = (0..<rows).map { label(ofRow: $0, in: slice) }
    let margin = labels.map(\.count).max() ?? 1
    let room = max((width - margin) / (cellWidth + 1), 1)
    var lines = name.isEmpty ? [] : [name]
    for start in stride(from: 0, to: columns, by: room) {
      let block = start..<min(start + room, columns)
      if slice.columns > 1 {
        lines.append(row("", block.map(String.init), margin: margin))
      }
      for (row, label) in labels.enumerated() {
        let texts = block.compactMap { column in
          slice.index(row: row, column: column).map {
            number(CellAddress(event: cell.event, tensor: cell.tensor, index: $0))
          }
        }
        lines.append(self.row(label, texts, margin: margin))
      }
    }
    return lines
  }

  private func label(ofRow row: Int, in slice: Slice) -> String {
    switch slice.layout {
    case .list(let unit) where !(isParameter && unit != nil) && unitNames.indices.contains(row):
      unitNames[row]
    case .lines: String(row * slice.columns)
    default: String(row)
    }
  }

  private func row(_ label: String, _ cells: [String], margin: Int) -> String {
    cells.reduce(label.leftPadded(to: margin)) { $0 + " " + $1.leftPadded(to: cellWidth) }
  }

  private func leftOut(maps: Int) -> [String] {
    guard let limit else { return [] }
    let slice = Slice(
      of: shape, holding: [Int](repeating: 0, count: shape.rank), fold: fold, isKernel: isKernel)
    guard slice.rows > limit || slice.columns > limit || maps > limit else { return [] }
    return ["Of \(maps) maps \(slice.rows)×\(slice.columns) at most \(limit) of each are shown."]
  }
}
