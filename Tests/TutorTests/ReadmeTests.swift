import TerminalKit
import Foundation
import Testing

@testable import Tutor

/// The keys in README are those of the key table.
@Suite struct ReadmeTests {
  private static let text = Result {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
  }

  @Test func `every key stands in README with its meaning`() throws {
    let text = try Self.text.get()
    let rows =
      (Keymap.steps.bindings + Keymap.onlyCells.bindings).map { ($0.names, $0.help) }
      + SheetPage.keys.bindings.map { ($0.names, $0.help) }
      + CoursePage.keys.bindings.map { ($0.names, $0.help) }
      + (ReaderKeymap.covers.bindings + ReaderKeymap.question.bindings
      + ReaderKeymap.settled.bindings).map { ($0.names, $0.help) }
      + Keymap.mouse.filter { !$0.names.isEmpty }
    for (names, help) in rows { #expect(text.contains("| `\(names)` | \(help)"), "\(names)") }
    for (_, help) in Keymap.mouse { #expect(text.contains(help)) }
  }

  @Test func `the course stands in README as it is`() throws {
    let text = try Self.text.get()
    let lessons = try LessonLibrary.all()
    for (index, lesson) in lessons.enumerated() {
      let row = "| \(index + 1) | `\(lesson.id)` | \(lesson.question) | \(lesson.minutes ?? 0) |"
      #expect(text.contains(row), "\(row)")
    }
    let page = CourseView(
      page: CoursePage(lessons, store: nil), size: Size(columns: 80, rows: 24), glyphs: .unicode)
    let lines = page.screen().text.split(separator: "\n").map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
    #expect(lines.count > 20)
    for line in lines { #expect(text.contains("\n\(line)\n"), "\(line)") }
  }
}
