import ArgumentParser
import Foundation
import TerminalKit
import Tutor

/// `hmdl-tui lesson`: the tutor.
struct LessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson",
    abstract: "Step through a lesson, cell by cell.",
    discussion: """
      Opens the lesson on the terminal. With --plain, or into a pipe or a file, prints it from \
      beginning to end.
      """)

  @Argument(help: "The lesson's id, or the path of a lesson's .md file.")
  var lesson = LessonLibrary.first

  @Flag(help: "Print the lesson as text: for screen readers and pipes.")
  var plain = false

  @Flag(help: "List the lessons.")
  var list = false

  @OptionGroup var display: DisplayFlags

  func run() throws {
    if list {
      for lesson in try LessonLibrary.all() { print("\(lesson.id)  \(lesson.summary)") }
      return
    }
    let run = try LessonRun(LessonLibrary.lesson(lesson))
    guard !plain else { return print(run) }
    guard let terminal = try display.terminal(otherwise: "the plain lesson") else {
      return print(run)
    }
    TutorApp.run(Walk(run), on: terminal)
  }

  private func print(_ run: LessonRun) {
    PlainLesson(run: run, glyphs: display.options.glyphsOfLocale()).write { Swift.print($0) }
  }

  private func print(_ line: String) { Swift.print(line) }
}
