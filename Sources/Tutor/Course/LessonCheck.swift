import Engine
import Foundation
import TerminalKit
import Tracer

/// Reads a lesson as a machine: evaluates every expression, answers every question by keys, measures every sentence.
package struct LessonCheck {
  private let session: LessonSession
  private let file: String
  private var faults: [FileError] = []

  /// What is wrong with a lesson, in the order of its pages; nothing when all is well.
  ///
  /// - Parameters:
  ///   - lesson: a lesson that could be read.
  ///   - file: its name, for the faults.
  /// - Returns: the faults, each with its line where there is one.
  package static func faults(in lesson: Lesson, file: String) -> [FileError] {
    do {
      var check = LessonCheck(session: try LessonSession(lesson, file: file), file: file)
      check.run()
      return check.faults
    } catch let fault as FileError {
      return [fault]
    } catch {
      return [FileError(file: file, reason: "\(error)")]
    }
  }

  private init(session: LessonSession, file: String) {
    (self.session, self.file) = (session, file)
  }

  private mutating func run() {
    for text in session.run(of: .start).introduction { check(text: text, line: nil) }
    for (position, item) in session.items.enumerated() {
      switch item {
      case .start, .end: break
      case .beat(let beat): if let step = beat.step { check(step, item) }
      case .exhibit(let exhibit):
        for template in exhibit.paragraphs { check(template, item, line: exhibit.line) }
      case .question(let question, _): check(question, item, at: position)
      }
    }
  }

  private mutating func fault(_ line: Int?, _ reason: String) {
    let fault = FileError(file: file, line: line, reason: reason)
    // With `walk: all` a text is shown in several updates.
    if !faults.contains(where: { $0.line == line && $0.reason == reason }) { faults.append(fault) }
  }

  // MARK: - Words

  private mutating func check(_ step: LessonStep, _ item: LessonItem) {
    if step.paragraphs.isEmpty { fault(step.line, "the step has no text") }
    for (number, template) in step.paragraphs.enumerated() {
      check(template, item, line: step.line, isShort: number == 0)
    }
  }

  private mutating func check(
    _ template: LessonTemplate, _ item: LessonItem, line: Int, isShort: Bool = false
  ) {
    let scope = session.scope(of: item)
    for case .placeholder(let expression, _) in template.parts
    where expression.value(in: scope) == nil {
      fault(line, "a placeholder has no value in update \(scope.update) of its case")
    }
    let text = template.filled(in: scope)
    check(text: text, line: line)
    guard isShort else { return }
    let rows = [Glyphs.unicode, .ascii].map { TextWrap.lines($0.spell(text), width: 78).count }
    if let most = rows.max(), most > 2 {
      fault(
        line, "the first paragraph takes \(most) lines of 78 columns, two are the most: \(text)")
    }
  }

  private mutating func check(text: String, line: Int?) {
    for sign in text where !Glyphs.hasWidthOne(sign) {
      fault(line, "\"\(sign)\" is not one column wide on every terminal")
    }
  }

  // MARK: - Questions

  private mutating func check(_ question: LessonQuestion, _ item: LessonItem, at position: Int) {
    for template in question.templates { check(template, item, line: question.line) }
    let scope = session.scope(of: item)
    if let proof = question.proof, !proof.holds(in: scope) {
      fault(question.line, "the proof of the outcome does not hold")
    }
    if case .value(let answer) = question.answer {
      let value = answer.number(in: scope)
      if value?.isFinite != true { fault(question.line, "the answer has no value") }
      if question.kind == .sign, value == 0 {
        fault(question.line, "the answer is 0: it has no sign")
      }
    }
    if question.kind == .edit, case .truth(let goal) = question.answer, goal.holds(in: scope) {
      fault(question.line, "the goal holds before anything is edited")
    }
    checkMistakes(question, scope)
    guard question.kind != .open else { return }
    if let reason = LessonReplay(session, at: position).fault() { fault(question.line, reason) }
  }

  private mutating func checkMistakes(_ question: LessonQuestion, _ scope: LessonScope) {
    for mistake in question.mistakes {
      switch mistake.pattern {
      case .any: break
      case .option(let option):
        if case .option(option) = question.answer {
          fault(mistake.line, "what is called wrong here is the answer")
        }
        if case .value(let answer) = question.answer, let value = answer.number(in: scope),
          option == (value > 0 ? 0 : 1)
        {
          fault(mistake.line, "what is called wrong here is the answer")
        }
      case .value(let wrong):
        guard let value = wrong.number(in: scope) else {
          fault(mistake.line, "the wrong answer has no value")
          break
        }
        let attempt = LessonReplay.typed(value)
        if QuestionJudge(question: question, scope: scope).verdict(on: .number(attempt)) == .right {
          fault(mistake.line, "what is called wrong here is the answer")
        }
      case .truth: break
      }
    }
  }
}

/// Answers a question of a lesson by keys, as a reader does.
struct LessonReplay {
  private var model: ReaderModel
  private let position: Int

  init(_ session: LessonSession, at position: Int) {
    model = ReaderModel(session)
    model.arrive(at: position)
    self.position = position
  }

  /// A number with as many digits as a reader needs.
  static func typed(_ value: Double) -> String {
    let text = String(format: "%.6f", value)
    guard text.contains(".") else { return text }
    var digits = Substring(text)
    while digits.last == "0" { digits = digits.dropLast() }
    return String(digits.last == "." ? digits.dropLast() : digits)
  }

  /// Why the question cannot be answered; nil when its solution was accepted.
  func fault() -> String? {
    var replay = self
    return replay.answer()
  }

  /// The page when its solution was given.
  func answered() -> ReaderModel {
    var replay = self
    _ = replay.answer()
    return replay.model
  }

  private mutating func answer() -> String? {
    guard let question = model.question, let scope = model.scope else {
      return "the question has no page"
    }
    switch question.kind {
    case .number:
      guard case .value(let answer) = question.answer, let value = answer.number(in: scope) else {
        return nil
      }
      type(Self.typed(value))
      press(.enter)
    case .choice, .sign, .predict:
      press(.character(Character(String(rightOption(of: question, scope) + 1))))
      press(.enter)
    case .pick, .bug:
      guard case .cell(let index)? = question.solution else { return "the solution is no cell" }
      if let fault = choose(question.tensor, index) { return fault }
      press(.enter)
    case .edit:
      guard case .assignments(let list)? = question.solution else {
        return "the solution has no assignments"
      }
      for (place, value) in list {
        if let fault = edit(place, value, scope) { return fault }
      }
    case .open: return nil
    }
    let state = model.state(of: question)
    if question.kind == .predict { return state.outcome == .guessed ? nil : "no guess was taken" }
    guard state.outcome == .right else {
      let said = model.stage.message.map { ": \($0)" } ?? ""
      return "its solution is not accepted as an answer\(said)"
    }
    return nil
  }

  private func rightOption(of question: LessonQuestion, _ scope: LessonScope) -> Int {
    switch question.answer {
    case .option(let option): option
    case .value(let expression): (expression.number(in: scope) ?? 0) > 0 ? 0 : 1
    case .truth, .differs, .none: 0
    }
  }

  // MARK: - Keys

  private mutating func press(_ key: Key) { send(.key(key)) }

  private mutating func type(_ text: String) { for sign in text { press(.character(sign)) } }

  /// One message, and at once what it asks for.
  private mutating func send(_ message: TutorMessage) {
    let (next, requests) = model.updated(message)
    model = next
    for case .stage(.record(let edits, let note)) in requests {
      let original = model.stage.original
      let outcome = Refusal.catching {
        try original.recorded(with: edits.map(\.change))
      }
      send(.recorded(edits, outcome, note: note))
    }
  }

  /// Puts the cursor on a cell, given without its sample.
  private mutating func choose(_ tensor: LessonExpression?, _ index: [Int]) -> String? {
    guard let key = tensor?.pickKey(in: model.stage.walk.trace.header) else {
      return "there is no tensor to pick in"
    }
    return focus(key) ?? put(index)
  }

  private mutating func focus(_ key: String) -> String? {
    let trace = model.stage.walk.trace
    for _ in 0...model.stage.focusable.count {
      if let cell = model.stage.focusedCell, Model.key(cell, in: trace) == key { return nil }
      press(.tab)
    }
    return "its tensor is not on the screen at this stop: name another one with stop="
  }

  private mutating func put(_ index: [Int]) -> String? {
    guard var cell = model.stage.focusedCell else { return "there is no cell to choose" }
    let hasSample = cell.index.count > index.count
    cell.index = hasSample ? [model.question?.place.sample ?? 0] + index : index
    guard
      model.stage.walk.trace.events[cell.event].tensor(cell.tensor)?.shape.offset(of: cell.index)
        != nil
    else { return "there is no cell \(index.map(String.init).joined(separator: ",")) to choose" }
    model.stage.choose(cell)
    return nil
  }

  private mutating func edit(
    _ place: LessonExpression, _ value: Double, _ scope: LessonScope
  ) -> String? {
    guard case .element(let tensor, let index) = place,
      let key = tensor.pickKey(in: model.stage.walk.trace.header),
      let cell = LessonExpression.cell(index, in: scope)
    else { return "the solution cannot be edited" }
    if let fault = focus(key) { return fault }
    guard var focused = model.stage.focusedCell else { return "there is no cell to choose" }
    focused.index = cell
    model.stage.choose(focused)
    press(.character("e"))
    guard model.stage.isTyping else { return "the number of the solution cannot be edited here" }
    type(Self.typed(value))
    press(.enter)
    return nil
  }
}
