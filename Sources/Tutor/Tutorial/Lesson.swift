import Engine
import Tracer

/// A lesson: the words for each stop of the walk through a case.
package struct Lesson: Sendable {
  package let id: String
  let title: String
  /// One line about the lesson, for lists.
  package let summary: String
  let `case`: Case
  /// Names of layers on the screen, such as `A` for `c0`.
  let labels: [String: String]
  let introduction: [LessonTemplate]
  let steps: [LessonStep]
}

/// The words for one kind of stop.
struct LessonStep: Sendable {
  /// In which updates a text is shown; for example, the input is introduced only once.
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

  /// The heading of the section that the step belongs to; keys n and p go from section to section.
  let section: String
  let title: String
  let part: Stop.Part
  /// nil: for every layer.
  let layer: String?
  /// nil: in every update.
  let occasion: Occasion?
  /// The cell that is chosen when the step is opened, by its index without the sample.
  let cell: [Int]?
  /// The first is the short text.
  var paragraphs: [LessonTemplate] = []
  var question: Question?
}

/// The text of a step with the numbers of its update.
struct StepText: Equatable, Sendable {
  var section: String
  var title: String
  /// The first paragraph; in the built-in lessons at most two lines of 78 columns.
  var short: String
  /// Further paragraphs, shown where there is space.
  var more: [String] = []
  var notice: Notice?

  struct Notice: Equatable, Sendable {
    var question: String
    var answer: String
  }
}

extension Lesson {
  /// The text that fits a stop best: one for the occasion is preferred to one for the layer, and that to one for
  /// all layers.
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
