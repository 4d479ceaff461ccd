import Engine
import Foundation
import Tracer

@testable import Tutor

/// What an independent NumPy program, in float64, computed for the cases of the course (`Course/numbers.json`), and
/// where the lessons say or ask something else (`Course/deviations.json`).
struct CourseNumbers: Decodable {
  /// A number that the lesson is about; those without a case come from trainings and demos.
  struct Number: Decodable {
    let lesson: String
    let `case`: String?
    let update: Int?
    let tensor: String
    let layer: String?
    let index: [Int]
    let value: Double
    let fault: String?

    /// What a lesson would write for it.
    var expression: String {
      let element = index.isEmpty ? "" : "[\(index.map(String.init).joined(separator: ","))]"
      guard let layer, tensor != "E" else { return tensor + element }
      let words = tensor.split(separator: " ")
      // Parameters after a correction are those that the next update computes with.
      if words[0] == "after" { return "\(words[1])(\(layer))\(element)@\((update ?? 1) + 1)" }
      return "\(words.joined())(\(layer))\(element)"
    }
  }

  /// The first paragraph of a step, its numbers filled in.
  struct Sentence: Decodable {
    let lesson: String
    let step: Int
    let text: String
  }

  struct Answer: Decodable {
    enum Value: Decodable {
      case truth(Bool)
      case number(Double)

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let truth = try? container.decode(Bool.self) {
          self = .truth(truth)
        } else {
          self = .number(try container.decode(Double.self))
        }
      }
    }

    let lesson: String
    let question: Int
    let kind: String
    let `case`: String?
    let answer: String
    let value: Value?
    let wrong: String?
    let wrongValue: Double?
    let options: [String]?
    let solution: String?

    /// Of `predict the sign` and `sign` only the sign is asked.
    var isSign: Bool { kind.contains("sign") }
  }

  let numbers: [Number]
  let sentences: [Sentence]
  let answers: [Answer]

  static let all: Result<CourseNumbers, any Error> = Result { try read("numbers.json") }

  fileprivate static func read<Content: Decodable>(_ name: String) throws -> Content {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Course/\(name)")
    return try JSONDecoder().decode(Content.self, from: Data(contentsOf: file))
  }
}

/// Sentences that the lessons do not say word for word (`Course/deviations.json`), each with its reason.
struct CourseDeviations: Decodable {
  struct Sentence: Decodable {
    let lesson: String
    let step: Int
    /// The paragraph that says it in the lesson, with its numbers filled in; nil where none does.
    let says: String?
    /// The numbers of the sentence that this paragraph lacks.
    let lacks: [String]?
    let reason: String
  }

  let sentences: [Sentence]

  static let all: Result<CourseDeviations, any Error> = Result {
    try CourseNumbers.read("deviations.json")
  }

  func sentence(_ lesson: String, _ step: Int) -> Sentence? {
    sentences.first { $0.lesson == lesson && $0.step == step }
  }

  /// The numbers in a text, without their signs, each once.
  static func numbers(in text: String) -> [String] {
    var numbers: [String] = []
    for match in text.matches(of: /[0-9]+(\.[0-9]+)?/)
    where !numbers.contains(String(match.output.0)) {
      numbers.append(String(match.output.0))
    }
    return numbers
  }
}

/// The lessons of the course with all their runs.
struct RecordedCourse {
  let sessions: [String: LessonSession]

  static let all: Result<RecordedCourse, any Error> = Result {
    RecordedCourse(
      sessions: try Course.ids.reduce(into: [:]) {
        $0[$1] = try LessonSession(LessonLibrary.lesson($1))
      })
  }

  /// The run of a case, with a mistake made on purpose if one is named; nil where the lesson has no such case.
  func run(_ lesson: String, case name: String?, fault: String? = nil) throws -> LessonRun? {
    guard let session = sessions[lesson],
      let run = session.runs[name ?? session.lesson.cases[0].name]
    else { return nil }
    guard let fault = fault.flatMap(Fault.init(rawValue:)) else { return run }
    var changed = run.experiment
    changed.fault = fault
    return try LessonRun(run.lesson, case: run.name, with: changed, companions: run.companions)
  }

  /// All paragraphs of a lesson's steps, filled in; those of `walk: all` in every update.
  func paragraphs(of lesson: String) -> [String] {
    guard let session = sessions[lesson] else { return [] }
    return session.items.filter(\.isStep).flatMap { item in
      item.templates.map { Self.comparable($0.filled(in: session.scope(of: item))) }
    }
  }

  /// A text without its line breaks; `.5` and `0.5` are the same.
  static func comparable(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .replacing(/(?<before>^|[^0-9.])\.(?<digit>[0-9])/) { "\($0.before)0.\($0.digit)" }
  }
}

extension LessonRun {
  func expression(_ text: String) throws -> LessonExpression {
    var parser = LessonExpressionParser(Substring(text), layers: trace.header.names)
    let (typed, rest) = try parser.parse()
    guard rest.isEmpty else {
      throw LessonExpressionError(description: "\"\(rest)\" is left of \(text)")
    }
    return typed.expression
  }

  /// The run after `W(d0)[1,1] := -0.1; …`, made before the first update.
  func edited(_ assignments: String) throws -> LessonRun {
    var changed = experiment
    for assignment in assignments.split(separator: ";") {
      let sides = assignment.components(separatedBy: ":=")
      let value = sides.count == 2 ? Double(sides[1].trimmingCharacters(in: .whitespaces)) : nil
      guard let value, let edit = try expression(sides[0]).edit(to: value, in: scope(update: 1))
      else { throw LessonExpressionError(description: "\(assignment) changes nothing") }
      changed.edits.append(edit)
    }
    return try LessonRun(lesson, case: name, with: changed, companions: companions)
  }
}
