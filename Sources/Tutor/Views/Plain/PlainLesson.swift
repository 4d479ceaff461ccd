import Engine
import TerminalKit
import Tracer

/// A lesson as text from beginning to end: for screen readers, pipes and tests.
package struct PlainLesson {
  package static let width = 78

  private static let signs = """
    In the tables numbers below 1 have no 0 before the point. 0 is exactly 0, +~0 and -~0 are \
    smaller than .005 but not 0. x is off: ReLU gave 0 here, or shut the gate for the delta. Rows \
    and columns count from 0.
    """

  package let session: LessonSession
  package let glyphs: Glyphs
  private let exhibits = ExhibitStore()

  package init(session: LessonSession, glyphs: Glyphs) {
    self.session = session
    self.glyphs = glyphs
  }

  /// Hands over the lesson line by line; the answers of its questions stand at the end.
  package func write(_ line: (String) -> Void) { write(askingAtEnd: false, line) }

  /// The same; as a handout the questions stand at the end, and no answers.
  func write(askingAtEnd: Bool, _ line: (String) -> Void) {
    let lesson = session.lesson
    let start = session.run(of: .start)
    for text in [lesson.title, lesson.question] + start.introduction + [Self.signs]
    where !text.isEmpty {
      paragraph(text).forEach(line)
      line("")
    }
    for item in session.items where !askingAtEnd || item.question == nil {
      lines(for: item).forEach(line)
    }
    let questions = session.items.compactMap(\.question)
    guard !questions.isEmpty else { return }
    (paragraph(askingAtEnd ? "Questions" : "Answers") + [""]).forEach(line)
    for question in questions {
      let lines = askingAtEnd ? ask(question) : answer(to: question)
      (lines + [""]).forEach(line)
    }
  }

  /// All that is said of one page, with a blank line at the end.
  func lines(for item: LessonItem) -> [String] {
    let run = session.run(of: item)
    let blocks: [[String]]
    switch item {
    case .start: blocks = []
    case .beat(let beat): blocks = lines(for: beat, in: run)
    case .question(let question, _): blocks = [ask(question)]
    case .exhibit(let exhibit):
      blocks =
        [paragraph(exhibit.title)]
        + exhibit.paragraphs.map { paragraph($0.filled(in: run.scope(update: 1))) }
        + [outcome(of: exhibit.exhibit), paragraph("try it: \(exhibit.exhibit.command)")]
    case .end:
      blocks = session.lesson.conclusion.map { paragraph($0.filled(in: run.scope(update: 1))) }
    }
    return blocks.filter { !$0.isEmpty }.flatMap { $0 + [""] }
  }

  private func lines(for beat: LessonBeat, in run: LessonRun) -> [[String]] {
    let stop = run.timeline.stops[beat.position]
    let text = beat.step.map { run.text(of: $0, update: stop.update) } ?? run.text(for: stop)
    let plain = PlainStop(run: run, stop: stop, place: beat.step?.place, glyphs: glyphs)
    return [
      paragraph(heading(of: stop, text.title, in: run, beat: beat))
        + paragraph(networkMap(at: stop, in: run))
    ] + ([text.short] + text.more).map(paragraph) + plain.blocks()
  }

  /// What an exhibit shows, in sentences and a small table; why not, where it cannot be computed.
  private func outcome(of exhibit: any Exhibit) -> [String] {
    guard exhibit.isComputedInPlain else { return [] }
    let state = exhibits.state(of: exhibit)
    let lines = state.outcome.map { exhibit.lines(any: $0) } ?? [state.fault ?? ""]
    return lines.flatMap { $0.count > Self.width ? paragraph($0) : [glyphs.spell($0)] }
  }

  // MARK: - Questions

  private func scope(of question: LessonQuestion) -> LessonScope {
    session.scope(of: .question(question, position: 0))
  }

  private func name(of question: LessonQuestion) -> String {
    question.kind == .predict ? "Prediction \(question.id)" : "Question \(question.id)"
  }

  /// The question with its options.
  private func ask(_ question: LessonQuestion) -> [String] {
    let scope = scope(of: question)
    return paragraph("\(name(of: question)): \(question.text.filled(in: scope))")
      + question.options.enumerated().flatMap {
        paragraph("  \($0.offset + 1)  \($0.element.filled(in: scope))")
      }
  }

  /// The question again, and its answer with the explanation.
  func answer(to question: LessonQuestion) -> [String] {
    let scope = scope(of: question)
    let answer = [
      question.answerText(in: session.run(of: .question(question, position: 0))),
      question.explanation?.filled(in: scope) ?? "",
    ].filter { !$0.isEmpty }.joined(separator: ". ")
    return paragraph("\(name(of: question)): \(question.text.filled(in: scope))")
      + paragraph("Answer: \(answer)")
  }

  /// Lines as the locale can write them.
  private func paragraph(_ text: String) -> [String] {
    TextWrap.lines(glyphs.spell(text), width: Self.width)
  }

  // MARK: - Where we are

  /// `Update 1 of 3, step 18 of 24, backward 8 of 10: Rule 1 at A`.
  private func heading(
    of stop: Stop, _ title: String, in run: LessonRun, beat: LessonBeat
  ) -> String {
    let header = run.trace.header
    let last = header.number(ofUpdate: run.updates)
    let update =
      run.isLast(stop)
      ? "After update \(last)" : "Update \(header.number(ofUpdate: stop.update)) of \(last)"
    let backward = stop.backwardStep.map {
      " \($0) of \(run.timeline.backwardSteps(ofUpdate: stop.update))"
    }
    let isListed = !session.lesson.walksAll
    let position = session.items.firstIndex { item in
      guard case .beat(let other) = item else { return false }
      return other.step?.line == beat.step?.line
    }
    let number = isListed ? session.stepNumber(at: position ?? 0) : stop.number
    let count = isListed ? session.stepCount : run.stops(with: stop)
    return "\(update), step \(number) of \(count), "
      + "\(stop.phase.rawValue)\(backward ?? ""): \(title)"
  }

  /// `X -> [A conv ReLU] -> ... -> loss`, with arrows that point where the numbers go.
  private func networkMap(at stop: Stop, in run: LessonRun) -> String {
    let isBackward = stop.phase == .backward || stop.phase == .update
    let names =
      ["X"] + run.trace.header.layers.indices.map { layerName($0, in: run) } + [
        isBackward ? "E" : "loss"
      ]
    let here: Int =
      switch (stop.part, stop.layer) {
      case (.input, _): 0
      case (_, let layer?): layer + 1
      default: names.count - 1
      }
    return names.enumerated().map { $0.offset == here ? "[\($0.element)]" : $0.element }
      .joined(separator: isBackward ? " <- " : " -> ")
  }

  private func layerName(_ index: Int, in run: LessonRun) -> String {
    let label = run.annotator.labels[index]
    let name = run.trace.header.presentation(of: index).mapName
    return name.isEmpty ? label : "\(label) \(name)"
  }
}
