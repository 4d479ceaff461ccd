import Engine
import Foundation
import TestSupport
import Testing

@testable import Tutor

@Suite struct LessonCheckTests {
  @Test(arguments: Course.ids)
  func `every lesson of the course is well`(id: String) throws {
    let faults = LessonCheck.faults(in: try LessonLibrary.lesson(id), file: "\(id).md")
    #expect(faults.isEmpty, "\(faults.map { "\($0)" }.joined(separator: "\n"))")
  }

  @Test func `a new lesson works as it is written`() throws {
    let directory = try TemporaryDirectory()
    let files = try NewLesson.write(named: "mine", into: directory.path)
    let lesson = try LessonLibrary.lesson(directory.path + "/mine")
    #expect(lesson.id == "mine" && lesson.questionCount == 1)
    #expect(LessonCheck.faults(in: lesson, file: files[0]).isEmpty)
    #expect(throws: FileError.self) { try NewLesson.write(named: "mine", into: directory.path) }
    #expect(throws: FileError.self) { try NewLesson.write(named: "../x", into: directory.path) }
  }

  private func faults(_ body: String) throws -> [String] {
    LessonCheck.faults(in: try SmallLesson.read(body), file: "small.md").map { "\($0)" }
  }

  @Test func `what cannot be answered is told with its line`() throws {
    let already = try faults(
      """
      > Switch A[0] on.

      <!-- ask: edit -->
      <!-- answer: Y(d0)[0,0] > 0 -->
      <!-- solution: W(d0)[0,0] := 2 -->
      """)
    #expect(already == ["small.md, line 24: the goal holds before anything is edited"])
    let elsewhere = try faults(
      """
      > Switch A[1] on.

      <!-- ask: edit stop=sum,d2 -->
      <!-- answer: Y(d0)[0,1] > 0 -->
      <!-- solution: W(d0)[1,1] := -0.1 -->
      """)
    #expect(
      elsewhere.first?.hasPrefix("small.md, line 24: its tensor is not on the screen") == true)
    let other = try faults(
      """
      > Which is off?

      <!-- ask: pick tensor=Y(d0) -->
      <!-- answer: Y(d0)[here] = 0 -->
      <!-- solution: 2 -->
      """)
    #expect(other.first?.hasPrefix("small.md, line 24: its solution is not accepted") == true)
    let same = try faults(
      """
      > What is S of A[0]?

      <!-- ask: number -->
      <!-- answer: S(d0)[0,0] -->
      <!-- wrong: 1 | one is wrong | It is not. -->
      """)
    #expect(same == ["small.md, line 28: what is called wrong here is the answer"])
  }

  @Test func `a sentence of three lines is told with its line`() throws {
    let text = String(repeating: "word ", count: 40)
    let faults = try faults("### Long\n\n<!-- step: sum d1 -->\n\n\(text)\n")
    #expect(faults.count == 1 && faults[0].hasPrefix("small.md, line 26: the first paragraph"))
  }
}
