import Engine
import Foundation
import Tracer

/// What a reader gives as an answer.
enum Attempt: Equatable, Sendable {
  /// A number as it was typed.
  case number(String)
  case option(Int)
  /// A cell by the key of its tensor (`Model.key`) and all its indices.
  case cell(key: String, index: [Int])
  /// Numbers were changed.
  case edited
}

/// What an answer is worth.
enum Verdict: Equatable, Sendable {
  case right
  /// Known mistakes have an explanation of their own: the number of the `wrong:` comment.
  case mistake(Int)
  case wrong
  /// No answer yet: a sentence says what is missing.
  case unusable(String)
}

/// Compares answers with the value that the answer's expression has in the trace at hand.
struct QuestionJudge: Sendable {
  let question: LessonQuestion
  /// The numbers of the question's case, with its fault or the reader's edits.
  let scope: LessonScope

  func verdict(on attempt: Attempt) -> Verdict {
    switch (question.answer, attempt) {
    case (.value(let expression), .number(let text)): return number(text, expression)
    case (.value(let expression), .option(let option)):
      guard let value = expression.number(in: scope) else { return .wrong }
      return option == (value > 0 ? 0 : 1) ? .right : mistake { $0 == option }
    case (.option(let right), .option(let option)):
      return option == right ? .right : mistake { $0 == option }
    case (_, .cell(let key, let index)): return cell(key, index)
    case (.truth(let truth), .edited):
      return truth.holds(in: scope) ? .right : mistake { _ in false }
    default: return .wrong
    }
  }

  /// The mistake that an option, or else a truth, points to.
  private func mistake(
    here: [Int]? = nil, isChosen: (Int) -> Bool = { _ in false }
  ) -> Verdict {
    var scope = scope
    scope.here = here
    let found = question.mistakes.firstIndex { mistake in
      switch mistake.pattern {
      case .option(let option): isChosen(option)
      case .truth(let truth): truth.holds(in: scope)
      case .value, .any: false
      }
    }
    let other = question.mistakes.firstIndex { if case .any = $0.pattern { true } else { false } }
    return (found ?? other).map(Verdict.mistake) ?? .wrong
  }

  // MARK: - Numbers

  private func number(_ text: String, _ expression: LessonExpression) -> Verdict {
    guard let typed = TypedNumber(text) else {
      return .unusable("\"\(text)\" is no number: type digits, a point and a minus where needed")
    }
    guard let value = expression.number(in: scope) else { return .wrong }
    if typed.equals(value), typed.isPrecise(for: value) { return .right }
    let known = question.mistakes.firstIndex { mistake in
      guard case .value(let wrong) = mistake.pattern, let other = wrong.number(in: scope) else {
        return false
      }
      return typed.equals(other) && typed.isPrecise(for: other)
    }
    if let known { return .mistake(known) }
    return typed.equals(value) ? .unusable("near: type two digits at least") : mistake()
  }

  // MARK: - Cells

  private func cell(_ key: String, _ index: [Int]) -> Verdict {
    guard let tensor = question.tensor, tensor.pickKey(in: scope.trace.header) == key else {
      return .unusable("that is another tensor: Tab goes from one to the next")
    }
    var here = scope
    here.here = index
    switch question.answer {
    case .truth(let truth): return truth.holds(in: here) ? .right : mistake(here: index)
    case .differs:
      guard let sound = scope.others(question.place.case),
        case .tensor(let faulty)? = tensor.value(in: scope),
        case .tensor(let right)? = tensor.value(in: sound),
        let offset = faulty.shape.offset(of: index), right.count == faulty.count
      else { return .wrong }
      let difference = (faulty.elements[offset] - right.elements[offset]).magnitude
      return difference > 1e-6 * max(1, right.elements[offset].magnitude)
        ? .right : mistake(here: index)
    default: return .wrong
    }
  }
}

/// A number as a reader types it: `.55`, `-0,325`, `14`.
struct TypedNumber: Equatable, Sendable {
  let value: Double
  private let decimals: Int
  private let significant: Int

  init?(_ text: String) {
    let plain = text.filter { !$0.isWhitespace }.replacingOccurrences(of: ",", with: ".")
      .replacingOccurrences(of: "−", with: "-")
    guard let value = Double(plain), value.isFinite,
      plain.allSatisfy({ "0123456789.+-".contains($0) })
    else { return nil }
    self.value = value
    let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
    decimals = parts.count > 1 ? parts[1].count : 0
    significant = plain.filter(\.isNumber).drop { $0 == "0" }.count
  }

  /// Whether another number is this one when it is rounded to the decimals that were typed.
  func equals(_ other: Double) -> Bool {
    (other - value).magnitude <= 0.5 * pow(10, -Double(decimals)) * (1 + 1e-6)
  }

  /// Two significant digits, or the whole number.
  func isPrecise(for other: Double) -> Bool {
    significant >= 2 || (other - value).magnitude <= 1e-6 * max(1, other.magnitude)
  }
}
