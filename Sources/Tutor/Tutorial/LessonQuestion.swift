import Engine
import Tracer

/// A question to the reader; its answer is an expression over the trace, evaluated when it is asked.
struct LessonQuestion: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    /// A number is typed.
    case number
    /// One of several texts.
    case choice
    /// The sign of a number: two texts.
    case sign
    /// A cell of a tensor.
    case pick
    /// Numbers are changed until something holds.
    case edit
    /// A cell that shows a fault of the trace.
    case bug
    /// A guess before the outcome is shown; nothing is right or wrong.
    case predict
    /// To think about: the answer is a text, which is opened.
    case open
  }

  enum Answer: Sendable {
    case value(LessonExpression)
    case option(Int)
    /// About the picked cell `here`, or about the numbers as they were edited.
    case truth(LessonExpression)
    /// The picked cell differs from what it is without the fault.
    case differs
    /// Nothing is right or wrong.
    case none
  }

  /// What an answer of a known mistake gets.
  struct Mistake: Sendable {
    enum Pattern: Sendable {
      case value(LessonExpression)
      case option(Int)
      case truth(LessonExpression)
      /// Every other wrong answer.
      case any
    }

    let pattern: Pattern
    let misconception: LessonTemplate
    let explanation: LessonTemplate
    let line: Int
  }

  /// What `lesson check` does to prove that the question can be answered.
  enum Solution: Sendable {
    /// The index of a cell, without its sample.
    case cell([Int])
    /// Elements of W, b or X and what they are set to.
    case assignments([(LessonExpression, Double)])
  }

  var id: String
  let kind: Kind
  /// The line of its comment in the file.
  let line: Int
  let section: String
  let text: LessonTemplate
  var place: LessonPlace
  var answer: Answer
  var options: [LessonTemplate] = []
  /// The tensor that a cell is picked in, as an expression without its element.
  var tensor: LessonExpression?
  var fault: Fault?
  var hints: [LessonTemplate] = []
  var mistakes: [Mistake] = []
  var explanation: LessonTemplate?
  /// Tensors or elements that show `?` until the question is answered or opened.
  var covers: [LessonExpression] = []
  var solution: Solution?
  /// What makes the outcome of a prediction true.
  var proof: LessonExpression?

  /// All its texts.
  var templates: [LessonTemplate] {
    [text] + options + hints + mistakes.flatMap { [$0.misconception, $0.explanation] }
      + [explanation].compactMap(\.self)
  }
}
