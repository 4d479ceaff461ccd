import Engine
import Tracer

/// A lesson: steps and questions about the runs of one or several cases.
package struct Lesson: Sendable {
  package let id: String
  package let title: String
  /// One line about the lesson, for lists.
  package let summary: String
  /// The question that the lesson answers; empty in lessons of format 1.
  package var question = ""
  /// How long it takes, in minutes.
  package var minutes: Int?
  /// What one will be able to do: each ends the sentence "Afterwards you can …".
  package var abilities: [String] = []
  /// Ids of lessons that come before.
  package var needs: [String] = []
  /// All cases; a step that names none means the first.
  let cases: [LessonCase]
  /// Names of layers on the screen, such as `A` for `c0`.
  let labels: [String: String]
  /// Whether every stop of the first case is walked, with the steps as its words; else only the steps, in their order.
  var walksAll = true
  let introduction: [LessonTemplate]
  /// Steps, questions and exhibits in the order of the file.
  var contents: [Content]
  /// The words of the end page.
  var conclusion: [LessonTemplate] = []

  enum Content: Sendable {
    case step(LessonStep)
    case question(LessonQuestion)
    case exhibit(LessonExhibit)
  }

  /// The first case.
  var `case`: Case { cases[0].case }

  var steps: [LessonStep] {
    contents.compactMap { if case .step(let step) = $0 { step } else { nil } }
  }
  package var questionCount: Int { questions.count { $0.kind != .predict } }

  var questions: [LessonQuestion] {
    contents.compactMap { if case .question(let question) = $0 { question } else { nil } }
  }

  func `case`(named name: String) -> Case? { cases.first { $0.name == name }?.case }
}

/// A case of a lesson by the name of its file.
struct LessonCase: Sendable {
  let name: String
  let `case`: Case
}

/// Where in the run of a case a step or a question stands.
struct LessonPlace: Equatable, Sendable {
  /// The name of a case of the lesson.
  var `case`: String
  var part: Stop.Part
  /// nil: for every layer, in a lesson that walks all stops; else the input or the loss.
  var layer: String?
  /// From 1; nil: every update, in a lesson that walks all stops.
  var update: Int?
  var sample = 0
  /// The cell that is chosen when the step is opened, by its index without the sample.
  var cell: [Int]?
  /// The view in the place of maps and rule; nil for these.
  var view: String?
}

/// The words for a stop.
struct LessonStep: Sendable {
  /// In which updates a text is shown, in lessons that walk all stops; the input, for example, is introduced only once.
  enum Occasion: String, Sendable, CaseIterable {
    /// In updates after the first.
    case later
    /// In the last forward pass, which corrects nothing.
    case last
  }

  /// The heading of the section that the step belongs to; keys n and p go from section to section.
  let section: String
  let title: String
  var place: LessonPlace
  /// nil: in every update.
  let occasion: Occasion?
  /// The line of its comment in the file.
  let line: Int
  /// The first is the short text.
  var paragraphs: [LessonTemplate] = []

  var part: Stop.Part { place.part }
  var layer: String? { place.layer }
  var cell: [Int]? { place.cell }
}

/// Something larger than a case that the program runs and draws: a training, a demo, a measurement.
struct LessonExhibit: Sendable {
  let section: String
  let title: String
  let line: Int
  let exhibit: any Exhibit
  var paragraphs: [LessonTemplate] = []
}

/// The text of a step with the numbers of its update.
struct StepText: Equatable, Sendable {
  var section: String
  var title: String
  /// The first paragraph; in the built-in lessons at most two lines of 78 columns.
  var short: String
  /// Further paragraphs, shown where there is space.
  var more: [String] = []
}

extension Lesson {
  /// In a lesson that walks all stops, the text that fits a stop best: one for the occasion is preferred to one for the
  /// layer, and that to one for all layers.
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
