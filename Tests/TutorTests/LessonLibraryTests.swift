import Foundation
import Testing
import Engine
import Tracer

@testable import Tutor

@Suite struct LessonLibraryTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "lessons")

  @Test func `every lesson that comes along can be read`() throws {
    let lessons = try LessonLibrary.all()
    #expect(lessons.map(\.id) == Course.parts.flatMap(\.lessons))
    #expect(lessons.allSatisfy { "\($0.id)  \($0.summary)".count <= 160 })
  }

  @Test func `the compiled-in files are those of the folder`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    // Otherwise Scripts/list-lessons.sh was forgotten.
    #expect(Set(LessonLibrary.files) == Set(names))
  }

  @Test func `a lesson can be opened by its path`() throws {
    let lesson = try LessonLibrary.lesson(Self.folder.appending(path: "four-layer.md").path)
    #expect(lesson.id == "four-layer")
    #expect(throws: FileError.self) { try LessonLibrary.lesson("/nowhere/lesson.md") }
  }

  @Test func `an unknown lesson is told with those there are`() {
    let error = #expect(throws: UnknownLesson.self) { try LessonLibrary.lesson("five-layer") }
    #expect(error?.description.contains("\"five-layer\"; did you mean 'four-layer'?") == true)
    let other = #expect(throws: UnknownLesson.self) { try LessonLibrary.lesson("quicksilver") }
    #expect(other?.description.contains("\"quicksilver\"; there is signals, blame,") == true)
  }
}
