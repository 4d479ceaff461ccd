/// The course as text.
package enum CourseList {
  /// Parts and lessons, with how far the reader has come.
  ///
  /// - Throws: `FileError` if a built-in lesson is broken.
  package static func lines(records: [String: LessonRecord]) throws -> [String] {
    let lessons = try LessonLibrary.all()
    var lines: [String] = []
    for part in Course.parts {
      let own = lessons.filter { part.lessons.contains($0.id) }
      guard !own.isEmpty else { continue }
      lines += (lines.isEmpty ? [] : [""]) + [part.title]
      for lesson in own { lines.append("  " + line(about: lesson, records[lesson.id])) }
    }
    let listed = Course.parts.flatMap(\.lessons)
    for lesson in lessons where !listed.contains(lesson.id) {
      lines.append("  " + line(about: lesson, records[lesson.id]))
    }
    return lines + ["", "hmdl-tui lesson NAME opens a lesson; --plain prints it."]
  }

  private static func line(about lesson: Lesson, _ record: LessonRecord?) -> String {
    let name = lesson.id + String(repeating: " ", count: max(12 - lesson.id.count, 1))
    let minutes = lesson.minutes.map { " (\($0) min)" } ?? ""
    let state =
      record.map { $0.isDone ? ", done" : $0.position > 0 ? ", begun" : "" } ?? ""
    let answered = record.map { $0.answered > 0 ? ", \($0.answered) answered" : "" } ?? ""
    return name + (lesson.question.isEmpty ? lesson.summary : lesson.question) + minutes + state
      + answered
  }
}
