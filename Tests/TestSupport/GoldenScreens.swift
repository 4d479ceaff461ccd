import Foundation
import TerminalKit
import Testing

/// Compares a screen with the text in `Screens/NAME-COLUMNSxROWS.txt` beside the test.
///
/// With `HMDL_RECORD=1` the file is written again and the test fails, so that a recording is never taken for a
/// comparison: review the difference as a picture, then run the tests again.
package func expectGolden(
  _ screen: Screen, _ name: String, of test: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectGolden(
    screen.text + "\n", file: "\(name)-\(screen.size.columns)x\(screen.size.rows).txt",
    of: test, sourceLocation: sourceLocation)
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
  /// The first row in which two pictures differ, as wanted and as got.
  static func firstDifference(_ wanted: String, _ got: String) -> String {
    let rows = [wanted, got].map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    let row = (0..<min(rows[0].count, rows[1].count)).first { rows[0][$0] != rows[1][$0] }
    guard let row else { return "the number of rows" }
    return "row \(row + 1)\nwanted \(rows[0][row])\ngot    \(rows[1][row])"
  }
}
