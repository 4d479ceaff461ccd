import TerminalKit
import Tracer

/// The picture with the chosen window in it, and the columns that are made of all windows.
struct ColumnsPicture: Sendable {
  let table: ColumnsTable
  let choice: ColumnsTable.Choice
  let names: ColumnsView.Words

  /// The stretch of a row of cells that fits, with the chosen one in it.
  struct Stretch: Equatable, Sendable {
    let range: Range<Int>

    /// - Parameters:
    ///   - count: all cells.
    ///   - shown: how many there is room for.
    ///   - center: the one to keep in the middle, if any.
    init(_ count: Int, shown: Int, center: Int?) {
      let shown = min(max(shown, 1), count)
      let start = min(max((center ?? 0) - shown / 2, 0), count - shown)
      range = start..<start + shown
    }
  }

  private static let gap = 3

  func lines(in room: Size) -> [Line] {
    guard room.rows > 0, room.columns > 0 else { return [] }
    let matrix = matrixWidth(columns: table.columns, spread: 0)
    let wanted = min(matrix, labelWidth(isLong: true) + 8 * cellWidth)
    let left = room.columns - wanted - Self.gap
    // A picture of some columns at least, and rows for its title and column numbers.
    guard left >= pictureLabel + 4 * (table.source.form.width + 2), room.rows >= 6 else {
      return matrixLines(in: room)
    }
    let picture = pictureLines(in: Size(columns: min(left, room.columns * 2 / 5), rows: room.rows))
    let width = picture.map(\.width).max() ?? 0
    let lines = matrixLines(
      in: Size(columns: room.columns - width - Self.gap, rows: room.rows))
    return (0..<max(picture.count, lines.count)).map { row in
      let first = picture.indices.contains(row) ? picture[row] : Line()
      return lines.indices.contains(row)
        ? first.padded(to: width + Self.gap) + lines[row] : first
    }
  }

  // MARK: - The picture

  private var pictureLabel: Int { 1 + String(table.source.shape[1] - 1).count }

  private func pictureLines(in room: Size) -> [Line] {
    let (height, width) = (table.source.shape[1], table.source.shape[2])
    let window = choice.column.map { table.cell(ofColumn: $0) }
    let sample = (choice.pixel?.index ?? window)?.first ?? 0
    let map = choice.pixel?.index[3] ?? choice.row.map { table.place(ofRow: $0).map } ?? 0
    let cell = table.source.form.width + 2
    let middle = choice.pixel.map { Array($0.index[0...2]) } ?? window
    let columns = Stretch(
      width, shown: (room.columns - pictureLabel) / cell, center: middle?[2]
    ).range
    let rows = Stretch(height, shown: room.rows - 2, center: middle?[1]).range
    var lines = [
      Line(" " + title(map: map, room: room.columns - 1)),
      Line(
        String(repeating: " ", count: pictureLabel)
          + columns.map { "\(String($0).leftPadded(to: cell - 1)) " }.joined(), .dim),
    ]
    let marked = Set(
      (0..<table.rows).compactMap { row in
        choice.column.flatMap { table.entry(row: row, column: $0) }
      })
    for row in rows {
      var line = Line(String(row).leftPadded(to: pictureLabel), .dim)
      for column in columns {
        let address = table.source.cell([sample, row, column, map])
        let isChosen = address == choice.pixel
        let signs = isChosen ? ("[", "]") : marked.contains(address) ? ("(", ")") : (" ", " ")
        line += Line(signs.0, .accent)
        line.spans.append(
          table.source.span(
            address, width: cell - 2, isChosen: isChosen, isMarked: marked.contains(address)))
        line += Line(signs.1, .accent)
      }
      lines.append(line)
    }
    return lines + legend(width: room.columns, rows: room.rows - lines.count)
  }

  private func title(map: Int, room: Int) -> String {
    let size = "\(names.source) \(table.source.shape[1])×\(table.source.shape[2])"
    let all = [table.channels > 1 ? "\(size), map \(map)" : size, size, names.source]
    return all.first { $0.count <= room } ?? String(repeating: "·", count: max(room, 0))
  }

  private func legend(width: Int, rows: Int) -> [Line] {
    let place = choice.column.map { table.cell(ofColumn: $0).suffix(2).map(String.init) }
    var lines: [Line] = []
    if let place {
      lines = [
        Line("( )", .accent) + Line(" window of (\(place.joined(separator: ",")))"),
        Line("[ ]", .accent) + Line(" its column"),
      ]
    } else if choice.pixel != nil {
      lines = [Line("[ ]", .accent) + Line(" in every column")]
    }
    lines.append(Line(" o  outside, 0", .dim))
    lines = lines.map { " " + $0 }.filter { $0.width <= width }
    return lines.count < rows ? [Line()] + lines : Array(lines.prefix(rows))
  }

  // MARK: - The columns

  /// What stands before a number: `]` of the one before, blanks, `[` of its own.
  static func lead(opens: Bool, closes: Bool, width: Int) -> String {
    guard width > 1 else { return opens ? "[" : closes ? "]" : " " }
    return (closes ? "]" : " ") + String(repeating: " ", count: width - 2) + (opens ? "[" : " ")
  }

  /// `11` for row 1 and column 1, `1,12` where one of them has two digits; the sample first in a batch.
  func name(ofColumn column: Int) -> String {
    let cell = table.cell(ofColumn: column)
    let isShort = max(table.source.shape[1], table.source.shape[2]) <= 10
    let place = "\(cell[1])\(isShort ? "" : ",")\(cell[2])"
    return table.samples > 1 ? "\(cell[0]):\(place)" : place
  }

  /// `W[1,2]`: the weight that a row meets, with its map where there are several.
  func name(ofRow row: Int) -> String {
    let (a, b, map) = table.place(ofRow: row)
    let size = table.kernelSize
    let place = table.form == .ruleOne ? (size - 1 - a, size - 1 - b) : (a, b)
    return "W[\(place.0),\(place.1)\(table.channels > 1 ? ",\(map)" : "")]"
  }

  /// A number with the bracket or the blank before it.
  private var cellWidth: Int {
    max(table.source.form.width, name(ofColumn: table.columns - 1).count) + 1
  }

  private func labelWidth(isLong: Bool) -> Int {
    let name = name(ofRow: table.rows - 1).count
    return isLong ? name + String(table.rows - 1).count + 2 : name
  }

  private func matrixWidth(columns: Int, spread: Int) -> Int {
    labelWidth(isLong: true) + columns * (cellWidth + spread) + 1
  }

  /// A line of the names of columns, then a line per row.
  private func matrixLines(in room: Size) -> [Line] {
    let isLong = room.columns >= 36
    let label = labelWidth(isLong: isLong) + 1
    let free = room.columns - label - 1
    guard free >= cellWidth else {
      return StopNotice.lines(["The columns need more room.", "too narrow"], in: room, .unicode)
    }
    let spread = min(max(free / table.columns - cellWidth, 0), 3)
    let width = cellWidth + spread
    let center = choice.column ?? choice.pixel.flatMap { table.column(of: $0.index[0...2]) }
    let columns = Stretch(table.columns, shown: free / width, center: center).range
    let rows = Stretch(
      table.rows, shown: max(room.rows - 1, 1), center: choice.row ?? table.rows / 2
    ).range
    var lines = [header(columns, label: label, width: width, isLong: isLong)]
    lines += rows.map { row in line(row, columns, label: label, width: width, isLong: isLong) }
    return Array(lines.prefix(room.rows))
  }

  /// `row   cell 00 01 02`, with `<` and `>` where there are more.
  private func header(_ columns: Range<Int>, label: Int, width: Int, isLong: Bool) -> Line {
    let words = isLong ? "row cell" : "cell"
    let head =
      words.count < label
      ? words.prefix(isLong ? 3 : 0)
        + String(words.dropFirst(isLong ? 3 : 0))
        .leftPadded(to: label - (isLong ? 3 : 0) - 1) + " " : String(repeating: " ", count: label)
    var line = Line(String(head), .dim)
    for column in columns {
      let isFirst = column == columns.lowerBound && column > 0
      line += Line(isFirst ? "<" : " ", .dim)
      let cell = table.form == .ruleTwo ? nil : table.sum(kernel: choice.kernel, column: column)
      line.spans.append(
        Span(
          name(ofColumn: column).leftPadded(to: width - 1),
          column == choice.column ? .chosen : .dim, link: cell.map(TutorLink.cell)))
    }
    return line + Line(columns.upperBound < table.columns ? ">" : " ", .dim)
  }

  private func line(_ row: Int, _ columns: Range<Int>, label: Int, width: Int, isLong: Bool) -> Line
  {
    let number = String(row).leftPadded(to: String(table.rows - 1).count)
    let name = (isLong ? "\(number) " : "") + name(ofRow: row)
    var line = Line([
      Span(
        name, row == choice.row ? .chosen : .dim,
        link: TutorLink.cell(table.weight(kernel: choice.kernel, row: row)))
    ]).padded(to: label)
    var before: (column: Bool, pixel: Bool) = (false, false)
    for column in columns {
      let entry = table.entry(row: row, column: column)
      let isChosen = column == choice.column
      let isPixel = entry != nil && entry == choice.pixel
      let number = table.source.form.width
      line += Line(
        Self.lead(
          opens: isChosen || isPixel, closes: before.column || before.pixel, width: width - number),
        .accent)
      line.spans.append(
        table.source.span(
          entry, width: number, isChosen: isPixel, isMarked: isChosen || row == choice.row))
      before = (isChosen, isPixel)
    }
    return line + Line(before.column || before.pixel ? "]" : " ", .accent)
  }

  // MARK: - Plain

  /// All columns in blocks; of large tables the chosen column alone.
  func plain(width: Int) -> [String] {
    let label = labelWidth(isLong: true) + 1
    let shown = max((width - label - 1) / cellWidth, 1)
    let all =
      table.columns <= 3 * shown && table.rows <= 30
      ? Array(0..<table.columns) : [choice.column ?? 0]
    return stride(from: 0, to: all.count, by: shown).flatMap { start -> [String] in
      let columns = all[start]..<all[min(start + shown, all.count) - 1] + 1
      return [header(columns, label: label, width: cellWidth, isLong: true).text]
        + (0..<min(table.rows, 60)).map {
          line($0, columns, label: label, width: cellWidth, isLong: true).text
        }
    }.map { String($0.reversed().drop { $0 == " " }.reversed()) }
  }
}
