import Foundation
import TerminalKit
import Testing

/// Compares a screen with `Screens/NAME-COLUMNSxROWS.txt` beside the test: its characters, its styles, its cursor.
///
/// With `HMDL_RECORD=1` the file is written again and the test fails, so that a recording is never taken for a
/// comparison: review the difference as a picture, then run the tests again.
package func expectGolden(
  _ screen: Screen, _ name: String, of test: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectGolden(
    GoldenScreens.file(of: screen),
    file: "\(name)-\(screen.size.columns)x\(screen.size.rows).txt", of: test,
    sourceLocation: sourceLocation)
}

/// Compares plain output with the text in `Screens/FILE`, recorded in the same way.
package func expectGolden(
  _ got: String, file name: String, of test: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let file = URL(filePath: test).deletingLastPathComponent().appending(path: "Screens")
    .appending(path: name)
  if ProcessInfo.processInfo.environment["HMDL_RECORD"] == "1" {
    do {
      try got.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(file.lastPathComponent)", sourceLocation: sourceLocation)
    } catch {
      Issue.record("cannot record \(file.path): \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let wanted = try? String(contentsOf: file, encoding: .utf8) else {
    Issue.record(
      "no \(file.lastPathComponent) yet: record it with `make record`",
      sourceLocation: sourceLocation)
    return
  }
  guard got != wanted else { return }
  Issue.record(
    "\(file.lastPathComponent) differs in \(GoldenScreens.firstDifference(wanted, got))\n\(got)",
    sourceLocation: sourceLocation)
}

enum GoldenScreens {
  /// What a golden file holds: the rows of the screen; below a line, the stretches of each row
  /// that are not plain, as `row| first-last style`, counted from 1; last the cursor.
  static func file(of screen: Screen) -> String {
    let rows = (0..<screen.size.rows).compactMap { row -> String? in
      let stretches = stretches(of: screen, row: row)
      return stretches.isEmpty ? nil : "\(row + 1)| " + stretches.joined(separator: "; ")
    }
    let cursor = screen.cursor.map { "row \($0.row + 1), column \($0.column + 1)" } ?? "hidden"
    return ([screen.text, "--- styles"] + rows + ["cursor \(cursor)"]).joined(separator: "\n")
      + "\n"
  }

  private static func stretches(of screen: Screen, row: Int) -> [String] {
    var stretches: [String] = []
    var start = 0
    let names = (0..<screen.size.columns).map { name(of: screen[row, $0]) } + [""]
    for column in names.indices where column == names.count - 1 || names[column] != names[start] {
      if !names[start].isEmpty {
        let place = start == column - 1 ? "\(start + 1)" : "\(start + 1)-\(column)"
        stretches.append("\(place) \(names[start])")
      }
      start = column
    }
    return stretches
  }

  /// A style as it can be seen: a blank shows no ink but that of its ground, which chosen cells and
  /// heat maps have. Plain has no name.
  private static func name(of cell: Cell) -> String {
    let style = cell.style
    let ink = name(of: style.ink).replacing(/\w+\./, with: "")
    let isSeen =
      cell.character != " " || style.reverse || ink == "chosen" || ink.hasPrefix("heat")
      || ink.hasPrefix("greys")
    var parts = isSeen && ink != "plain" ? [ink] : []
    if style.bold, cell.character != " " { parts.append("bold") }
    if style.underline { parts.append("underline") }
    if style.reverse { parts.append("reverse") }
    return parts.joined(separator: " ")
  }

  private static func name(of ink: Ink) -> String {
    if case .greys(let front, let back) = ink { return "greys \(front) on \(back)" }
    return "\(ink)"
  }

  /// The first row in which two pictures differ, as wanted and as got.
  static func firstDifference(_ wanted: String, _ got: String) -> String {
    let rows = [wanted, got].map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    let row = (0..<min(rows[0].count, rows[1].count)).first { rows[0][$0] != rows[1][$0] }
    guard let row else { return "the number of rows" }
    return "row \(row + 1)\nwanted \(rows[0][row])\ngot    \(rows[1][row])"
  }
}
