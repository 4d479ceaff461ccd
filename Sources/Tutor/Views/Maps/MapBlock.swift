import Engine
import TerminalKit
import Tracer

/// Which cells stand out in the maps of a screen.
struct Marks: Sendable {
  /// `[ ]`: the cell that is explained.
  var chosen: CellAddress?
  /// `( )`: the cells it comes from, or that use it.
  var related: Set<CellAddress> = []
}

/// One map on the screen, in numbers or as a thumbnail.
struct MapBlock: Sendable {
  enum Form: Equatable, Sendable {
    /// Every cell takes `cellWidth` columns: a bracket or blank, then the number.
    case numbers(cellWidth: Int, rows: Int, columns: Int)
    /// Every cell takes two columns: sign and ninths of the scale.
    case thumbnail(rows: Int, columns: Int)
  }

  let map: TensorMap
  let slice: Slice
  let scale: Float
  let scaleText: String
  /// Whether the scale has a negative side, so that bars run from a middle axis.
  private let isSigned: Bool
  /// Where the chosen cell, or the first related one, lies in the slice.
  let center: (row: Int, column: Int)

  /// Columns of the names in front of a list's lines.
  private var nameWidth: Int { max(lineNames.map(\.count).max() ?? 0, labelWidth) + 2 }
  private var lineNames: [String] { map.lineNames(of: slice) }
  /// Columns of a bar behind a list's number.
  private static let barWidth = 11
  private var labelWidth: Int { String(max(slice.rows - 1, 0)).count }
  private var isList: Bool { if case .list = slice.layout { true } else { false } }

  init(map: TensorMap, provenance: Provenance, text: CellText, marks: Marks, mode: ScaleMode) {
    let shape = provenance.trace.events[map.cell.event].tensor(map.cell.tensor)?.shape ?? [0]
    self.map = map
    slice = Slice(of: shape, holding: map.cell.index, fold: map.fold, isKernel: map.isKernel)
    let range = provenance.range(
      event: map.cell.event, tensor: map.cell.tensor, slice: slice, mode: mode)
    scale = max(range.upperBound, -range.lowerBound)
    isSigned = range.lowerBound < 0
    if map.cell.event >= text.horizon {
      scaleText = "not yet"
    } else if map.cell.tensor == .argmax {
      scaleText = ""
    } else {
      let figure = Numbers.rule(Double(scale), decimals: 2)
      scaleText = range.lowerBound < 0 ? "±\(figure)" : "0 to \(figure)"
    }
    let here = slice
    func place(_ cell: CellAddress) -> (row: Int, column: Int)? {
      cell.event == map.cell.event && cell.tensor == map.cell.tensor
        ? here.place(of: cell.index) : nil
    }
    var found = marks.chosen.flatMap(place)
    if found == nil { found = marks.related.lazy.compactMap(place).min { $0 < $1 } }
    center = found ?? here.place(of: map.cell.index) ?? (0, 0)
  }

  /// Whether a cell lies in the slice that is shown.
  func holds(_ cell: CellAddress) -> Bool {
    cell.event == map.cell.event && cell.tensor == map.cell.tensor
      && slice.place(of: cell.index) != nil
  }

  // MARK: - Size

  /// The form that shows as much as fits into a room, and at most so many columns of cells.
  func form(numbers: Bool, cellWidth: Int, in room: Size, columns limit: Int = .max) -> Form {
    let rows = max(min(slice.rows, room.rows - (isList ? 1 : 2)), 1)
    if numbers {
      let columns = max(
        min(slice.columns, limit, (room.columns - labelWidth - 1) / cellWidth), 1)
      return .numbers(cellWidth: cellWidth, rows: rows, columns: columns)
    }
    return .thumbnail(
      rows: rows, columns: max(min(slice.columns, (room.columns - labelWidth - 1) / 2), 1))
  }

  /// The columns and rows a form takes: its grid, and at least its shortest title.
  func size(_ form: Form) -> Size {
    let grid = gridSize(form)
    let least = (map.titles.last?.count ?? 0) + 1
    return Size(columns: max(grid.columns, least), rows: grid.rows)
  }

  private func gridSize(_ form: Form) -> Size {
    switch form {
    case .numbers(let width, let rows, _) where isList:
      Size(columns: nameWidth + width + 2 + Self.barWidth, rows: rows + 1)
    case .numbers(let width, let rows, let columns):
      // The last column is for the closing bracket.
      Size(columns: labelWidth + width * columns + 1, rows: rows + 2)
    case .thumbnail(let rows, _) where isList:
      Size(columns: nameWidth + 6, rows: rows + 1)
    case .thumbnail(let rows, let columns):
      Size(columns: labelWidth + 1 + 2 * columns, rows: rows + 2)
    }
  }

  /// The heading over a form: the longest of the map's names that fits, with its scale where there is
  /// room for both.
  func heading(_ form: Form) -> String { heading(size(form).columns - 1) }

  /// All headings there are, the longest first.
  var headings: [String] {
    guard !scaleText.isEmpty else { return map.titles }
    return (map.titles.first.map { ["\($0)  scale \(scaleText)"] } ?? [])
      + map.titles.flatMap { ["\($0)  \(scaleText)", $0] }
  }

  private func heading(_ width: Int) -> String {
    headings.first { $0.count <= width } ?? map.titles.last ?? ""
  }

  // MARK: - Drawing

  func draw(
    on screen: inout Screen, row: Int, column: Int, form: Form, text: CellText, marks: Marks
  ) {
    let size = size(form)
    screen.put(
      heading(form), row: row, column: column + 1,
      style: map.role == .target ? .bold : .plain, limit: size.columns - 1)
    if isList { return drawList(on: &screen, row: row + 1, column: column, form, text, marks) }
    switch form {
    case .numbers(let width, let rows, let columns):
      drawNumbers(on: &screen, row + 1, column, width, rows, columns, text, marks)
    case .thumbnail(let rows, let columns):
      drawThumbnail(on: &screen, row + 1, column, rows, columns, text, marks)
    }
  }

  /// The first row or column of a window of `shown` around the centre.
  private func start(_ center: Int, shown: Int, of all: Int) -> Int {
    min(max(center - shown / 2, 0), max(all - shown, 0))
  }

  private func cell(_ row: Int, _ column: Int) -> CellAddress? {
    let place =
      map.isTurned ? (slice.rows - 1 - row, slice.columns - 1 - column) : (row, column)
    return slice.index(row: place.0, column: place.1)
      .map { CellAddress(event: map.cell.event, tensor: map.cell.tensor, index: $0) }
  }

  private func drawNumbers(
    on screen: inout Screen, _ top: Int, _ left: Int, _ width: Int, _ rows: Int, _ columns: Int,
    _ text: CellText, _ marks: Marks
  ) {
    let firstRow = start(center.row, shown: rows, of: slice.rows)
    let firstColumn = start(center.column, shown: columns, of: slice.columns)
    for c in 0..<columns {
      screen.put(
        padded(String(firstColumn + c), width), row: top, column: left + labelWidth + c * width,
        style: .dim)
    }
    for r in 0..<rows {
      let y = top + 1 + r
      screen.put(
        padded(String(firstRow + r), labelWidth), row: y, column: left, style: .dim)
      for c in 0..<columns {
        guard let cell = cell(firstRow + r, firstColumn + c) else { continue }
        let x = left + labelWidth + c * width
        var style = text.style(cell, palette: map.palette, scale: scale)
        if cell.tensor == .argmax { style = .plain }
        if marks.related.contains(cell) { style.underline = true }
        if marks.chosen == cell { style = .chosen }
        screen.put(text.number(cell, width: width - 1), row: y, column: x + 1, style: style)
        bracket(on: &screen, cell, firstRow + r, firstColumn + c, x: x, y: y, width, marks)
      }
    }
  }

  /// `[ ]` around the chosen cell, `( )` around each run of related ones.
  private func bracket(
    on screen: inout Screen, _ cell: CellAddress, _ row: Int, _ column: Int, x: Int, y: Int,
    _ width: Int, _ marks: Marks
  ) {
    func isRelated(_ column: Int) -> Bool {
      guard let other = self.cell(row, column) else { return false }
      return marks.related.contains(other) && marks.chosen != other
    }
    if marks.chosen == cell {
      screen.put("[", row: y, column: x, style: .accent)
      screen.put("]", row: y, column: x + width, style: .accent)
      screen.cursor = Position(row: y, column: x + 1)
    } else if isRelated(column) {
      if !isRelated(column - 1), screen[y, x].character != "]" {
        screen.put("(", row: y, column: x, style: .accent)
      }
      if !isRelated(column + 1) { screen.put(")", row: y, column: x + width, style: .accent) }
    }
  }

  private func drawThumbnail(
    on screen: inout Screen, _ top: Int, _ left: Int, _ rows: Int, _ columns: Int,
    _ text: CellText, _ marks: Marks
  ) {
    let firstRow = start(center.row, shown: rows, of: slice.rows)
    let firstColumn = start(center.column, shown: columns, of: slice.columns)
    let chosen = marks.chosen.flatMap { chosen in
      chosen.event == map.cell.event && chosen.tensor == map.cell.tensor
        ? slice.place(of: chosen.index) : nil
    }
    for c in 0..<columns {
      let isChosen = chosen?.column == firstColumn + c
      let number = firstColumn + c
      // Numbers of two digits would touch: of those every fifth stands for the others.
      let label = slice.columns <= 10 || number % 5 == 0 ? String(number) : "·"
      screen.put(
        padded(isChosen ? "v" : label, 2), row: top, column: left + labelWidth + 1 + 2 * c,
        style: isChosen ? .accent : .dim)
    }
    for r in 0..<rows {
      let y = top + 1 + r
      let isChosen = chosen?.row == firstRow + r
      screen.put(padded(String(firstRow + r), labelWidth), row: y, column: left, style: .dim)
      screen.put(
        isChosen ? ">" : " ", row: y, column: left + labelWidth, style: .accent)
      for c in 0..<columns {
        guard let cell = cell(firstRow + r, firstColumn + c) else { continue }
        var style = text.style(cell, palette: map.palette, scale: scale)
        if marks.related.contains(cell) { style.underline = true }
        if marks.chosen == cell { style = .chosen }
        let figure =
          cell.tensor == .argmax
          ? text.number(cell, width: 2) : text.thumbnail(cell, scale: scale)
        screen.put(figure, row: y, column: left + labelWidth + 1 + 2 * c, style: style)
        if marks.chosen == cell {
          screen.cursor = Position(row: y, column: left + labelWidth + 1 + 2 * c)
        }
      }
    }
  }

  /// A vector: one line per element, with its name, its number and a bar.
  private func drawList(
    on screen: inout Screen, row: Int, column: Int, _ form: Form, _ text: CellText, _ marks: Marks
  ) {
    let (rows, width): (Int, Int) =
      switch form {
      case .numbers(let width, let rows, _): (rows, width)
      case .thumbnail(let rows, _): (rows, 5)
      }
    let first = start(center.row, shown: rows, of: slice.rows)
    for r in 0..<rows {
      guard let cell = cell(first + r, 0) else { continue }
      let name =
        lineNames.indices.contains(first + r) ? lineNames[first + r] : String(first + r)
      let y = row + r
      let isChosen = marks.chosen == cell
      let framed =
        isChosen ? "[\(name)]" : marks.related.contains(cell) ? "(\(name))" : " \(name) "
      screen.put(
        framed, row: y, column: column,
        style: isChosen || marks.related.contains(cell) ? .accent : .plain)
      if isChosen { screen.cursor = Position(row: y, column: column + 1) }
      var style = text.style(cell, palette: map.palette, scale: scale)
      if isChosen { style = .chosen }
      screen.put(
        text.number(cell, width: width), row: y, column: column + nameWidth, style: style)
      if case .numbers = form {
        drawBar(on: &screen, cell, y, column + nameWidth + width + 2, text)
      }
    }
  }

  private func drawBar(
    on screen: inout Screen, _ cell: CellAddress, _ row: Int, _ column: Int, _ text: CellText
  ) {
    guard case .value(let value) = text.state(of: cell), value.isFinite, scale > 0 else { return }
    let share = Double(value) / Double(scale)
    let bar =
      isSigned
      ? Plot.signedBar(share, columns: Self.barWidth, palette: map.palette)
      : Line(Plot.bar(share, columns: Self.barWidth), .mark(map.palette, 5))
    screen.put(bar, row: row, column: column)
  }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 0)) + text
  }
}

// MARK: - The mouse

extension MapBlock {
  /// The cell drawn at a place of the block, counted from its upper left corner.
  func cell(atRow row: Int, column: Int, form: Form) -> CellAddress? {
    let size = size(form)
    guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return nil }
    if isList {
      let first = start(center.row, shown: size.rows - 1, of: slice.rows)
      return row > 0 ? cell(first + row - 1, 0) : nil
    }
    let (rows, columns, width, indent): (Int, Int, Int, Int) =
      switch form {
      case .numbers(let width, let rows, let columns): (rows, columns, width, labelWidth)
      case .thumbnail(let rows, let columns): (rows, columns, 2, labelWidth + 1)
      }
    let (r, c) = (row - 2, (column - indent) / width)
    guard r >= 0, r < rows, column >= indent, c < columns else { return nil }
    return cell(
      start(center.row, shown: rows, of: slice.rows) + r,
      start(center.column, shown: columns, of: slice.columns) + c)
  }
}
