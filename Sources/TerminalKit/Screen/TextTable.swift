import Foundation

/// Rows of cells in columns, for plain output: the last column is wrapped into the remaining width.
package struct TextTable {
  package enum Alignment { case left, right }

  package struct Column {
    package let heading: String
    package let alignment: Alignment

    package init(_ heading: String, _ alignment: Alignment = .left) {
      self.heading = heading
      self.alignment = alignment
    }
  }

  package let columns: [Column]
  package var rows: [[String]] = []

  package init(_ columns: [Column]) { self.columns = columns }

  /// The heading and the rows.
  ///
  /// - Parameter width: columns of the terminal; nil for lines of any length.
  /// - Returns: lines without blanks at the end.
  package func lines(width: Int?) -> [String] {
    let all = [columns.map(\.heading)] + rows
    let widths = columns.indices.map { column in
      all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    let room = width.map { max($0 - widths.dropLast().reduce(0) { $0 + $1 + 2 }, 12) }
    return all.flatMap { row -> [String] in
      let cells = zip(row, zip(widths, columns)).map { cell, column in
        Self.padded(cell, column.0, column.1.alignment)
      }
      guard row.count == columns.count, let last = row.last, let room, last.count > room else {
        return [Self.trimmed(cells.joined(separator: "  "))]
      }
      let head = cells.dropLast().map { $0 + "  " }.joined()
      let margin = String(repeating: " ", count: head.count)
      return Self.wrapped(last, width: room).enumerated()
        .map { Self.trimmed(($0.offset == 0 ? head : margin) + $0.element) }
    }
  }

  private static func padded(_ text: String, _ width: Int, _ alignment: Alignment) -> String {
    let space = String(repeating: " ", count: max(width - text.count, 0))
    return alignment == .left ? text + space : space + text
  }

  private static func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }

  /// Structure strings are broken after semicolons, other text at blanks.
  package static func wrapped(_ text: String, width: Int) -> [String] {
    guard text.contains(";") else { return TextWrap.lines(text, width: width) }
    var lines = [""]
    for part in text.split(separator: ";") {
      let last = lines.count - 1
      if !lines[last].isEmpty, lines[last].count + part.count + 1 > width {
        lines.append(part + ";")
      } else {
        lines[last] += part + ";"
      }
    }
    return lines
  }
}

/// The width of the terminal that a file is, if it is one.
package enum TerminalWidth {
  package static func of(_ file: Int32) -> Int? {
    var size = winsize()
    guard isatty(file) == 1, ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }
}
