import Engine
import Tracer

/// A walk through one case: what is to be said at each of its stops.
package struct Lesson: Sendable {
  package let id: String
  let title: String
  /// One line for lists of lessons.
  package let summary: String
  let `case`: Case
  /// Letters for layers, `c0` to `A`.
  let labels: [String: String]
  let introduction: [LessonTemplate]
  let steps: [LessonStep]
}

/// What is said at one kind of stop.
struct LessonStep: Sendable {
  /// When in the run a text holds; the input is introduced once.
  enum Occasion: String, Sendable, CaseIterable {
    /// In updates after the first.
    case later
    /// In the last forward pass, which corrects nothing.
    case last
  }

  struct Question: Sendable {
    let question: LessonTemplate
    let answer: LessonTemplate
  }

  /// The heading of the part of the lesson that the step belongs to; n and p go by it.
  let section: String
  let title: String
  let part: Stop.Part
  /// nil holds for every layer.
  let layer: String?
  /// nil holds on every occasion.
  let occasion: Occasion?
  /// The cell that is chosen at first, in shape order without the sample.
  let cell: [Int]?
  /// The first is the short text.
  var paragraphs: [LessonTemplate] = []
  var question: Question?
}

/// The text of a step with the numbers of its update.
struct StepText: Equatable, Sendable {
  var section: String
  var title: String
  /// At most two lines of 78 columns in the lessons that come along.
  var short: String
  /// Paragraphs for who has the room.
  var more: [String] = []
  var notice: Notice?

  struct Notice: Equatable, Sendable {
    var question: String
    var answer: String
  }
}

extension Lesson {
  /// The step that says most exactly what happens: one for the occasion goes before one for the
  /// layer, and that before one for all.
  func step(_ part: Stop.Part, layer: String?, isLater: Bool, isLast: Bool) -> LessonStep? {
    func rank(_ step: LessonStep) -> Int? {
      guard step.part == part, step.layer == nil || step.layer == layer else { return nil }
      let layerRank = step.layer == nil ? 0 : 1
      switch step.occasion {
      case nil: return layerRank
      case .later: return isLater && !isLast ? layerRank + 2 : nil
      case .last: return isLast ? layerRank + 2 : nil
      }
    }
    return steps.compactMap { step in rank(step).map { (step, $0) } }
      .max { $0.1 < $1.1 }?.0
  }
}
