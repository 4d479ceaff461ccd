import Engine
import Foundation
import Tracer

/// Makes a question of a quote and the comments that follow it.
struct LessonQuestionReader {
  static let commands = [
    "ask", "answer", "option", "hint", "wrong", "explain", "solution", "proof",
  ]

  private let text: String
  private let line: Int
  private let section: String
  private let step: LessonPlace
  private var comments: [(name: String, text: String, line: Int)] = []

  init(text: String, line: Int, section: String, step: LessonPlace) {
    (self.text, self.line, self.section, self.step) = (text, line, section, step)
  }

  mutating func take(_ name: String, _ text: String, line: Int) {
    comments.append((name, text, line))
  }

  var isPrediction: Bool { first("ask")?.text.hasPrefix("predict") ?? false }

  private func first(_ name: String) -> (name: String, text: String, line: Int)? {
    comments.first { $0.name == name }
  }

  private func all(_ name: String) -> [(name: String, text: String, line: Int)] {
    comments.filter { $0.name == name }
  }

  /// - Throws: `FileError` with the line of what is missing or wrong.
  func question(in file: LessonFile, id: String) throws -> LessonQuestion {
    for name in ["ask", "answer", "explain", "solution", "proof"] {
      let twice = all(name).dropFirst().first
      if let twice { throw file.fault(twice.line, "the question has two \(name): comments") }
    }
    guard let ask = first("ask") else { return try openQuestion(in: file, id: id) }
    var words = ask.text.split(separator: " ").map(String.init)
    let kindName = words.isEmpty ? "" : words.removeFirst()
    guard let kind = LessonQuestion.Kind(rawValue: kindName) else {
      throw file.fault(
        ask.line,
        "\"\(kindName)\" is no kind of question; there are "
          + LessonQuestion.Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let own = Self.takeSettings(&words)
    let place: LessonPlace
    do {
      place = try LessonPlaceCommand(
        question: words, at: step, cases: file.cases, walksAll: file.walksAll
      ).place
    } catch {
      throw file.fault(ask.line, "\(error)")
    }
    var question = LessonQuestion(
      id: own["id"] ?? id, kind: kind, line: line, section: section,
      text: try file.template(text, line: line, of: place), place: place, answer: .differs)
    func template(_ comment: (name: String, text: String, line: Int)) throws -> LessonTemplate {
      try file.template(comment.text, line: comment.line, of: place)
    }
    question.options = try all("option").map(template)
    if kind == .sign, question.options.isEmpty {
      question.options = try ["it rises", "it falls"].map { try file.template($0, line: line) }
    }
    question.hints = try all("hint").map(template)
    question.explanation = try first("explain").map(template)
    question.proof = try first("proof").map {
      try file.expression($0.text, .truth, line: $0.line, of: place)
    }
    if let tensor = own["tensor"] {
      question.tensor = try file.expression(tensor, .tensor, line: ask.line, of: place)
    }
    question.fault = try fault(own["fault"], kind, line: ask.line, in: file)
    question.answer = try answer(to: question, line: ask.line, in: file)
    question.covers = try covers(of: question, own["covers"], line: ask.line, in: file)
    question.mistakes = try all("wrong").map { try mistake($0, of: question, in: file) }
    question.solution = try solution(of: question, in: file)
    return question
  }

  /// A quote with an answer and nothing else: a question to think about.
  private func openQuestion(in file: LessonFile, id: String) throws -> LessonQuestion {
    guard let answer = first("answer") else {
      throw file.fault(line, "the question lacks its <!-- answer: … --> comment")
    }
    return LessonQuestion(
      id: id, kind: .open, line: line, section: section,
      text: try file.template(text, line: line, of: step), place: step, answer: .none,
      explanation: try file.template(answer.text, line: answer.line, of: step))
  }

  /// Takes `id=`, `covers=`, `tensor=` and `fault=` out of the words.
  private static func takeSettings(_ words: inout [String]) -> [String: String] {
    var settings: [String: String] = [:]
    words.removeAll { word in
      for key in ["id", "covers", "tensor", "fault"] where word.hasPrefix("\(key)=") {
        settings[key] = String(word.dropFirst(key.count + 1))
        return true
      }
      return false
    }
    return settings
  }

  private func fault(
    _ name: String?, _ kind: LessonQuestion.Kind, line: Int, in file: LessonFile
  ) throws -> Fault? {
    guard kind == .bug else {
      if name != nil { throw file.fault(line, "fault= belongs to questions of the kind bug") }
      return nil
    }
    guard let fault = name.flatMap(Fault.init(rawValue:)) else {
      throw file.fault(
        line,
        "a question of the kind bug takes fault=, one of "
          + Fault.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return fault
  }

  // MARK: - Answers

  private func answer(
    to question: LessonQuestion, line: Int, in file: LessonFile
  ) throws -> LessonQuestion.Answer {
    if question.kind == .pick || question.kind == .bug, question.tensor == nil {
      throw file.fault(line, "tensor= is missing: where the cell is picked, tensor=Y(d0)")
    }
    guard let answer = first("answer") else {
      if question.kind == .bug { return .differs }
      if question.kind == .predict { return .none }
      throw file.fault(line, "the question lacks its <!-- answer: … --> comment")
    }
    switch question.kind {
    case .number, .sign:
      return .value(
        try file.expression(answer.text, .number, line: answer.line, of: question.place))
    case .choice, .predict:
      return .option(try option(answer.text, line: answer.line, of: question, in: file))
    case .pick, .bug, .edit:
      return .truth(
        try file.expression(answer.text, .truth, line: answer.line, of: question.place))
    case .open: return .none
    }
  }

  private func option(
    _ text: String, line: Int, of question: LessonQuestion, in file: LessonFile
  ) throws -> Int {
    let texts = all("option").map(\.text)
    let counts = question.kind == .sign ? [0, 2] : Array(2...9)
    guard counts.contains(texts.count) else {
      throw file.fault(
        line,
        question.kind == .sign
          ? "a question about a sign has two options, + first, or none"
          : "a question to choose in has two to nine <!-- option: … --> comments")
    }
    let found =
      texts.firstIndex(of: text) ?? (question.kind == .sign ? Self.signs[text] : nil)
    guard let found else { throw file.fault(line, "\"\(text)\" is none of the options") }
    return found
  }

  private static let signs = ["+": 0, "-": 1, "it rises": 0, "it falls": 1]

  private func mistake(
    _ comment: (name: String, text: String, line: Int), of question: LessonQuestion,
    in file: LessonFile
  ) throws -> LessonQuestion.Mistake {
    let parts = comment.text.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard parts.count == 3 else {
      throw file.fault(
        comment.line,
        "wrong: has three parts with | between: the answer, the misconception, the explanation")
    }
    let pattern: LessonQuestion.Mistake.Pattern =
      switch question.kind {
      case _ where parts[0] == "*": .any
      case .number:
        .value(try file.expression(parts[0], .number, line: comment.line, of: question.place))
      case .choice, .sign, .predict:
        .option(try option(parts[0], line: comment.line, of: question, in: file))
      case .pick, .bug, .edit, .open:
        .truth(try file.expression(parts[0], .truth, line: comment.line, of: question.place))
      }
    return LessonQuestion.Mistake(
      pattern: pattern,
      misconception: try file.template(parts[1], line: comment.line, of: question.place),
      explanation: try file.template(parts[2], line: comment.line, of: question.place),
      line: comment.line)
  }

  // MARK: - Covers and solutions

  /// What is asked for, if it is one element that a rule computes, and what the file covers besides.
  private func covers(
    of question: LessonQuestion, _ text: String?, line: Int, in file: LessonFile
  ) throws -> [LessonExpression] {
    var covers: [LessonExpression] = []
    if case .value(let expression) = question.answer,
      case .element(.call(let name, _), _) = expression,
      !["W", "b", "X", "target"].contains(name)
    {
      covers.append(expression)
    }
    guard let text else { return covers }
    let kind: LessonValue.Kind = text.hasSuffix("]") ? .number : .tensor
    covers.append(try file.expression(text, kind, line: line, of: question.place))
    return covers
  }

  private func solution(
    of question: LessonQuestion, in file: LessonFile
  ) throws -> LessonQuestion.Solution? {
    guard let comment = first("solution") else {
      if [.pick, .bug, .edit].contains(question.kind) {
        throw file.fault(
          question.line,
          "the question lacks its <!-- solution: … -->, which proves that it can be answered")
      }
      return nil
    }
    guard question.kind == .edit else {
      let cell = comment.text.split(separator: ",", omittingEmptySubsequences: false).map {
        Int($0)
      }
      guard !cell.contains(nil), [.pick, .bug].contains(question.kind) else {
        throw file.fault(comment.line, "the solution is the index of a cell, such as 1,2,0")
      }
      return .cell(cell.compactMap { $0 })
    }
    return .assignments(
      try comment.text.split(separator: ";").map { text in
        let sides = text.components(separatedBy: ":=")
          .map { $0.trimmingCharacters(in: .whitespaces) }
        guard sides.count == 2, let value = Double(sides[1]) else {
          throw file.fault(
            comment.line, "the solution is a list of assignments such as W(d0)[1,0] := -0.1")
        }
        let place = try file.expression(
          sides[0], .number, line: comment.line, of: question.place)
        guard place.isChangeable else {
          throw file.fault(
            comment.line, "\(sides[0]) cannot be edited: only elements of W, b and X can")
        }
        return (place, value)
      })
  }
}
