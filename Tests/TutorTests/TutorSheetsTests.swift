import TerminalKit
import TestSupport
import Testing

@testable import Tutor

/// Help, the lesson's words and the list of steps.
@Suite struct TutorSheetsTests {
  private static let small = Size(columns: 40, rows: 12)

  /// Everything that scrolling brings into sight.
  private func allLines(_ key: String) throws -> String {
    let shown = try Play.lesson(
      Play.keys(key + String(repeating: "<down>", count: 120)), size: Self.small)
    return shown.map { $0.lines.dropLast().joined(separator: "\n") }.joined(separator: "\n")
  }

  /// Help once showed 8 of its 36 keys at 40×12.
  @Test func `help shows every key at 40 by 12, by scrolling`() throws {
    let text = try allLines("?")
    for binding in Keymap.steps.bindings + Keymap.onlyCells.bindings {
      #expect(text.contains(binding.help), "\(binding.names)")
    }
    for (_, help) in Keymap.mouse { #expect(text.contains(help.prefix(20))) }
  }

  @Test func `the words of a step can all be read at 40 by 12`() throws {
    let model = try Play.model("l")
    let words = TutorView(model: model, size: Self.small).lessonLines(columns: 40).map(\.text)
    let text = try allLines("lH")
    for line in words where !line.isEmpty { #expect(text.contains(line), "\(line)") }
  }

  @Test func `the list reaches the last step`() throws {
    let text = try allLines("L")
    #expect(text.contains(" 4/10 ") && text.contains("1/24"))
  }

  @Test(arguments: ["?", "H", "L"])
  func `the key, Esc and q close it, arrows do not, and it says so`(key: String) throws {
    let steps = try Play.screen("")
    let open = try Play.screen(key)
    #expect(open != steps)
    #expect(try #require(open.lines.last).hasSuffix("Esc \(key) close"))
    for closing in [key, "<esc>", "q"] { #expect(try Play.screen(key + closing) == steps) }
    for other in ["<down>", "<pgdn>", "<up>", "x"] {
      #expect(try Play.screen(key + other).text.contains("Esc \(key) close"))
    }
  }
}
