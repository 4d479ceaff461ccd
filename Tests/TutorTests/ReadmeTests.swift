import TerminalKit
import Foundation
import Testing

@testable import Tutor

/// The keys in README are those of the key table.
@Suite struct ReadmeTests {
  @Test func `every key stands in README with its meaning`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let rows =
      (Keymap.steps.bindings + Keymap.onlyCells.bindings).map { ($0.names, $0.help) }
      + SheetPage.keys.bindings.map { ($0.names, $0.help) }
      + Keymap.mouse.filter { !$0.names.isEmpty }
    for (names, help) in rows { #expect(text.contains("| `\(names)` | \(help)"), "\(names)") }
    for (_, help) in Keymap.mouse { #expect(text.contains(help)) }
  }
}
