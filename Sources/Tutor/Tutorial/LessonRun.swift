import Engine
import Tracer

/// A lesson with the recorded run of one of its cases: all that the screens and the plain lesson show of it.
package struct LessonRun: Sendable {
  package let lesson: Lesson
  /// The name of the case.
  var name: String
  /// The lesson's own case, or a changed one.
  package let experiment: Case
  /// All updates of the case, then one forward pass and loss more: what the last update brought.
  package let trace: Trace
  let annotator: Annotator
  let timeline: Timeline
  /// The runs of all cases of the lesson as they are in their files, by name.
  let companions: [String: RecordedCase]

  /// Runs a case of the lesson, or a changed one in its place.
  ///
  /// - Parameters:
  ///   - lesson: the lesson.
  ///   - name: the name of the case; the first one if nil.
  ///   - changed: what is run in place of the case.
  ///   - companions: the runs of all cases; recorded here if nil.
  /// - Throws: `NetworkError` when a changed case does not fit its network.
  package init(
    _ lesson: Lesson, case name: String? = nil, with changed: Case? = nil,
    companions: [String: RecordedCase]? = nil
  ) throws {
    let companions = try companions ?? RecordedCase.all(of: lesson)
    let name = name ?? lesson.cases[0].name
    self.lesson = lesson
    self.name = name
    self.companions = companions
    experiment = changed ?? lesson.case(named: name) ?? lesson.case
    if changed == nil, let recorded = companions[name] {
      trace = recorded.trace
    } else {
      trace = try experiment.record(lookingAtLast: true)
    }
    annotator = Annotator(header: trace.header, labels: lesson.labels)
    timeline = Timeline(trace)
  }

  /// Where the expressions of the lesson get their numbers from.
  func scope(update: Int) -> LessonScope {
    var scope = LessonScope(trace: trace, classes: experiment.classes, update: update)
    scope.experiment = experiment
    let companions = companions
    scope.others = { name in
      companions[name].map { other in
        var scope = LessonScope(trace: other.trace, classes: other.case.classes, update: update)
        scope.experiment = other.case
        return scope
      }
    }
    return scope
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
    guard let step = step(for: stop) else { return bareText(for: stop) }
    return text(of: step, update: stop.update)
  }

  func text(of step: LessonStep, update: Int) -> StepText {
    let scope = scope(update: update)
    let paragraphs = step.paragraphs.map { $0.filled(in: scope) }
    return StepText(
      section: step.section, title: step.title, short: paragraphs.first ?? "",
      more: Array(paragraphs.dropFirst()))
  }

  private func bareText(for stop: Stop) -> StepText {
    let annotation = annotator.annotation(of: trace.events[mainEvent(of: stop)].event)
    return StepText(section: annotation.title, title: annotation.title, short: annotation.formula)
  }

  /// The paragraphs before the first step.
  var introduction: [String] {
    let scope = scope(update: 1)
    return lesson.introduction.map { $0.filled(in: scope) }
  }

  /// The cell that is looked at first: the lesson's choice, or the first of its tensor; nil where nothing
  /// was computed.
  package func cell(for stop: Stop) -> CellAddress? { cell(for: stop, at: step(for: stop)?.place) }

  /// The cell that a place of the lesson names, in the tensor that a stop is about.
  func cell(for stop: Stop, at place: LessonPlace?) -> CellAddress? {
    guard let name = Self.tensor(of: stop.part) else { return nil }
    let event = mainEvent(of: stop)
    guard let shape = trace.events[event].tensor(name)?.shape else { return nil }
    let isWhole = [.gradient, .correction, .loss].contains(stop.part)
    var start = Array(repeating: 0, count: shape.rank)
    if !isWhole, let sample = place?.sample { start[0] = sample }
    let chosen = place?.cell.map { isWhole ? $0 : [place?.sample ?? 0] + $0 } ?? start
    return CellAddress(
      event: event, tensor: name,
      index: shape.offset(of: chosen) == nil ? Array(repeating: 0, count: shape.rank) : chosen)
  }

  /// The step whose words go with a stop.
  func step(for stop: Stop) -> LessonStep? {
    let layer = stop.layer.map { trace.header.names[$0] }
    guard lesson.walksAll else {
      return lesson.steps.first {
        $0.place.case == name && $0.part == stop.part && $0.layer == layer
          && $0.place.update == stop.update
      }
    }
    return lesson.step(
      stop.part, layer: layer, isLater: stop.update > 1, isLast: isLast(stop))
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
