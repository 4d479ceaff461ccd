import Engine
import Foundation
import TerminalKit
import Tracer

/// A lesson as a page of the program.
struct ReaderPage: Page {
  private(set) var model: ReaderModel
  /// Where progress is kept; nil keeps none.
  private let store: ProgressStore?
  /// The directory that saved views go to.
  private let directory: URL
  /// Whether another page lies below, to which `q` returns.
  private let returns: Bool

  init(
    _ session: LessonSession, record: LessonRecord = LessonRecord(), store: ProgressStore? = nil,
    fault: String? = nil, returns: Bool = false,
    directory: URL = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
  ) {
    model = ReaderModel(session, record: record)
    (self.store, self.directory, self.returns) = (store, directory, returns)
    model.keepingFault = fault
    if let fault { model.stage.message = "progress cannot be kept: \(fault)" }
    _ = model.exhibitRequests()
  }

  /// A lesson may go on at an exhibit.
  func opening() -> [Effect<TutorMessage>] {
    model.computing == nil ? [] : [model.exhibit].compactMap { $0.map(compute) }
  }

  /// The name is the same for all exhibits: one that is asked for replaces the one before.
  private static let exhibitWork = "exhibit"

  private func compute(_ exhibit: any Exhibit) -> Effect<TutorMessage> {
    let key = exhibit.key
    return .work(
      Work(Self.exhibitWork) { report in exhibit.run { report(.exhibit(key: key, $0)) } })
  }

  func message(for event: TerminalEvent, on surface: Surface) -> TutorMessage? {
    switch event {
    case .key(let key): .key(key)
    case .paste(let text): .paste(text)
    case .scroll(_, _, let up): .scroll(up: up)
    case .click(let row, let column):
      view(model, on: surface).message(at: Position(row: row, column: column))
    case .resize, .resumed, .timeout, .woken, .endOfInput: nil
    }
  }

  mutating func update(_ message: TutorMessage, on surface: Surface) -> [Effect<TutorMessage>] {
    let (next, requests) = model.updated(message)
    model = next
    return requests.compactMap { effect(of: $0, on: surface) }
  }

  func view(on surface: Surface, over below: Screen?) -> Screen {
    view(model, on: surface).screen()
  }

  private func view(_ model: ReaderModel, on surface: Surface) -> ReaderView {
    ReaderView(model: model, size: surface.size, glyphs: surface.glyphs)
  }

  // MARK: - What the model asks for

  private var kept: LessonRecord {
    var record = model.record
    record.pages = model.session.items.count
    return record
  }

  private func effect(of request: ReaderRequest, on surface: Surface) -> Effect<TutorMessage>? {
    switch request {
    case .stage(let request):
      return TutorPage(model.stage, directory: directory).effect(of: request, on: surface)
    case .leave:
      // At once: what a worker has not begun when a page is closed is dropped.
      try? store?.keep(kept, of: model.lesson.id)
      guard returns else { return .quit }
      return .close(returning: CoursePage.Message.returned(id: model.lesson.id, kept))
    case .help: return .open(TutorSheets.help(on: surface))
    case .computeExhibit: return model.exhibit.map(compute)
    case .stopExhibit: return .cancel(Self.exhibitWork)
    case .list: return .open(ReaderSheets.pages(of: model, on: surface))
    case .keep:
      guard let store else { return nil }
      let (lesson, kept) = (model.lesson.id, kept)
      return .work(
        Work("keep") {
          do {
            try store.keep(kept, of: lesson)
            return .kept(fault: nil)
          } catch {
            return .kept(fault: "progress cannot be kept, the lesson goes on: \(error)")
          }
        })
    }
  }
}

/// What is laid over a lesson.
enum ReaderSheets {
  /// The pages, to choose one of.
  static func pages(of model: ReaderModel, on surface: Surface) -> SheetPage {
    let rows = model.session.items.enumerated().map { index, item -> Line in
      let isHere = index == model.position
      return Line(" \(isHere ? "@" : " ") ", isHere ? .accent : .plain)
        + Line(model.title(of: item, at: index), item.isStep ? .plain : .dim)
    }
    return SheetPage(
      "pages of the lesson", form: .cover(top: 0), closing: (.character("L"), "L"), rows: rows,
      chosen: model.position
    ) { TutorMessage.goToItem($0) }
  }
}

extension ReaderModel {
  /// One line about a page, for the list.
  func title(of item: LessonItem, at index: Int) -> String {
    let run = session.run(of: item)
    switch item {
    case .start: return "start"
    case .end: return "end"
    case .exhibit(let exhibit): return "\(session.stepNumber(at: index))  \(exhibit.title)"
    case .question(let question, _):
      let isDone = state(of: question).outcome != nil
      let kind = question.kind == .predict ? "predict" : "question"
      return
        "   \(isDone ? "+" : "?") \(kind): \(question.text.filled(in: run.scope(update: question.place.update ?? 1)))"
    case .beat(let beat):
      let stop = run.timeline.stops[beat.position]
      let title = beat.step.map(\.title) ?? run.text(for: stop).title
      guard lesson.walksAll else { return "\(session.stepNumber(at: index))  \(title)" }
      return "\(stop.update)/\(stop.number)  \(title)"
    }
  }
}
