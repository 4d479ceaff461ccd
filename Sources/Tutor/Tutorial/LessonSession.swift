import Engine
import Tracer

/// A lesson with all its runs, laid out as the row of pages that a reader turns.
package struct LessonSession: Sendable {
  package let lesson: Lesson
  /// The runs of the cases by name.
  let runs: [String: LessonRun]
  /// The run of the first case.
  private let main: LessonRun
  let items: [LessonItem]

  /// - Parameters:
  ///   - lesson: the lesson.
  ///   - name: the lesson's file, for errors.
  ///   - earlier: a lesson of which one question is asked again at the beginning.
  /// - Throws: `FileError` with the line of a step whose stop its case does not have, or of an expression without a
  ///   value; `NetworkError` when a case cannot be run.
  package init(_ lesson: Lesson, file name: String? = nil, recalling earlier: Lesson? = nil) throws
  {
    let file = name ?? "\(lesson.id).md"
    let companions = try RecordedCase.all(of: lesson)
    var runs: [String: LessonRun] = [:]
    for item in lesson.cases {
      runs[item.name] = try LessonRun(lesson, case: item.name, companions: companions)
    }
    var items = try LessonItem.items(of: lesson, runs: runs, file: file)
    if let recall = try earlier.flatMap(LessonItem.recall(of:)) {
      runs[recall.run.name] = recall.run
      items.insert(recall.item, at: 1)
    }
    self.lesson = lesson
    self.runs = runs
    main = try LessonRun(lesson, companions: companions)
    self.items = items
    try checkCells()
  }

  /// Fills in all words at the stops where they are shown. A changed case may have other cells, and then shows `·`.
  private func checkCells() throws {
    for template in lesson.introduction + lesson.conclusion {
      try template.checkCells(in: run(of: .start).scope(update: 1))
    }
    for item in items {
      let scope = scope(of: item)
      for template in item.templates { try template.checkCells(in: scope) }
    }
  }

  /// Where the expressions of a page get their numbers from.
  func scope(of item: LessonItem) -> LessonScope {
    let run = run(of: item)
    let stops = run.timeline.stops
    let update = item.stopPosition.flatMap { stops.indices.contains($0) ? stops[$0].update : nil }
    return run.scope(update: item.place?.update ?? update ?? 1)
  }

  /// The run that an item is about, as its case is in the file; the first case's for pages without one.
  func run(of item: LessonItem) -> LessonRun {
    item.caseName.flatMap { runs[$0] } ?? main
  }

  /// How many steps the reader walks: pages with a stop or an exhibit.
  var stepCount: Int { items.count { $0.isStep } }

  /// The number of the step at an item or before it, from 1.
  func stepNumber(at position: Int) -> Int { items[...position].count { $0.isStep } }
}

/// One page of a lesson.
enum LessonItem: Sendable {
  /// The title, what the lesson asks and what one will be able to do.
  case start
  /// A stop with its words; without a step it is called by its rule.
  case beat(LessonBeat)
  case question(LessonQuestion, position: Int)
  case exhibit(LessonExhibit)
  /// What was learnt, and what is next.
  case end

  var isStep: Bool {
    switch self {
    case .beat, .exhibit: true
    case .start, .question, .end: false
    }
  }

  /// The case that the page is about.
  var caseName: String? {
    switch self {
    case .beat(let beat): beat.caseName
    case .question(let question, _): question.place.case
    case .start, .exhibit, .end: nil
    }
  }

  /// The position of its stop in the timeline of its case.
  var stopPosition: Int? {
    switch self {
    case .beat(let beat): beat.position
    case .question(_, let position): position
    case .start, .exhibit, .end: nil
    }
  }

  var place: LessonPlace? {
    switch self {
    case .beat(let beat): beat.step?.place
    case .question(let question, _): question.place
    case .start, .exhibit, .end: nil
    }
  }

  /// All texts of the page.
  var templates: [LessonTemplate] {
    switch self {
    case .start, .end: []
    case .beat(let beat): beat.step?.paragraphs ?? []
    case .exhibit(let exhibit): exhibit.paragraphs
    case .question(let question, _): question.templates
    }
  }

  var question: LessonQuestion? {
    if case .question(let question, _) = self { question } else { nil }
  }
}

/// A stop of a case as a page.
struct LessonBeat: Sendable {
  let caseName: String
  /// In the timeline of the case.
  let position: Int
  let step: LessonStep?
}

extension LessonItem {
  /// The pages of a lesson in their order.
  static func items(
    of lesson: Lesson, runs: [String: LessonRun], file: String
  ) throws -> [LessonItem] {
    let pages =
      lesson.walksAll
      ? try walk(of: lesson, runs: runs, file: file) : try list(of: lesson, runs: runs, file: file)
    return [.start] + pages + [.end]
  }

  /// A question of an earlier lesson, at its stop in its case: what was learnt is asked for again.
  ///
  /// - Returns: the page, and the run that it is about under a name of its own; nil for a lesson without a question that can
  ///   be asked alone.
  static func recall(of lesson: Lesson) throws -> (item: LessonItem, run: LessonRun)? {
    let kinds: Set<LessonQuestion.Kind> = [.number, .choice, .sign]
    guard var question = lesson.questions.first(where: { kinds.contains($0.kind) }) else {
      return nil
    }
    var run = try LessonRun(lesson, case: question.place.case)
    let position = try position(
      of: question.place, in: [run.name: run], file: "\(lesson.id).md", line: question.line)
    run.name = "\(lesson.id)/\(run.name)"
    question.id = "\(lesson.id)/\(question.id)"
    question.place.case = run.name
    return (.question(question, position: position), run)
  }

  /// Every stop of the first case; questions stand where their step is shown first.
  private static func walk(
    of lesson: Lesson, runs: [String: LessonRun], file: String
  ) throws -> [LessonItem] {
    guard let run = runs[lesson.cases[0].name] else { return [] }
    var behind: [Int: [LessonItem.Behind]] = [:]
    var line = 0
    for content in lesson.contents {
      switch content {
      case .step(let step): line = step.line
      case .question(let question): behind[line, default: []].append(.question(question))
      case .exhibit(let exhibit): behind[line, default: []].append(.exhibit(exhibit))
      }
    }
    return run.timeline.stops.enumerated().flatMap { position, stop -> [LessonItem] in
      let step = run.step(for: stop)
      let beat = LessonItem.beat(
        LessonBeat(caseName: run.name, position: position, step: step))
      let others = step.flatMap { behind.removeValue(forKey: $0.line) } ?? []
      return [beat] + others.map { $0.item(at: position) }
    }
  }

  private enum Behind {
    case question(LessonQuestion), exhibit(LessonExhibit)

    func item(at position: Int) -> LessonItem {
      switch self {
      case .question(let question): .question(question, position: position)
      case .exhibit(let exhibit): .exhibit(exhibit)
      }
    }
  }

  private static func list(
    of lesson: Lesson, runs: [String: LessonRun], file: String
  ) throws -> [LessonItem] {
    try lesson.contents.map { content in
      switch content {
      case .step(let step):
        let position = try position(of: step.place, in: runs, file: file, line: step.line)
        return .beat(LessonBeat(caseName: step.place.case, position: position, step: step))
      case .question(let question):
        let position = try position(of: question.place, in: runs, file: file, line: question.line)
        return .question(question, position: position)
      case .exhibit(let exhibit): return .exhibit(exhibit)
      }
    }
  }

  private static func position(
    of place: LessonPlace, in runs: [String: LessonRun], file: String, line: Int
  ) throws -> Int {
    guard let run = runs[place.case] else { return 0 }
    let update = place.update ?? 1
    let found = run.timeline.stops.firstIndex {
      $0.part == place.part && $0.update == update
        && $0.layer.map { run.trace.header.names[$0] } == place.layer
    }
    if let found { return found }
    let there = run.timeline.stops.filter { $0.update == update }.map { stop in
      [stop.part.rawValue, stop.layer.map { run.trace.header.names[$0] }]
        .compactMap { $0 }.joined(separator: " ")
    }
    let name = [place.part.rawValue, place.layer].compactMap { $0 }.joined(separator: " ")
    throw FileError(
      file: file, line: line,
      reason: "update \(update) of \(place.case) has no step \"\(name)\"; its steps are "
        + there.joined(separator: ", "))
  }
}
