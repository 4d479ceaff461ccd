import Engine
import TerminalKit
import Tracer

/// A lesson read and answered line by line, without a screen: for screen readers and plain terminals.
package struct PlainReader {
  private let session: LessonSession
  private let plain: PlainLesson
  private let glyphs: Glyphs
  /// The next line that the reader types; nil at the end of the input.
  private let read: () -> String?
  private let write: (String) -> Void
  package private(set) var record: LessonRecord

  package init(
    _ session: LessonSession, record: LessonRecord = LessonRecord(), glyphs: Glyphs,
    read: @escaping () -> String?, write: @escaping (String) -> Void
  ) {
    (self.session, self.record, self.glyphs) = (session, record, glyphs)
    (self.read, self.write) = (read, write)
    plain = PlainLesson(session: session, glyphs: glyphs)
  }

  /// From the page at which the lesson was left to its end, or until the reader leaves it.
  ///
  /// - Parameter keep: is given the record after every page.
  package mutating func run(keep: (LessonRecord) -> Void) {
    var position = min(max(record.isDone ? 0 : record.position, 0), session.items.count - 1)
    while session.items.indices.contains(position) {
      record.position = position
      record.pages = session.items.count
      let item = session.items[position]
      if position == 0 { start() } else { plain.lines(for: item).forEach(write) }
      if case .end = item {
        record.isDone = true
        keep(record)
        return
      }
      keep(record)
      let goesOn: Bool
      if let question = item.question {
        goesOn = ask(question, at: position)
        keep(record)
      } else {
        goesOn = pause()
      }
      guard goesOn else { return }
      position += 1
    }
  }

  private func start() {
    say(session.lesson.title)
    say(session.lesson.question)
    for text in session.run(of: .start).introduction { say(text) }
  }

  private func say(_ text: String) {
    guard !text.isEmpty else { return }
    TextWrap.lines(glyphs.spell(text), width: PlainLesson.width).forEach(write)
    write("")
  }

  private func pause() -> Bool {
    write("Enter goes on, q leaves:")
    guard let line = read() else { return false }
    return line.lowercased() != "q"
  }

  // MARK: - Questions

  private static let howTo: [LessonQuestion.Kind: String] = [
    .number: "Type a number", .choice: "Type the number of an answer",
    .sign: "Type the number of an answer", .predict: "Type the number of your guess",
    .pick: "Type the index of a cell, such as 1,2,0",
    .bug: "Type the index of a cell, such as 1,2,0",
    .open: "Think", .edit: "Numbers are changed on the screen only",
  ]

  /// - Returns: false when the reader leaves.
  private mutating func ask(_ question: LessonQuestion, at position: Int) -> Bool {
    var reader = ReaderModel(session, record: record)
    reader.arrive(at: position)
    var state = reader.state(of: question)
    defer { record.questions[question.id] = state }
    while true {
      write("\(Self.howTo[question.kind] ?? ""); h: a hint, o: the answer, Enter: later, q: leave")
      guard let line = read() else { return false }
      let text = line.filter { $0 != " " }
      switch text.lowercased() {
      case "q": return false
      case "": return true
      case "h":
        let hints = question.hints.map { $0.filled(in: reader.stage) }
        guard state.hints < hints.count else {
          say("There are no more hints.")
          continue
        }
        say(hints[state.hints])
        state.hints += 1
      case "o":
        state.outcome = .opened
        plain.answer(to: question).dropFirst().forEach(write)
        write("")
        return true
      default:
        if answered(text, question, reader, &state) { return true }
      }
    }
  }

  /// - Returns: whether the question is settled.
  private func answered(
    _ text: String, _ question: LessonQuestion, _ reader: ReaderModel, _ state: inout QuestionState
  ) -> Bool {
    guard let attempt = attempt(text, question, reader), let judge = reader.judge else {
      say("\"\(text)\" is no answer to this question.")
      return false
    }
    if question.kind == .predict, case .option(let option) = attempt {
      (state.outcome, state.option) = (.guessed, option)
      plain.answer(to: question).dropFirst().forEach(write)
      write("")
      return true
    }
    switch judge.verdict(on: attempt) {
    case .right:
      (state.outcome, state.given) = (.right, text)
      say("Right. " + (question.explanation?.filled(in: reader.stage) ?? ""))
      return true
    case .mistake(let number):
      let mistake = question.mistakes[number]
      say(
        "Not yet. Is it that \(mistake.misconception.filled(in: reader.stage))? "
          + mistake.explanation.filled(in: reader.stage))
    case .wrong: say("Not yet.")
    case .unusable(let sentence): say(sentence)
    }
    state.tries += 1
    return false
  }

  private func attempt(
    _ text: String, _ question: LessonQuestion, _ reader: ReaderModel
  ) -> Attempt? {
    switch question.kind {
    case .number: return .number(text)
    case .choice, .sign, .predict:
      let option = (Int(text) ?? 0) - 1
      return question.options.indices.contains(option) ? .option(option) : nil
    case .pick, .bug:
      let index = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      guard !index.contains(nil),
        let key = question.tensor?.pickKey(in: reader.stage.walk.trace.header)
      else { return nil }
      let isParameter =
        key.hasSuffix(TensorName.weights.rawValue) || key.hasSuffix(TensorName.bias.rawValue)
      return .cell(
        key: key, index: (isParameter ? [] : [question.place.sample]) + index.compactMap { $0 })
    case .edit, .open: return nil
    }
  }
}
