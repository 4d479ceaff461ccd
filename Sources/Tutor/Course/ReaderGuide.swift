import Engine
import TerminalKit
import Tracer

/// What the tutor's screen shows of the lesson: words, counter, covered cells, the question.
extension ReaderModel {
  mutating func refreshGuide() {
    guard let position = item.stopPosition else { return }
    var guide = Guide(position: position)
    guide.caption = caption
    guide.step =
      lesson.walksAll ? nil : (session.stepNumber(at: self.position), session.stepCount)
    guide.view = stage.timeline.position == position ? item.place?.view : nil
    guide.covered = coveredCells
    guide.marks = marks
    if let question {
      guide.card = QuestionCard(question, in: self)
      guide.isAsking = true
      guide.keys = questionKeys
    } else if let outcome {
      guide.card = QuestionCard(outcomeOf: outcome, in: self)
      guide.keys = [
        .init(
          keys: [.init(label: "Esc", action: .dismiss)], separator: "", word: "rule", rank: 9)
      ]
    }
    stage.guide = guide
  }

  /// The words of the page, with the numbers as they are on the stage.
  private var caption: StepText? {
    guard let run = stage.walk.run, case .beat(let beat) = item, let step = beat.step else {
      return nil
    }
    let update = step.place.update ?? run.timeline.stops[beat.position].update
    return run.text(of: step, update: update)
  }

  /// What questions ask for, this one and those to come; a question that was passed by covers nothing any more.
  private var coveredCells: CoveredCells {
    var covered = CoveredCells()
    guard let run = stage.walk.run else { return covered }
    for item in session.items[position...] {
      guard let question = item.question, state(of: question).outcome == nil,
        question.place.case == run.name
      else { continue }
      let scope = run.scope(update: session.scope(of: item).update)
      for expression in question.covers {
        guard let (event, tensor, index) = expression.address(in: scope) else { continue }
        covered.cover(tensor, of: event, at: index)
      }
    }
    return covered
  }

  private var marks: [Guide.Mark] {
    guard !lesson.walksAll else { return [] }
    return session.items.enumerated().map { index, item in
      Guide.Mark(state: mark(of: item, at: index), item: index)
    }
  }

  private func mark(of item: LessonItem, at index: Int) -> Guide.Mark.State {
    if index == position { return .here }
    if let question = item.question {
      return state(of: question).outcome == nil ? .question : .answered
    }
    return index < position ? .done : .ahead
  }

  private var questionKeys: [KeyBar<ReaderAction>.Entry] {
    typealias Entry = KeyBar<ReaderAction>.Entry
    func entry(_ label: String, _ action: ReaderAction, _ word: String, _ rank: Int) -> Entry {
      Entry(keys: [.init(label: label, action: action)], separator: "", word: word, rank: rank)
    }
    guard let question, isAsking else {
      return [entry("Enter", .next, "go on", 10), entry("Q", .nextQuestion, "next question", 5)]
    }
    var entries: [Entry] = []
    if chooses { entries.append(entry("1-\(question.options.count)", .confirm, "choose", 9)) }
    let verb = question.kind == .predict ? "guess" : question.kind == .open ? "answer" : "answer"
    if question.kind == .edit {
      entries.append(entry("Tab e", .confirm, "change a number", 10))
    } else {
      entries.append(entry("Enter", .confirm, verb, 10))
    }
    if !question.hints.isEmpty { entries.append(entry("h", .hint, "hint", 8)) }
    if question.kind != .predict { entries.append(entry("o", .open, "show it", 7)) }
    entries.append(
      entry(question.kind == .pick || question.kind == .bug ? "Space" : "→", .next, "later", 6))
    entries.append(entry("?", .help, "help", 3))
    entries.append(entry("q", .leave, "quit", 4))
    return entries
  }

  // MARK: - Words

  /// All words of a page, for the search.
  func words(of item: LessonItem) -> String {
    let run = session.run(of: item)
    switch item {
    case .start: return ([lesson.title, lesson.question] + run.introduction).joined(separator: " ")
    case .end:
      return lesson.conclusion.map { $0.filled(in: run.scope(update: 1)) }.joined(separator: " ")
    case .exhibit(let exhibit):
      return exhibit.paragraphs.map { $0.filled(in: run.scope(update: 1)) }.joined(separator: " ")
    case .question(let question, _):
      return question.text.filled(in: run.scope(update: question.place.update ?? 1))
    case .beat(let beat):
      let stop = run.timeline.stops[beat.position]
      guard let step = beat.step else { return run.text(for: stop).short }
      let text = run.text(of: step, update: stop.update)
      return ([text.section, text.title, text.short] + text.more).joined(separator: " ")
    }
  }
}

extension QuestionCard {
  /// The page's question as it stands.
  init(_ question: LessonQuestion, in reader: ReaderModel) {
    let state = reader.state(of: question)
    let isOpen = state.outcome == nil
    func filled(_ template: LessonTemplate) -> String { template.filled(in: reader.stage) }
    self.init(heading: Self.heading(of: question, in: reader), text: filled(question.text))
    options = question.options.map(filled)
    hintCount = question.hints.count
    if isOpen {
      cursor = reader.chooses ? reader.draft.option : nil
      hints = question.hints.prefix(state.hints).map(filled)
      switch question.kind {
      case .number: field = ("your answer: ", reader.draft.field.text)
      case .pick: task = "choose the cell with the arrows (Tab: another tensor), then Enter"
      case .bug:
        task = "choose a cell that shows it with the arrows (Tab: another tensor), then Enter"
      case .edit: task = "Tab to a weight or to X, arrows after Enter, then e"
      case .open: task = "think, then Enter opens the answer"
      case .predict: task = "a guess: nothing is right or wrong; the next step shows it"
      case .choice, .sign: break
      }
      describe(reader.draft, of: question, tries: state.tries, filled: filled)
    } else {
      if !options.isEmpty, question.kind != .predict { options = [] }
      if question.kind == .predict {
        cursor = state.option
        given = "your guess is kept; step on to see"
      } else {
        let answer = question.answerText(in: reader)
        given =
          state.outcome == .right
          ? "right: \(state.given ?? answer)" : answer.isEmpty ? "" : "the answer: \(answer)"
        explanation = question.explanation.map(filled) ?? ""
      }
    }
  }

  private mutating func describe(
    _ draft: QuestionDraft, of question: LessonQuestion, tries: Int,
    filled: (LessonTemplate) -> String
  ) {
    switch draft.verdict {
    case .wrong: given = "you: \(draft.given)   not yet (try \(tries))"
    case .mistake(let number):
      given = "you: \(draft.given)   not yet (try \(tries))"
      let mistake = question.mistakes[number]
      misconception = "Is it that \(filled(mistake.misconception))?"
      explanation = filled(mistake.explanation)
    case .right, .unusable, nil: break
    }
  }

  /// The outcome of a prediction, at the step that shows it.
  init(outcomeOf question: LessonQuestion, in reader: ReaderModel) {
    func filled(_ template: LessonTemplate) -> String { template.filled(in: reader.stage) }
    let guess = reader.state(of: question).option.flatMap {
      question.options.indices.contains($0) ? filled(question.options[$0]) : nil
    }
    let outcome = question.answerText(in: reader)
    self.init(
      heading: Heading("your guess", "and what happened"),
      text: guess.map {
        "You said: \($0)."
          + (outcome.isEmpty ? "" : $0 == outcome ? " So it is." : " It is: \(outcome).")
      }
        ?? outcome)
    explanation = question.explanation.map(filled) ?? ""
  }

  private static func heading(of question: LessonQuestion, in reader: ReaderModel) -> Heading {
    let isGuess = question.kind == .predict
    let all = reader.lesson.questions.filter { ($0.kind == .predict) == isGuess }
    let name = isGuess ? "predict" : "question"
    let kind: String =
      switch question.kind {
      case .number: "a number"
      case .choice: "one of these"
      case .sign: "which way?"
      case .pick: "pick a cell"
      case .edit: "change something"
      case .bug: "find the fault"
      case .predict: "the next step shows it"
      case .open: "to think about"
      }
    guard let index = all.firstIndex(where: { $0.id == question.id }) else {
      let earlier = question.id.split(separator: "/").first ?? ""
      return Heading([
        "do you remember?   from the lesson \(earlier)   \(kind)", "do you remember?",
      ])
    }
    let number = index + 1
    return Heading([
      "\(name) \(number) of \(all.count)   \(kind)", "\(name) \(number) of \(all.count)",
      "\(name) \(number)",
    ])
  }
}

extension LessonQuestion {
  /// The right answer in words, with the numbers of the run at hand; empty where there is none.
  func answerText(in reader: ReaderModel) -> String {
    // Not the numbers of the stage: a question about another case is shown beside this one.
    answerText(in: reader.session.run(of: .question(self, position: 0)))
  }

  func answerText(in run: LessonRun) -> String {
    let scope = run.scope(update: place.update ?? 1)
    switch (answer, solution) {
    case (.option(let option), _):
      return options.indices.contains(option) ? options[option].filled(in: scope) : ""
    case (.value(let expression), _):
      guard let value = expression.number(in: scope) else { return "" }
      if kind == .sign { return options[value > 0 ? 0 : 1].filled(in: scope) }
      return LessonTemplate.Format.short.text(value)
    case (_, .cell(let cell)?):
      return "(\(cell.map(String.init).joined(separator: ",")))"
    case (_, .assignments(let list)?):
      return list.map { place, value in
        let old = place.number(in: scope).map { LessonTemplate.Format.short.text($0) } ?? ""
        return "\(old) → \(LessonTemplate.Format.short.text(value))"
      }.joined(separator: ", ")
    default: return ""
    }
  }
}
