import Engine
import Tracer

/// A lesson with the recorded run of its case: all that the screens and the plain lesson show.
package struct LessonRun: Sendable {
  package let lesson: Lesson
  /// The lesson's own case, or a changed one.
  package let experiment: Case
  /// All updates of the case, then one forward pass and loss more: what the last update brought.
  package let trace: Trace
  let annotator: Annotator
  let timeline: Timeline

  /// Runs the lesson's case, or a changed one in its place.
  ///
  /// - Throws: `NetworkError` when a changed case does not fit its network; `FileError` when the words of the
  ///   lesson name a cell that the run of its own case does not have.
  package init(_ lesson: Lesson, with changed: Case? = nil) throws {
    self.lesson = lesson
    experiment = changed ?? lesson.case
    trace = try experiment.record(lookingAtLast: true)
    annotator = Annotator(header: trace.header, labels: lesson.labels)
    timeline = Timeline(trace)
    if changed == nil { try checkCells() }
  }

  /// Fills in all words in every update they are shown in. A changed case may have other cells, and then shows `·`.
  private func checkCells() throws {
    for template in lesson.introduction { try template.checkCells(in: scope(update: 1)) }
    for stop in timeline.stops {
      guard let step = step(for: stop) else { continue }
      let templates =
        step.paragraphs + [step.question?.question, step.question?.answer].compactMap(\.self)
      for template in templates { try template.checkCells(in: scope(update: stop.update)) }
    }
  }

  private func scope(update: Int) -> LessonScope {
    LessonScope(trace: trace, classes: experiment.classes, update: update)
  }

  /// Updates that correct something.
  package var updates: Int { experiment.steps.count }
  /// What cells are called, with the letters and the classes of the lesson.
  var names: CellNames {
    CellNames(trace: trace, annotator: annotator, classes: experiment.classes)
  }

  /// Whether the stop belongs to the forward pass after the last update.
  func isLast(_ stop: Stop) -> Bool { stop.update > updates }

  /// Stops of the update that this one belongs to.
  func stops(with stop: Stop) -> Int { timeline.stops(ofUpdate: stop.update).count }

  /// What is said at a stop, with the numbers of its update; a stop the lesson has no text for is
  /// called by its rule.
  func text(for stop: Stop) -> StepText {
    let annotation = annotator.annotation(of: trace.events[mainEvent(of: stop)].event)
    guard let step = step(for: stop) else {
      return StepText(section: annotation.title, title: annotation.title, short: annotation.formula)
    }
    let scope = scope(update: stop.update)
    let paragraphs = step.paragraphs.map { $0.filled(in: scope) }
    return StepText(
      section: step.section, title: step.title, short: paragraphs.first ?? "",
      more: Array(paragraphs.dropFirst()),
      notice: step.question.map {
        StepText.Notice(
          question: $0.question.filled(in: scope), answer: $0.answer.filled(in: scope))
      })
  }

  /// The paragraphs before the first step.
  var introduction: [String] {
    lesson.introduction.map { $0.filled(in: scope(update: 1)) }
  }

  /// The cell that is looked at first: the lesson's choice, or the first of its tensor; nil where nothing
  /// was computed.
  package func cell(for stop: Stop) -> CellAddress? {
    guard let name = Self.tensor(of: stop.part) else { return nil }
    let event = mainEvent(of: stop)
    guard let shape = trace.events[event].tensor(name)?.shape else { return nil }
    let isParameter = stop.part == .gradient || stop.part == .correction
    let chosen = step(for: stop)?.cell.map { isParameter || stop.part == .loss ? $0 : [0] + $0 }
    let index = chosen.flatMap { shape.offset(of: $0) == nil ? nil : $0 }
    return CellAddress(
      event: event, tensor: name, index: index ?? Array(repeating: 0, count: shape.rank))
  }

  private func step(for stop: Stop) -> LessonStep? {
    lesson.step(
      stop.part, layer: stop.layer.map { trace.header.names[$0] }, isLater: stop.update > 1,
      isLast: isLast(stop))
  }

  /// The tensor that a stop is about.
  static func tensor(of part: Stop.Part) -> TensorName? {
    switch part {
    case .input: .input
    case .sum: .weightedSum
    case .activation: .output
    case .loss: .loss
    case .initialError: .initialError
    case .delta: .delta
    case .gradient, .correction: .weights
    case .noGradient, .noDelta, .noCorrection: nil
    }
  }

  /// The event that a stop is about: the sum of a pooling layer rather than its relayed output, the
  /// delta of P rather than that of R, the new parameters rather than the correction.
  func mainEvent(of stop: Stop) -> Int {
    let kind: TraceKind? =
      switch stop.part {
      case .input: .input
      case .sum: .weightedSum
      case .activation: .activation
      case .loss: .loss
      case .initialError: .initialError
      case .delta: .delta
      case .gradient: .gradient
      case .correction: .parameters
      case .noGradient, .noDelta, .noCorrection: nil
      }
    return stop.events.last { kind == nil || trace.events[$0].event.kind == kind }
      ?? stop.events.lowerBound
  }
}
