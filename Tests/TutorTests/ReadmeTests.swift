import Foundation
import Testing

@testable import Tutor

/// The keys in README are those of the key table.
@Suite struct ReadmeTests {
  @Test func `every key stands in README with its meaning`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    for binding in Keymap.standard.bindings {
      #expect(text.contains("| `\(binding.names)` | \(binding.help) |"), "\(binding.action)")
    }
  }
}
