import Engine
import TerminalKit
import Tracer

/// What the reader of a lesson asks its page to do.
enum ReaderRequest: Equatable, Sendable {
  /// Something that the tutor asks for.
  case stage(TutorRequest)
  /// Progress has changed.
  case keep
  case leave
  case help
  case list
  /// The exhibit of the page at hand is to be computed, in place of another.
  case computeExhibit
  case stopExhibit
}

extension ReaderModel {
  /// One message, one new state.
  func updated(_ message: TutorMessage) -> (model: ReaderModel, requests: [ReaderRequest]) {
    var model = self
    let before = model.record
    var requests = model.receive(message)
    model.refreshGuide()
    requests += model.exhibitRequests()
    if model.record != before { requests.append(.keep) }
    return (model, requests)
  }

  private mutating func receive(_ message: TutorMessage) -> [ReaderRequest] {
    switch message {
    case .goToItem(let item):
      arrive(at: item)
      return []
    case .exhibit(let key, let report):
      take(report, of: key)
      return []
    case .kept(let fault):
      if let fault, keepingFault == nil { stage.message = fault }
      keepingFault = fault
      return []
    case .reader(let action): return perform(action)
    case .option(let option):
      choose(option)
      return []
    case .click(.action(.goBack)) where outcome != nil:
      dismissOutcome()
      return []
    case .key(let key) where !stage.isTyping:
      if let requests = receive(key) { return requests }
    case .scroll(let up) where isCover:
      scroll = max(scroll + (up ? -3 : 3), 0)
      return []
    case .paste(let text) where !stage.isTyping && isTypingNumber:
      draft.field.insert(text)
      return []
    default: break
    }
    guard !isCover else { return [] }
    return forward(message)
  }

  /// Hands a message to the stage, and answers what it asks of the lesson.
  private mutating func forward(_ message: TutorMessage) -> [ReaderRequest] {
    let edits = stage.edits
    let (next, requests) = stage.updated(message)
    stage = next
    follow()
    if stage.edits != edits { edited() }
    return requests.flatMap { answer($0) }
  }

  private mutating func answer(_ request: TutorRequest) -> [ReaderRequest] {
    switch request {
    case .turn(let action):
      turn(action)
      return []
    case .goToStep(let text):
      goTo(step: text)
      return []
    case .search(let text):
      search(text)
      return []
    case .quit: return [.leave]
    case .showHelp: return [.help]
    case .listSteps: return [.list]
    default: return [.stage(request)]
    }
  }

  // MARK: - Keys

  private var isTypingNumber: Bool { isAsking && question?.kind == .number }

  /// nil where a key is the stage's.
  private mutating func receive(_ key: Key) -> [ReaderRequest]? {
    stage.message = nil
    if isCover { return ReaderKeymap.covers.action(for: key).map { perform($0) } ?? [] }
    guard question != nil else {
      guard outcome != nil, key == .escape else { return nil }
      dismissOutcome()
      return []
    }
    guard isAsking else { return ReaderKeymap.settled.action(for: key).map { perform($0) } }
    if isTypingNumber, typed(key) { return [] }
    if chooses, let requests = choose(by: key) { return requests }
    // Enter answers only where there is something to answer with; an edit is made on the stage.
    if question?.kind == .edit, key == .enter { return nil }
    return ReaderKeymap.question.action(for: key).map { perform($0) }
  }

  private mutating func typed(_ key: Key) -> Bool {
    switch key {
    case .character(let sign) where sign.isNumber || "+-.,−".contains(sign): break
    case .backspace, .control("u"): break
    default: return false
    }
    _ = draft.field.receive(key)
    return true
  }

  /// Whether one of several texts is chosen.
  var chooses: Bool { question.map { [.choice, .sign, .predict].contains($0.kind) } ?? false }

  private mutating func choose(by key: Key) -> [ReaderRequest]? {
    let count = question?.options.count ?? 0
    switch key {
    case .up, .character("k"): draft.option = max(draft.option - 1, 0)
    case .down, .character("j"): draft.option = min(draft.option + 1, count - 1)
    case .character("+") where question?.kind == .sign: draft.option = 0
    case .character("-") where question?.kind == .sign: draft.option = 1
    case .character(let sign):
      guard let number = sign.wholeNumberValue, (1...max(count, 1)).contains(number) else {
        return nil
      }
      draft.option = number - 1
    default: return nil
    }
    return []
  }

  private mutating func choose(_ option: Int) {
    guard isAsking, chooses, let question, question.options.indices.contains(option) else { return }
    draft.option = option
  }

  mutating func perform(_ action: ReaderAction) -> [ReaderRequest] {
    switch action {
    case .next: turn(.nextStep)
    case .previous: turn(.previousStep)
    case .first: turn(.firstStep)
    case .last: turn(.lastStep)
    case .list: return [.list]
    case .confirm: confirm()
    case .optionUp: scroll = max(scroll - 1, 0)
    case .optionDown: scroll += 1
    case .hint: takeHint()
    case .open: openAnswer()
    case .nextQuestion: goToNextQuestion()
    case .dismiss: dismissOutcome()
    case .leave: return [.leave]
    case .help: return [.help]
    }
    return []
  }

  // MARK: - Turning pages

  mutating func turn(_ action: Action) {
    switch action {
    case .nextStep: step(1)
    case .previousStep: step(-1)
    case .nextSection, .previousSection: jumpSection(action == .nextSection ? 1 : -1)
    case .firstStep: arrive(at: 0)
    case .lastStep: arrive(at: session.items.count - 1)
    default: break
    }
  }

  private mutating func step(_ distance: Int) {
    guard session.items.indices.contains(position + distance) else {
      stage.message =
        distance > 0 ? "this is the end of the lesson; q leaves it" : "this is the first page"
      return
    }
    arrive(at: position + distance)
  }

  private func section(of item: LessonItem) -> String {
    switch item {
    case .start: "start"
    case .end: "end"
    case .exhibit(let exhibit): exhibit.section
    case .question(let question, _): question.section
    case .beat(let beat):
      beat.step?.section
        ?? session.run(of: item).text(for: session.run(of: item).timeline.stops[beat.position])
        .section
    }
  }

  private mutating func jumpSection(_ direction: Int) {
    let here = section(of: item)
    let update = item.place?.update ?? stage.stop?.update
    func differs(_ index: Int) -> Bool {
      section(of: session.items[index]) != here || self.update(of: session.items[index]) != update
    }
    if direction > 0 {
      arrive(
        at: session.items.indices.first { $0 > position && differs($0) } ?? session.items.count - 1)
      return
    }
    // Back to the start of this section, or of the one before.
    var start = position
    while start > 0, !differs(start - 1) { start -= 1 }
    if start == position, start > 0 {
      start -= 1
      let other = section(of: session.items[start])
      while start > 0, section(of: session.items[start - 1]) == other { start -= 1 }
    }
    arrive(at: start)
  }

  private func update(of item: LessonItem) -> Int? {
    item.stopPosition.map { session.run(of: item).timeline.stops[$0].update }
  }

  /// `7` is the seventh step; in lessons that walk all stops `2/12` is step 12 of update 2.
  private mutating func goTo(step text: String) {
    if session.lesson.walksAll {
      let parts = text.split(separator: "/").compactMap { Int($0) }
      let here = update(of: item) ?? 1
      let wanted = parts.count == 2 ? (parts[0], parts[1]) : (here, parts.first ?? 0)
      let found = session.items.firstIndex { item in
        guard case .beat(let beat) = item else { return false }
        let stop = session.run(of: item).timeline.stops[beat.position]
        return (stop.update, stop.number) == wanted
      }
      if let found { arrive(at: found) } else { stage.message = "there is no step \(text)" }
      return
    }
    guard let number = Int(text), (1...max(session.stepCount, 1)).contains(number),
      let found = session.items.indices.first(where: {
        session.items[$0].isStep && session.stepNumber(at: $0) == number
      })
    else {
      stage.message = "there is no step \(text): this lesson has \(session.stepCount)"
      return
    }
    arrive(at: found)
  }

  /// To the next page whose words hold the text.
  private mutating func search(_ text: String) {
    let wanted = (text.isEmpty ? stage.lastSearch : text).lowercased()
    guard !wanted.isEmpty else { return }
    stage.lastSearch = wanted
    let count = session.items.count
    let found = (1..<max(count, 2)).map { (position + $0) % count }.first { index in
      words(of: session.items[index]).lowercased().contains(wanted)
    }
    if let found { arrive(at: found) } else { stage.message = "no other page says \"\(wanted)\"" }
  }

  /// To the next question that is neither answered nor opened.
  private mutating func goToNextQuestion() {
    let count = session.items.count
    let found = (1..<max(count, 2)).map { (position + $0) % count }.first { index in
      guard let question = session.items[index].question, question.kind != .predict else {
        return false
      }
      return state(of: question).outcome == nil
    }
    if let found { arrive(at: found) } else { stage.message = "all questions are answered" }
  }
}
