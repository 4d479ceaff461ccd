import TerminalKit
import Tracer

/// Answering: attempts, hints, opened answers.
extension ReaderModel {
  mutating func confirm() {
    guard let question, isAsking else { return }
    switch question.kind {
    case .predict:
      let option = draft.option
      change(question) {
        $0.outcome = .guessed
        $0.option = option
      }
    case .open: openAnswer()
    case .choice, .sign:
      `try`(.option(draft.option), given: question.options[draft.option].filled(in: stage))
    case .number:
      let text = draft.field.trimmed
      guard !text.isEmpty else {
        stage.message = "type a number, then Enter; h gives a hint"
        return
      }
      `try`(.number(text), given: text)
    case .pick, .bug:
      guard let cell = stage.focusedCell else { return }
      let key = Model.key(cell, in: stage.walk.trace)
      `try`(.cell(key: key, index: cell.index), given: stage.walk.names.name(of: cell))
    case .edit: edited()
    }
  }

  private mutating func `try`(_ attempt: Attempt, given: String) {
    guard let question, let verdict = judge?.verdict(on: attempt) else { return }
    draft.verdict = verdict
    draft.given = given
    switch verdict {
    case .right:
      change(question) {
        $0.outcome = .right
        $0.given = given
      }
      if stage.mode == .cells { stage.mode = .steps }
    case .mistake, .wrong:
      change(question) {
        $0.tries += 1
        $0.given = given
        // The first hint comes by itself, then the second one.
        if case .wrong = verdict { $0.hints = min($0.hints + 1, question.hints.count) }
      }
      draft.field = TextField(text: "")
    case .unusable(let sentence): stage.message = sentence
    }
  }

  /// Numbers were changed on the stage: has the goal of the question been reached?
  mutating func edited() {
    guard let question, question.kind == .edit, isAsking, !stage.edits.isEmpty,
      let verdict = judge?.verdict(on: .edited)
    else { return }
    let given = stage.edits.map { "\($0.name) = \(Numbers.exact($0.change.value))" }
      .joined(separator: ", ")
    draft.verdict = verdict
    draft.given = given
    change(question) {
      $0.given = given
      if verdict == .right { $0.outcome = .right } else { $0.tries += 1 }
    }
  }

  mutating func takeHint() {
    guard let question, isAsking else { return }
    guard state(of: question).hints < question.hints.count else {
      stage.message =
        question.hints.isEmpty ? "this question has no hints" : "no more hints; o opens the answer"
      return
    }
    change(question) { $0.hints += 1 }
  }

  mutating func openAnswer() {
    guard let question, isAsking, question.kind != .predict else { return }
    change(question) { $0.outcome = .opened }
    draft.verdict = nil
    if stage.mode == .cells { stage.mode = .steps }
  }
}

extension LessonTemplate {
  /// The text with the numbers of the stop at hand.
  func filled(in stage: Model) -> String {
    guard let run = stage.walk.run else { return "" }
    return filled(in: run.scope(update: stage.stop?.update ?? 1))
  }
}
