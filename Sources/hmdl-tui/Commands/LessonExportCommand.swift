import ArgumentParser
import Engine
import Foundation
import TerminalKit
import Tutor

/// `hmdl-tui lesson export`.
struct LessonExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print a lesson as a handout, as its answers, as a web page or as a recording.",
    discussion: """
      --plain is a handout: text with the questions at the end, without answers, which --answers
      prints for the teacher. --html is a page that needs nothing else. --cast is a recording for
      asciinema of the way through the lesson with every question answered.
      """)

  @Argument(help: "The lesson's id, or the path of a lesson's .md file or folder.")
  var lesson: String

  @Flag(help: "What to print.")
  var form: Form

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write; default: standard output.", valueName: "file"))
  var output: String?

  enum Form: String, EnumerableFlag {
    case plain, answers, html, cast
  }

  func run() throws {
    let session = try LessonSession(
      LessonLibrary.lesson(lesson), file: LessonLibrary.isPath(lesson) ? lesson : nil)
    guard let form = LessonExport.Form(rawValue: form.rawValue) else { return }
    let text = LessonExport(session).text(form)
    guard let output else { return print(text, terminator: "") }
    try FileAccess.checkWritable(output)
    try FileAccess.replace(output, with: Data(text.utf8))
  }
}
