import Foundation
import Testing
import Engine
import Tracer

@testable import Tutor

@Suite struct LessonFileTests {
  private static let head = """
    ---
    format: 1
    id: small
    title: A small lesson
    summary: For tests.
    case: four-layer.json
    labels: {c0: A}
    ---

    """

  private static func find(_ name: String) throws -> Data {
    let lessons = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "lessons")
    return try Data(contentsOf: lessons.appending(path: name))
  }

  private func read(_ prose: String, head: String = head) throws -> Lesson {
    try LessonFile.read(head + prose, name: "small.md", find: Self.find)
  }

  private func expectFault(
    _ prose: String, head: String = head, line: Int?, _ reason: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: FileError.self, sourceLocation: sourceLocation) {
      try read(prose, head: head)
    }
    #expect(error?.file == "small.md", sourceLocation: sourceLocation)
    #expect(error?.line == line, "\(error?.description ?? "")", sourceLocation: sourceLocation)
    #expect(
      error?.reason.contains(reason) == true, "\(error?.description ?? "")",
      sourceLocation: sourceLocation)
  }

  @Test func `sections, steps, paragraphs, questions`() throws {
    let lesson = try read(
      """
      # A small lesson

      Before all.

      ## First
      ### The sum
      <!-- step: sum c0 cell=3,2,0 -->
      Short.

      More *words*.

      > Why?
      <!-- answer: Because of {rate}. -->

      ## Second
      <!-- step: loss when=last -->
      The end.
      """)
    #expect(lesson.id == "small" && lesson.title == "A small lesson")
    #expect(lesson.labels == ["c0": "A"])
    #expect(lesson.introduction.count == 1)
    #expect(lesson.steps.map(\.section) == ["First", "Second"])
    #expect(lesson.steps.map(\.title) == ["The sum", "Second"])
    #expect(lesson.steps[0].part == .sum && lesson.steps[0].layer == "c0")
    #expect(lesson.steps[0].cell == [3, 2, 0])
    #expect(lesson.steps[0].paragraphs.count == 2)
    #expect(lesson.questions.map(\.kind) == [.open])
    #expect(lesson.steps[1].occasion == .last)
  }

  @Test func `text for an occasion goes before text for a layer, and that before text for all`()
    throws
  {
    let lesson = try read(
      """
      ## S
      ### all
      <!-- step: sum -->
      a
      ### c0
      <!-- step: sum c0 -->
      b
      ### later
      <!-- step: sum c0 when=later -->
      c
      """)
    func title(_ layer: String, isLater: Bool = false, isLast: Bool = false) -> String? {
      lesson.step(.sum, layer: layer, isLater: isLater, isLast: isLast)?.title
    }
    #expect(title("c1", isLater: true) == "all")
    #expect(title("c0") == "c0")
    #expect(title("c0", isLater: true) == "later")
    #expect(title("c0", isLater: true, isLast: true) == "c0")
    #expect(lesson.step(.loss, layer: nil, isLater: false, isLast: false) == nil)
  }

  @Test func `a broken front matter is told with its line`() {
    expectFault("text", head: "", line: 1, "front matter")
    expectFault("", head: "---\nformat: 1\n", line: 1, "front matter")
    expectFault("", head: "---\nid: [\n---\n", line: 3, "no YAML")
    expectFault("", head: "---\nformat: 1\nid: x\n---\n", line: nil, "\"title\" is missing")
    let later = Self.head.replacing("format: 1", with: "format: 3")
    expectFault("", head: later, line: nil, "newer than this program")
    let wrong = Self.head.replacing("format: 1", with: "format: one")
    expectFault("", head: wrong, line: nil, "\"format\" has a wrong type")
    let label = Self.head.replacing("c0: A", with: "c7: A")
    expectFault("", head: label, line: nil, "layer c7, but the case has c0, c1, d4, f3, m2")
  }

  @Test func `a faulty step is told with its line`() {
    expectFault("## S\n<!-- step: jump c0 -->\n", line: 10, "\"jump\" is no step; there are input")
    expectFault("## S\n<!-- step: sum c9 -->\n", line: 10, "\"c9\" is no layer; there are c0")
    expectFault("## S\n<!-- step: sum c0 when=never -->\n", line: 10, "later, last")
    expectFault("## S\n<!-- step: sum c0 cell=6,0,0 -->\n", line: 10, "the shape is 6×6×2")
    expectFault("## S\n<!-- step: noDelta c0 cell=0 -->\n", line: 10, "shows no cells")
    expectFault("<!-- step: loss -->\n", line: 9, "before the first ## heading")
  }

  @Test func `prose that has no place is told with its line`() {
    expectFault("## S\n\nNo step yet.\n", line: 11, "text before a step")
    expectFault("## S\n<!-- step: loss -->\nText\n\n- item\n", line: 13, "here stands list")
    expectFault("## S\n<!-- answer: yes -->\n", line: 10, "answer: without a question")
    expectFault("## S\n<!-- step: loss -->\n\n> Why?\n\nText.\n", line: 12, "lacks its")
    expectFault("## S\n<!-- goto: 3 -->\n", line: 10, "the commands are step, show, ask")
    expectFault("## S\n<!-- step: loss -->\nIs {los}.\n", line: 11, "\"los\" is neither a layer")
    expectFault("", line: nil, "has no step")
  }

  @Test func `a case that cannot be found or read is told`() {
    let missing = Self.head.replacing("four-layer.json", with: "nowhere.json")
    #expect(throws: (any Error).self) { try read("## S\n<!-- step: loss -->\na\n", head: missing) }
    #expect(throws: FileError.self) {
      try LessonFile.read(Self.head, name: "small.md") { _ in Data("{".utf8) }
    }
  }

  @Test func `garbled bytes are refused or read, never followed into a trap`() throws {
    let whole = Array(try Self.find("four-layer.md"))
    for seed in 0..<60 {
      var bytes = whole
      for step in 0..<20 {
        bytes[(seed * 7919 + step * 104_729) % bytes.count] = UInt8((seed * 31 + step * 17) % 256)
      }
      bytes = Array(bytes.prefix(whole.count - seed * 150))
      let text = String(decoding: bytes, as: UTF8.self)
      _ = try? LessonFile.read(text, name: "garbled.md", find: Self.find)
    }
  }
}
