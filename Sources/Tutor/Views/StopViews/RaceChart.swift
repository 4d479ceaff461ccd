import TerminalKit
import Tracer

/// The plane of two parameters with contour lines of the loss, and the ways over it.
struct RaceChart: Sendable {
  typealias Point = LossSurface.Point

  private let table: RaceTable
  private let columns: Int
  private let rows: Int
  private let box: LossSurface.Box
  private let values: [Double]
  /// The losses that lines are drawn at.
  let levels: [Double]
  private let floor: Point?
  private let hasAxes: Bool

  private static let margin = 6

  init(table: RaceTable, surface: LossSurface?, room: Size) {
    self.table = table
    hasAxes = room.columns >= 24 && room.rows >= 4
    columns = max(room.columns - (hasAxes ? Self.margin : 0), 0)
    rows = max(room.rows - (hasAxes ? 1 : 0), 0)
    floor = surface?.quadratic?.floor
    box = Self.box(table, floor)
    values =
      surface.map { [columns, rows] in
        columns > 0 && rows > 0
          ? $0.values(Self.box(table, $0.quadratic?.floor), columns: columns, rows: rows) : []
      } ?? []
    // Lines that lie too close in a small room run into each other.
    let all = Self.levels(values)
    levels =
      rows < 12
      ? all.reversed().enumerated().filter { $0.offset % 2 == 0 }.map(\.element).reversed() : all
  }

  /// The start and the floor, and the ways as far as they stay near; with a margin.
  private static func box(_ table: RaceTable, _ floor: Point?) -> LossSurface.Box {
    let anchors = [table.start] + (floor.map { [$0] } ?? [])
    func range(_ part: (Point) -> Double) -> ClosedRange<Double> {
      let kept = anchors.map(part)
      var (low, high) = (kept.min() ?? 0, kept.max() ?? 0)
      let near = max(high - low, floor == nil ? 2 : 0.5)
      // A way that flies off is left outside of the picture.
      let ways = table.reach.map { $0.map(part) }.filter { way in
        way.allSatisfy { $0 > low - near && $0 < high + near }
      }.flatMap { $0 }
      (low, high) = (min(low, ways.min() ?? low), max(high, ways.max() ?? high))
      let edge = max((high - low) / 8, 0.1)
      return low - edge...high + edge
    }
    return LossSurface.Box(w: range(\.w), b: range(\.b))
  }

  /// Round numbers in steps of 1, 2 and 5 below the largest loss in sight, at most seven; even steps where the loss can
  /// be negative.
  static func levels(_ values: [Double]) -> [Double] {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max(), high > low else { return [] }
    var power = 1.0
    let size = max(abs(low), abs(high))
    while power > size { power /= 10 }
    while power * 10 <= size { power *= 10 }
    guard low >= 0 else {
      let step = [1, 2, 5, 10].map { $0 * power / 10 }.first { (high - low) / $0 <= 8 } ?? power
      let first = Int((low / step).rounded(.up))
      return (first...max(Int((high / step).rounded(.down)), first)).map { Double($0) * step }
    }
    var levels: [Double] = []
    while levels.count < 7, power > low / 10, power > high * 1e-6 {
      for factor in [5, 2, 1] as [Double] where factor * power < 0.7 * high && factor * power > low
      {
        levels.append(factor * power)
      }
      power /= 10
    }
    return levels.prefix(7).reversed()
  }

  // MARK: - Drawing

  var lines: [Line] {
    guard rows > 0, columns > 0 else { return [] }
    var cells = contours()
    func put(_ point: Point, _ character: Character, _ style: Style, keepsLetters: Bool = false) {
      guard let place = box.place(of: point, columns: columns, rows: rows) else { return }
      if keepsLetters, cells[place.row][place.column].0.isUppercase { return }
      cells[place.row][place.column] = (character, style)
    }
    if columns >= 60, rows >= 16 {
      for way in table.ways where !way.isOwn {
        for point in way.points { put(point, Character(way.letter.lowercased()), .dim) }
      }
    }
    for point in table.ahead { put(point, "o", .dim) }
    for way in table.ways where way.isOwn {
      for point in way.points { put(point, "o", .accent) }
    }
    if let floor { put(floor, "+", .bold) }
    put(table.start, "@", .bold)
    for way in table.ways.reversed() where way.points.count > 1 {
      put(way.end, way.letter, way.isOwn ? .chosen : .bold)
    }
    let picture = cells.map { row in Self.line(row) }
    guard hasAxes else { return picture }
    return picture.enumerated().map { row, line in Line(label(row), .dim) + line } + [foot]
  }

  /// A dot where a level lies between a place and the one at its right or below it.
  private func contours() -> [[(Character, Style)]] {
    var cells = [[(Character, Style)]](
      repeating: Array(repeating: (" ", .plain), count: columns), count: rows)
    guard values.count == rows * columns else { return cells }
    let bands = values.map { value in levels.count { $0 <= value } }
    for row in 0..<rows {
      for column in 0..<columns {
        let here = bands[row * columns + column]
        let isEdge =
          column + 1 < columns && bands[row * columns + column + 1] != here
          || row + 1 < rows && bands[(row + 1) * columns + column] != here
        if isEdge { cells[row][column] = ("·", .dim) }
      }
    }
    return cells
  }

  /// A row of cells as stretches of one style.
  private static func line(_ cells: [(Character, Style)]) -> Line {
    var spans: [Span] = []
    for (character, style) in cells {
      if let last = spans.last, last.style == style {
        spans[spans.count - 1].text.append(character)
      } else {
        spans.append(Span(String(character), style))
      }
    }
    return Line(spans)
  }

  private func label(_ row: Int) -> String {
    let isNamed = row == 0 || row == rows - 1 || row == rows / 2 && rows >= 7
    guard isNamed else { return String(repeating: " ", count: Self.margin) }
    let b = box.point(column: 0, of: columns, row: Double(row), of: rows).b
    let name = row == 0 && rows >= 3 ? "b" : ""
    let text = Numbers.fixed(b, decimals: 1)
    return (name.rightPadded(to: 1) + (text.count <= 4 ? text : "").leftPadded(to: 4)) + " "
  }

  private var foot: Line {
    let (low, high) = (
      "w \(Numbers.fixed(box.w.lowerBound, decimals: 1))",
      Numbers.fixed(box.w.upperBound, decimals: 1)
    )
    let gap = columns - low.count - high.count
    return Line(
      String(repeating: " ", count: Self.margin) + low
        + (gap > 0 ? String(repeating: " ", count: gap) + high : ""), .dim)
  }
}
