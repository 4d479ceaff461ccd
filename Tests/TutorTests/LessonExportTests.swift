import Engine
import Foundation
import TerminalKit
import Testing

@testable import Tutor

@Suite struct LessonExportTests {
  private let export: LessonExport

  init() throws {
    export = LessonExport(
      try LessonSession(
        SmallLesson.read(
          question: """
            <!-- ask: number -->
            <!-- answer: S(d0)[0,2] -->
            <!-- wrong: S(d0)[0,2] - b(d0)[2] | a sum is only its products | The bias is missing. -->
            <!-- explain: With <its> bias. -->
            """)))
  }

  @Test func `a handout asks at the end and answers nothing`() {
    let text = export.text(.plain)
    #expect(text.contains("Questions\n\nQuestion q1: What is it?"))
    #expect(!text.contains("Answer") && !text.contains("With <its> bias."))
  }

  @Test func `the teacher's answers name the known mistakes`() {
    let text = export.text(.answers)
    #expect(text.contains("Answer: 0.8. With <its> bias."))
    #expect(text.contains("A known mistake (a sum is only its products): The bias is missing."))
  }

  @Test func `a web page needs nothing from elsewhere, and covers the answer`() {
    let text = export.text(.html)
    for part in ["<script", "http:", "https:", "src=", "@import", "url("] {
      #expect(!text.contains(part), "\(part)")
    }
    #expect(
      text.contains("<summary>the answer</summary><p>Answer: 0.8. With &lt;its&gt; bias.</p>"))
    #expect(text.contains("2    "))
    #expect(text.contains(">?") || text.contains("   ?"))
  }

  @Test func `a recording is a header and frames of the whole way, answers included`() throws {
    let lines = export.text(.cast).split(separator: "\n")
    struct Header: Decodable { let version, width, height: Int }
    let header = try JSONDecoder().decode(Header.self, from: Data(lines[0].utf8))
    #expect((header.version, header.width, header.height) == (2, 80, 24))
    var times: [Double] = []
    for line in lines.dropFirst() {
      let frame = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
      times.append(try #require(frame[0] as? Double))
      #expect(frame[1] as? String == "o")
    }
    // Five pages, one of them asked and answered.
    #expect(times == [0, 2, 4, 6, 8, 10])
    #expect(lines.last?.contains("Well done.") == true)
    #expect(lines[4].contains("right: 0.8"))
  }
}
