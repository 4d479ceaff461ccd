import ArgumentParser
import Foundation
import TerminalKit
import Tutor

/// `hmdl-tui lesson`: the course, and lessons of one's own.
struct LessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson",
    abstract: "Step through the lessons of the course, or your own, cell by cell.",
    discussion: """
      With no more words the course page opens: the lessons, and how far you have come.
      'lesson signals' opens a lesson, 'lesson my-lesson.md' one of your own (docs/lessons.md).
      """,
    subcommands: [
      LessonOpenCommand.self, LessonListCommand.self, LessonNewCommand.self,
      LessonCheckCommand.self, LessonExportCommand.self, LessonResetCommand.self,
    ],
    defaultSubcommand: LessonOpenCommand.self)
}

/// Where progress is kept.
struct ProgressFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The file that progress is kept in; default: hmdl-tui/progress.json in $XDG_STATE_HOME or ~/.local/state.",
      valueName: "file"))
  var state: String?

  var store: ProgressStore { state.map(ProgressStore.init(path:)) ?? .usual() }
}

/// `hmdl-tui lesson open`, and `hmdl-tui` alone.
struct LessonOpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Open the course page, or a lesson.",
    discussion: """
      A lesson opens on the terminal, at the page where it was left. With --plain, or into a pipe
      or a file, it is printed from beginning to end, the answers of its questions at the end.
      """)

  @Argument(
    help:
      "The lesson's id, or the path of a lesson's .md file or folder; without it the course page.")
  var lesson: String?

  @Flag(help: "Print as text: for screen readers and pipes.")
  var plain = false

  @Flag(help: ArgumentHelp("List the lessons.", visibility: .hidden))
  var list = false

  @OptionGroup var progress: ProgressFlags
  @OptionGroup var display: DisplayFlags

  func run() throws {
    if list { return try LessonListCommand.printList(progress.store) }
    guard let lesson else { return try openCourse() }
    let session = try LessonSession(
      LessonLibrary.lesson(lesson), file: LessonLibrary.isPath(lesson) ? lesson : nil,
      // A question of an earlier lesson is asked with its tensors on the screen.
      recalling: plain ? nil : Course.lesson(recalledIn: lesson))
    if plain, isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 { return try converse(session) }
    guard !plain else { return print(session) }
    guard let terminal = try display.terminal(otherwise: "the plain lesson") else {
      return print(try LessonSession(LessonLibrary.lesson(lesson)))
    }
    TutorApp.run(session, keeping: progress.store, on: terminal)
  }

  /// On a terminal a plain lesson waits for Enter after every step, and for the answers to its questions.
  private func converse(_ session: LessonSession) throws {
    let store = progress.store
    var fault: String?
    var record = LessonRecord()
    do { record = try store.records()[session.lesson.id] ?? record } catch { fault = "\(error)" }
    if let fault { Swift.print("Progress cannot be kept: \(fault)") }
    var reader = PlainReader(
      session, record: record, glyphs: display.options.glyphsOfLocale(),
      read: { readLine() }, write: { Swift.print($0) })
    reader.run { record in
      guard fault == nil else { return }
      do { try store.keep(record, of: session.lesson.id) } catch {
        fault = "\(error)"
        Swift.print("Progress cannot be kept, the lesson goes on: \(error)")
      }
    }
  }

  private func openCourse() throws {
    guard !plain, let terminal = try display.terminal(otherwise: "the list of lessons") else {
      return try LessonListCommand.printList(progress.store)
    }
    TutorApp.runCourse(try LessonLibrary.all(), keeping: progress.store, on: terminal)
  }

  private func print(_ session: LessonSession) {
    PlainLesson(session: session, glyphs: display.options.glyphsOfLocale()).write {
      Swift.print($0)
    }
  }
}

/// `hmdl-tui lesson list`.
struct LessonListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Print the lessons: their questions, minutes and your progress.")

  @OptionGroup var progress: ProgressFlags

  func run() throws { try Self.printList(progress.store) }

  static func printList(_ store: ProgressStore) throws {
    let glyphs = DisplayOptions().glyphsOfLocale()
    for line in try CourseList.lines(records: store.records()) { print(glyphs.spell(line)) }
  }
}

/// `hmdl-tui lesson new`.
struct LessonNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a first lesson that works, to be changed.",
    discussion: "docs/lessons.md describes the format.")

  @Argument(help: "The lesson's id, made of letters, digits and hyphens: the name of its folder.")
  var name: String

  func run() throws {
    let files = try NewLesson.write(named: name, into: ".")
    print("written: \(files.joined(separator: ", "))")
    print("open it:  hmdl-tui lesson \(name)/\(name).md")
    print("check it: hmdl-tui lesson check \(name)")
  }
}

/// `hmdl-tui lesson check`.
struct LessonCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Evaluate every expression of a lesson and answer its questions.",
    discussion: "Faults are told with file and line; the status is 1 when there are any.")

  @Argument(
    help: "The path of a lesson's .md file or folder; without it all lessons of the course.")
  var path: String?

  func run() throws {
    var faults: [String] = []
    let names = try path.map { [try LessonLibrary.file(at: $0)] } ?? LessonLibrary.ids
    for name in names {
      let own: [String]
      do {
        let lesson = try LessonLibrary.lesson(name)
        own = LessonCheck.faults(in: lesson, file: path == nil ? "\(name).md" : name).map {
          "\($0)"
        }
        if own.isEmpty {
          print(
            "\(name): well, \(lesson.questionCount) question\(lesson.questionCount == 1 ? "" : "s")"
          )
        }
      } catch {
        own = ["\(error)"]
      }
      faults += own
    }
    guard !faults.isEmpty else { return }
    for fault in faults { print(fault) }
    throw ExitCode(1)
  }
}

/// `hmdl-tui lesson reset`.
struct LessonResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Forget the progress in a lesson, or in all with --all.")

  @Argument(help: "The lesson's id.")
  var lesson: String?

  @Flag(help: "Forget the progress in all lessons.")
  var all = false

  @OptionGroup var progress: ProgressFlags

  func validate() throws {
    guard all != (lesson != nil) else {
      throw ValidationError("Name a lesson to forget, or say --all.")
    }
  }

  func run() throws {
    let known = Set(Course.ids).union(try progress.store.records().keys)
    if let lesson, !known.contains(lesson) { _ = try LessonLibrary.lesson(lesson) }
    try progress.store.reset(lesson)
    print(lesson.map { "progress in \($0) is forgotten" } ?? "progress in all lessons is forgotten")
  }
}
