import Engine
import Tracer

/// Reads the maps of numbers off a screen of the four-layer lesson, without knowing how they were drawn.
struct ScreenMaps {
  /// A map as read from the screen: its title and its cells.
  struct Map {
    var tensor: (kind: TraceKind, name: TensorName, layer: String?)
    var channel: Int
    /// By row and column; nil for what is not there.
    var cells: [(row: Int, column: Int, text: String)]
  }

  /// What the titles of the lesson stand for.
  private static let titles: [(title: String, kind: TraceKind, name: TensorName, layer: String?)] =
    [("A", "c0"), ("B", "c1")].flatMap { label, layer in
      [
        ("S of \(label), map ", .weightedSum, .weightedSum, layer),
        ("Y of \(label), map ", .activation, .output, layer),
        ("δ of \(label), map ", .delta, .delta, layer),
      ]
    } + [
      ("δ of P, map ", .delta, .delta, "m2"), ("P, map ", .weightedSum, .weightedSum, "m2"),
      ("X  scale", .input, .input, nil),
    ]

  let maps: [Map]

  init(_ screen: [String]) {
    let grid = screen.map(Array.init)
    var maps: [Map] = []
    for row in grid.indices.dropLast(2) {
      for (title, kind, name, layer) in Self.titles {
        let wanted = Array(title)
        for column in grid[row].indices
        where column > 0 && grid[row][column...].starts(with: wanted) {
          // "P, map" also ends "δ of P, map": a title begins after two blanks or at the edge of its pane.
          guard grid[row][column - 1] == " ", column < 2 || " │".contains(grid[row][column - 2])
          else { continue }
          let channel = grid[row].dropFirst(column + wanted.count).first?.wholeNumberValue ?? 0
          let cells = Self.cells(grid, titleRow: row, left: column - 1)
          guard !cells.isEmpty else { continue }
          maps.append(Map(tensor: (kind, name, layer), channel: channel, cells: cells))
        }
      }
    }
    self.maps = maps
  }

  /// The numbers under a title: five or six columns per cell, column numbers above, row numbers before.
  private static func cells(
    _ grid: [[Character]], titleRow: Int, left: Int
  ) -> [(row: Int, column: Int, text: String)] {
    let header = grid[titleRow + 1].dropFirst(left + 1).prefix(40)
    guard let zero = header.firstIndex(of: "0"), let one = header[zero...].firstIndex(of: "1")
    else { return [] }
    let width = one - zero
    guard width >= 5, zero - left == width else { return [] }
    var columns = 0
    while header.indices.contains(zero + columns * width),
      header[zero + columns * width] == Character("\(columns % 10)")
    { columns += 1 }
    var cells: [(Int, Int, String)] = []
    for row in 0... {
      guard grid.indices.contains(titleRow + 2 + row) else { break }
      let line = grid[titleRow + 2 + row]
      guard line.indices.contains(left), line[left] == Character("\(row % 10)") else { break }
      for column in 0..<columns {
        let start = left + 2 + column * width
        let text = String(line.dropFirst(start).prefix(width - 1)).trimming(" ()[]")
        cells.append((row, column, text))
      }
    }
    return cells
  }

  /// Why a shown figure does not stand for a number; nil when it does.
  static func fault(_ text: String, value: Float, isComputed: Bool) -> String? {
    switch text {
    case "·": return isComputed ? "not shown" : nil
    case _ where !isComputed: return "shown too early"
    case "x", "0": return value == 0 ? nil : "shown as 0"
    case "+~0": return value > 0 && value < 0.005 ? nil : "shown as a small positive number"
    case "-~0": return value < 0 && value > -0.005 ? nil : "shown as a small negative number"
    default:
      guard let shown = Float(text) else { return "no number" }
      let decimals =
        text.split(separator: ".").count > 1 ? text.split(separator: ".").last?.count : 0
      let unit: Float = [1, 0.1, 0.01, 0.001][min(decimals ?? 0, 3)]
      return abs(shown - value) <= 0.5001 * unit ? nil : "rounded wrongly"
    }
  }
}

extension String {
  fileprivate func trimming(_ characters: String) -> String {
    let kept = drop { characters.contains($0) }
    return String(kept.reversed().drop { characters.contains($0) }.reversed())
  }
}
