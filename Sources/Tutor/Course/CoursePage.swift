import Engine
import TerminalKit

/// The first page of the program: the lessons in their parts, and how far the reader has come.
package struct CoursePage: Page {
  package enum Action: Hashable, Sendable, CaseIterable {
    case up, down, first, last, open, restart, quit
  }

  package enum Message: Sendable {
    case action(Action)
    case choose(Int)
    /// A lesson was left.
    case returned(id: String, LessonRecord)
  }

  let lessons: [Lesson]
  private(set) var records: [String: LessonRecord]
  private let store: ProgressStore?
  private(set) var chosen: Int
  private(set) var note: String?

  static let keys = KeyTable<Action>([
    .init(.up, [.up, .character("k")], names: "↑ k", help: "the lesson above", short: "↑"),
    .init(.down, [.down, .character("j")], names: "↓ j", help: "the lesson below", short: "↓"),
    .init(.first, [.home, .character("g")], names: "g", help: "the first lesson"),
    .init(.last, [.end, .character("G")], names: "G", help: "the last lesson"),
    .init(
      .open, [.enter, .right, .character(" "), .character("l")], names: "Enter →",
      help: "open the lesson where it was left", short: "Enter"),
    .init(.restart, [.character("r")], names: "r", help: "open it from the start"),
    .init(.quit, [.character("q"), .escape], names: "q Esc", help: "quit", short: "q"),
  ])

  /// - Parameters:
  ///   - lessons: in their order.
  ///   - store: where progress is kept; nil keeps none.
  package init(_ lessons: [Lesson], store: ProgressStore?) {
    self.lessons = lessons
    var (records, note) = ([String: LessonRecord](), String?.none)
    var kept = store
    do { records = try store?.records() ?? [:] } catch {
      note = "progress cannot be kept: \(error)"
      kept = nil
    }
    (self.records, self.note, self.store) = (records, note, kept)
    // The next one: begun last in the order, or the first that is not done.
    chosen = lessons.firstIndex { records[$0.id]?.isDone != true } ?? 0
  }

  package func message(for event: TerminalEvent, on surface: Surface) -> Message? {
    switch event {
    case .key(let key): Self.keys.action(for: key).map(Message.action)
    case .scroll(_, _, let up): .action(up ? .up : .down)
    case .click(let row, let column):
      message(of: view(on: surface, over: nil).link(at: Position(row: row, column: column)))
    default: nil
    }
  }

  private func message(of link: (any Sendable)?) -> Message? {
    (link as? Action).map(Message.action) ?? link as? Message
  }

  package mutating func update(_ message: Message, on surface: Surface) -> [Effect<Message>] {
    note = nil
    switch message {
    case .choose(let lesson):
      guard chosen != lesson else { return open(fromStart: false) }
      chosen = lesson
    case .returned(let id, let record): records[id] = record
    case .action(let action):
      switch action {
      case .up: chosen = max(chosen - 1, 0)
      case .down: chosen = min(chosen + 1, lessons.count - 1)
      case .first: chosen = 0
      case .last: chosen = lessons.count - 1
      case .open: return open(fromStart: false)
      case .restart: return open(fromStart: true)
      case .quit: return [.quit]
      }
    }
    return []
  }

  private mutating func open(fromStart: Bool) -> [Effect<Message>] {
    guard lessons.indices.contains(chosen) else { return [] }
    let lesson = lessons[chosen]
    do {
      let session = try LessonSession(
        lesson, recalling: Course.lesson(recalledIn: lesson.id))
      var record = records[lesson.id] ?? LessonRecord()
      if fromStart || record.isDone { record.position = 0 }
      return [.open(ReaderPage(session, record: record, store: store, returns: true))]
    } catch {
      note = "\(error)"
      return []
    }
  }

  // MARK: - The screen

  package func view(on surface: Surface, over below: Screen?) -> Screen {
    CourseView(page: self, size: surface.size, glyphs: surface.glyphs).screen()
  }
}

/// How the course looks.
struct CourseView: Sendable {
  let page: CoursePage
  let size: Size
  let glyphs: Glyphs

  func screen() -> Screen {
    if let refusal = Screen.needsMoreRoom(size, glyphs) { return refusal }
    var screen = Screen(size: size, glyphs: glyphs)
    screen.put(heading, row: 0, column: 0)
    let about = size.rows >= 16 ? aboutLines : []
    let room = max(size.rows - 2 - about.count, 1)
    let rows = self.rows
    let here = rows.firstIndex { $0.lesson == page.chosen } ?? 0
    let first = max(0, min(here - room / 2, rows.count - room))
    for (row, item) in rows.dropFirst(first).prefix(room).enumerated() {
      screen.put(item.line, row: row + 1, column: 0)
    }
    for (row, line) in about.enumerated() {
      screen.put(line, row: size.rows - 1 - about.count + row, column: 0)
    }
    if let note = page.note {
      screen.put(" " + note, row: size.rows - 1, column: 0, style: .accent)
    } else {
      screen.put(keyBar.line(columns: size.columns, glyphs: glyphs), row: size.rows - 1, column: 0)
    }
    return screen
  }

  private var heading: Line {
    let done = page.lessons.count { page.records[$0.id]?.isDone == true }
    let answered = page.lessons.reduce(0) { $0 + self.answered($1) }
    let all = page.lessons.reduce(0) { $0 + $1.questionCount }
    let forms = [
      " hmdl-tui   \(page.lessons.count) lessons   \(done) done   \(answered) of \(all) questions",
      " \(done) of \(page.lessons.count) lessons done", " lessons",
    ]
    return Line(forms.first { $0.count <= size.columns } ?? "", .bold)
  }

  /// Answers that count; a lesson may have lost questions since.
  private func answered(_ lesson: Lesson) -> Int {
    guard let record = page.records[lesson.id] else { return 0 }
    return lesson.questions.count { record.questions[$0.id]?.outcome == .right }
  }

  private var rows: [(line: Line, lesson: Int?)] {
    var rows: [(Line, Int?)] = []
    var number = 0
    for part in Course.parts {
      let own = page.lessons.indices.filter { part.lessons.contains(page.lessons[$0].id) }
      guard !own.isEmpty else { continue }
      // A title for each part takes rows that a small screen does not have.
      if size.rows >= 20, size.columns >= 40 { rows.append((Line(" \(part.title)", .dim), nil)) }
      for index in own {
        number += 1
        rows.append((row(index, number: number), index))
      }
    }
    let others = page.lessons.indices.filter { index in
      !Course.parts.contains { $0.lessons.contains(page.lessons[index].id) }
    }
    for index in others {
      number += 1
      rows.append((row(index, number: number), index))
    }
    return rows
  }

  private func row(_ index: Int, number: Int) -> Line {
    let lesson = page.lessons[index]
    let isHere = index == page.chosen
    let record = page.records[lesson.id]
    let mark = record?.isDone == true ? "#" : (record?.position ?? 0) > 0 ? "@" : "·"
    let minutes = lesson.minutes.map { "\($0) min" } ?? ""
    let state = state(of: lesson, record)
    let start = "\(isHere ? ">" : " ")\(mark) \(number < 10 ? " " : "")\(number) "
    let room = size.columns - start.count - 1
    let forms = [
      lesson.title.padded(to: 46) + minutes.leftPadded(to: 7) + "   " + state,
      lesson.title.padded(to: 46) + state, lesson.title, lesson.id,
    ]
    let text = forms.first { $0.count <= room } ?? String(lesson.id.prefix(max(room, 0)))
    return Line([
      Span(start + text, isHere ? .accent : .plain, link: CoursePage.Message.choose(index))
    ])
  }

  private func state(of lesson: Lesson, _ record: LessonRecord?) -> String {
    guard let record, record.position > 0 || record.isDone || record.answered > 0 else { return "" }
    let questions = lesson.questionCount
    let right = answered(lesson)
    let place =
      record.isDone
      ? "done" : "page \(record.position + 1) of \(max(record.pages, record.position + 1))"
    return questions > 0 ? "\(place), \(right)/\(questions)" : place
  }

  /// The question of the chosen lesson.
  private var aboutLines: [Line] {
    guard page.lessons.indices.contains(page.chosen) else { return [] }
    let lesson = page.lessons[page.chosen]
    let words = lesson.question.isEmpty ? lesson.summary : lesson.question
    let title = "─ \(lesson.id) "
    var lines = [
      Line(title + String(repeating: "─", count: max(size.columns - title.count, 0)), .dim)
    ]
    lines += TextWrap.lines(glyphs.spell(words), width: size.columns - 2).map { Line(" " + $0) }
    let needs = lesson.needs.filter { need in page.lessons.contains { $0.id == need } }
    if !needs.isEmpty { lines.append(Line(" needs \(needs.joined(separator: ", "))", .dim)) }
    return Array(lines.prefix(4))
  }

  private var keyBar: KeyBar<CoursePage.Action> {
    func entry(_ label: String, _ action: CoursePage.Action, _ word: String, _ rank: Int)
      -> KeyBar<CoursePage.Action>.Entry
    {
      .init(
        keys: [.init(label: label, action: action)], separator: "", word: word, rank: rank)
    }
    let isBegun =
      page.lessons.indices.contains(page.chosen)
      && (page.records[page.lessons[page.chosen].id]?.position ?? 0) > 0
    return KeyBar(
      [
        entry("↑↓", .down, "lesson", 8), entry("Enter", .open, isBegun ? "go on" : "open", 10),
      ] + (isBegun ? [entry("r", .restart, "from the start", 6)] : []) + [
        entry("q", .quit, "quit", 9)
      ])
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }

  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(width - count, 0)) + self
  }
}
