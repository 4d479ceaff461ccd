import TerminalKit
import Engine
import Foundation
import Tracer

/// The tutor.
package enum TutorApp {
  /// Runs until the reader quits or the terminal is gone; the terminal is left as it was found.
  package static func run(_ walk: Walk, on terminal: any Terminal) {
    Program(on: terminal).run(TutorPage(walk))
  }

  /// Runs the course, from the list of its lessons.
  package static func runCourse(
    _ lessons: [Lesson], keeping store: ProgressStore?, on terminal: any Terminal
  ) {
    Program(on: terminal).run(CoursePage(lessons, store: store))
  }

  /// Runs a lesson, from the page at which it was left.
  package static func run(
    _ session: LessonSession, keeping store: ProgressStore?, on terminal: any Terminal
  ) {
    var (record, fault) = (LessonRecord(), String?.none)
    do { record = try store?.records()[session.lesson.id] ?? record } catch { fault = "\(error)" }
    Program(on: terminal).run(
      ReaderPage(session, record: record, store: fault == nil ? store : nil, fault: fault))
  }
}

/// The tutor as a page: events become messages, what the model asks for becomes work.
struct TutorPage: Page {
  private(set) var model: Model
  /// The directory that saved views go to.
  private let directory: URL

  /// After so long the reader is told that work is going on.
  private static let patience = Duration.milliseconds(120)

  init(
    _ walk: Walk,
    directory: URL = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
  ) {
    self.init(Model(walk), directory: directory)
  }

  init(_ model: Model, directory: URL) {
    self.model = model
    self.directory = directory
  }

  func message(for event: TerminalEvent, on surface: Surface) -> TutorMessage? {
    switch event {
    case .key(let key): .key(key)
    case .paste(let text): .paste(text)
    case .scroll(_, _, let up): .scroll(up: up)
    case .click(let row, let column):
      TutorView(model: model, size: surface.size, glyphs: surface.glyphs)
        .link(at: Position(row: row, column: column)).map(TutorMessage.click)
    case .resize, .resumed, .timeout, .woken, .endOfInput: nil
    }
  }

  mutating func update(_ message: TutorMessage, on surface: Surface) -> [Effect<TutorMessage>] {
    let (next, requests) = model.updated(message)
    model = next
    return requests.compactMap { effect(of: $0, on: surface) }
  }

  func view(on surface: Surface, over below: Screen?) -> Screen {
    TutorView(model: model, size: surface.size, glyphs: surface.glyphs).screen()
  }

  // MARK: - What the model asks for

  /// nil for what only the reader of a lesson can do.
  func effect(of request: TutorRequest, on surface: Surface) -> Effect<TutorMessage>? {
    switch request {
    case .quit: .quit
    case .turn, .goToStep, .search: nil
    case .showHelp: .open(TutorSheets.help(on: surface))
    case .showWords: .open(TutorSheets.words(of: model, on: surface))
    case .listSteps: .open(TutorSheets.steps(of: model, on: surface))
    case .save(let name): save(name, on: surface)
    case .check(let cell, let update): check(cell, update: update)
    case .record(let edits, let note): record(edits, note: note)
    case .stopChecking: .cancel(Self.checking)
    case .stopRecording: .cancel(Self.recording)
    case .remind(let number): .tick(after: Self.patience, .stillComputing(number: number))
    }
  }

  private static let (checking, recording) = ("check", "recording")

  private func check(_ cell: CellAddress, update: Int) -> Effect<TutorMessage> {
    let (walk, shown) = (model.walk, model.stop?.update)
    return .work(
      Work(Self.checking) {
        .checked(
          cell,
          Refusal.catching {
            try CheckFigures(of: cell, in: walk, update: update, shown: shown)
          })
      })
  }

  /// Runs the experiment with the edits.
  private func record(_ edits: [CellEdit], note: String) -> Effect<TutorMessage> {
    let original = model.original
    return .work(
      Work(Self.recording) {
        .recorded(
          edits,
          Refusal.catching {
            edits.isEmpty ? original : try original.recorded(with: edits.map(\.change))
          }, note: note)
      })
  }

  /// Saves the view, without the line in which its name was typed.
  private func save(_ name: String, on surface: Surface) -> Effect<TutorMessage> {
    let screen = view(on: surface, over: nil)
    let (directory, ground) = (directory, surface.theme.ground)
    return .work(
      Work("save") {
        .saved(
          name: name,
          Refusal.catching {
            try SavedView.write(screen, name: name, directory: directory, ground: ground)
          })
      })
  }
}

extension Refusal: CustomStringConvertible {
  var description: String { reason }
}
