import Foundation
import Testing

@testable import Tutor

/// The table in docs/lessons.md that says where every formula is shown.
@Suite struct FormulaTableTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func lines(of document: String, from heading: String) throws -> [String] {
    let text = try String(contentsOf: root.appending(path: document), encoding: .utf8)
    let lines = text.components(separatedBy: "\n")
    let start = try #require(lines.firstIndex(of: heading), "\(document) has no \(heading)")
    let rest = lines[(start + 1)...]
    return Array(rest.prefix { !$0.hasPrefix("## ") })
  }

  /// The first cells of the tables in a section, without the headings.
  private static func firstCells(_ lines: [String]) -> [String] {
    lines.filter { $0.hasPrefix("| ") }.map {
      $0.components(separatedBy: "|")[1].trimmingCharacters(in: .whitespaces)
    }
  }

  private static let table = Result {
    try lines(of: "docs/lessons.md", from: "## Where every formula is shown")
  }

  @Test func `every title is that of a step of its lesson`() throws {
    let lessons = Dictionary(uniqueKeysWithValues: try LessonLibrary.all().map { ($0.id, $0) })
    var checked = 0
    var lesson: Lesson?
    let text = try Self.table.get().joined(separator: " ")
    for match in text.matches(of: /`(?<id>[a-z-]+)`|\*(?<title>[^*]+)\*/) {
      if let id = match.output.id, let named = lessons[String(id)] { lesson = named }
      guard let title = match.output.title.map(String.init) else { continue }
      let owner = try #require(lesson, "before \(title) no lesson is named")
      #expect(owner.titles.contains(title), "\(owner.id) has no step \"\(title)\"")
      checked += 1
    }
    #expect(checked > 80)
  }

  @Test(arguments: [
    ("## 5. Weight initialisation (paper, Section 5)", 4),
    ("## 6. Optimizers (paper, Section 6)", 10),
  ])
  func `every initializer and optimizer of algorithms.md is in it`(section: (String, Int)) throws {
    let shown = Self.firstCells(try Self.table.get()).joined(separator: ", ")
    let lines = try Self.lines(of: "docs/algorithms.md", from: section.0)
    let names = Self.firstCells(lines).filter {
      $0.first?.isLetter == true && !["name", "optimizer", "scale of W"].contains($0)
    }
    #expect(names.count == section.1, "\(names)")
    for name in names { #expect(shown.contains(name), "\(name) is not in docs/lessons.md") }
  }

  @Test func `every lesson of the course is in it`() throws {
    let text = try Self.lines(of: "docs/lessons.md", from: "## Where every formula is shown")
      .joined()
    for id in Course.ids { #expect(text.contains("`\(id)`"), "\(id)") }
  }
}

extension Lesson {
  /// The titles of all steps, those of exhibits too.
  fileprivate var titles: Set<String> {
    Set(
      contents.compactMap { content in
        switch content {
        case .step(let step): step.title
        case .exhibit(let exhibit): exhibit.title
        case .question: nil
        }
      })
  }
}
