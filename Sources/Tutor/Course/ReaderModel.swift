import Engine
import TerminalKit
import Tracer

/// A lesson being read: the page at hand, the stage on which its stop is shown, and what the reader has answered.
struct ReaderModel: Sendable {
  let session: LessonSession
  /// The page at hand, a place in `session.items`.
  private(set) var position = 0
  /// The tutor at the stop of the page; on pages without a stop it waits at the one before.
  var stage: Model
  /// What is kept from one sitting to the next.
  var record: LessonRecord
  var draft = QuestionDraft()
  /// The first line on show of a page that is all text.
  var scroll = 0
  /// Predictions whose outcome was read and put away.
  private var dismissed: Set<String> = []
  /// The outcomes of exhibits by their keys, as far as they are computed.
  var exhibits: [String: ExhibitState] = [:]
  /// The key of the exhibit that is being computed.
  var computing: String?
  /// Why progress cannot be kept, once it could not.
  var keepingFault: String?

  init(_ session: LessonSession, record: LessonRecord = LessonRecord()) {
    self.session = session
    self.record = record
    stage = Model(Walk(session.run(of: .start)))
    arrive(at: min(max(record.position, 0), session.items.count - 1))
  }

  var item: LessonItem { session.items[position] }
  var question: LessonQuestion? { item.question }
  var lesson: Lesson { session.lesson }

  func state(of question: LessonQuestion) -> QuestionState {
    record.questions[question.id] ?? QuestionState()
  }

  /// Whether the page is a question that waits for its answer.
  var isAsking: Bool { question.map { state(of: $0).outcome == nil } ?? false }

  /// Whether the page is all text, without a stop.
  var isCover: Bool { item.stopPosition == nil }

  // MARK: - Pages

  mutating func arrive(at position: Int) {
    let before = item
    self.position = min(max(position, 0), session.items.count - 1)
    draft = QuestionDraft()
    scroll = 0
    record.position = self.position
    if case .end = item { record.isDone = true }
    let isSpecial: (LessonItem) -> Bool = { [.edit, .bug].contains($0.question?.kind) }
    prepareStage(afresh: isSpecial(before) || isSpecial(item))
    refreshGuide()
  }

  /// Brings the stage to the stop of the page; with other numbers where the page is about another case, or a faulty one.
  private mutating func prepareStage(afresh: Bool) {
    guard let stop = item.stopPosition else { return }
    let run = session.run(of: item)
    if afresh || stage.walk.run?.name != run.name {
      stage = Model(Walk(faulty(run)))
    }
    stage.timeline.seek(stop)
    stage.arrive()
    stage.chosen = [:]
    if let place = item.place, let here = stage.stop, let run = stage.walk.run,
      let cell = run.cell(for: here, at: place)
    {
      stage.chosen[Model.key(cell, in: stage.walk.trace)] = cell.index
    }
    if isAsking, question?.kind == .pick || question?.kind == .bug {
      stage.mode = .cells
      focusOnWanted()
    }
  }

  /// Puts the cursor into the tensor that a cell is picked in.
  private mutating func focusOnWanted() {
    let trace = stage.walk.trace
    guard let key = question?.tensor?.pickKey(in: trace.header) else { return }
    if let target = stage.targetCell, Model.key(target, in: trace) == key { return }
    if let place = stage.focusable.firstIndex(where: { Model.key($0.cell, in: trace) == key }) {
      stage.focus = place
    }
  }

  /// The run with the fault that the page's question is about.
  private func faulty(_ run: LessonRun) -> LessonRun {
    guard let fault = question?.fault else { return run }
    var changed = run.experiment
    changed.fault = fault
    let faulty = try? LessonRun(
      run.lesson, case: run.name, with: changed, companions: run.companions)
    return faulty ?? run
  }

  /// To the page of a stop that the reader went to by the tutor's own keys; nowhere if the lesson has no page for it.
  mutating func follow() {
    guard !isCover, stage.timeline.position != item.stopPosition else { return }
    let pages = session.items.indices.filter { index in
      guard case .beat(let beat) = session.items[index] else { return false }
      return beat.caseName == stage.walk.run?.name && beat.position == stage.timeline.position
    }
    guard let nearest = pages.min(by: { abs($0 - position) < abs($1 - position) }) else { return }
    position = nearest
    record.position = nearest
    draft = QuestionDraft()
  }

  // MARK: - Questions

  /// Where the question's expressions get their numbers from.
  var scope: LessonScope? {
    guard let run = stage.walk.run, let stop = stage.stop else { return nil }
    return run.scope(update: item.place?.update ?? stop.update)
  }

  var judge: QuestionJudge? {
    guard let question, let scope else { return nil }
    return QuestionJudge(question: question, scope: scope)
  }

  /// A prediction of the page before this one whose outcome is to be shown here.
  var outcome: LessonQuestion? {
    guard case .beat = item, position > 0 else { return nil }
    var before = position - 1
    while before > 0, let question = session.items[before].question {
      if question.kind == .predict {
        let isGuessed = state(of: question).outcome != nil
        return isGuessed && !dismissed.contains(question.id) ? question : nil
      }
      before -= 1
    }
    return nil
  }

  mutating func dismissOutcome() {
    if let outcome { dismissed.insert(outcome.id) }
  }

  mutating func change(_ question: LessonQuestion, _ body: (inout QuestionState) -> Void) {
    var state = state(of: question)
    body(&state)
    record.questions[question.id] = state
  }

  /// Questions that count, and those answered rightly.
  var score: (right: Int, all: Int) {
    let counted = lesson.questions.filter { $0.kind != .predict && $0.kind != .open }
    return (counted.count { state(of: $0).outcome == .right }, counted.count)
  }
}
