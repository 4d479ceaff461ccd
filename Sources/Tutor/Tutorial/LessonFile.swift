import Engine
import Foundation
import Tracer
import Yams

/// Lessons as files: YAML front matter, then Markdown that any forge renders (docs/lessons.md).
///
/// `##` opens a section, `###` names a step, and comments are commands: `<!-- step: sum c0 cell=3,2,0 -->` says which
/// stop the text below it is for. A quote is a question; the comments after it say how it is answered.
struct LessonFile {
  let name: String
  private let frontMatter: FrontMatter
  let cases: [LessonCase]
  var walksAll: Bool { frontMatter.walk == .all }

  private var introduction: [LessonTemplate] = []
  private var conclusion: [LessonTemplate] = []
  private var contents: [Lesson.Content] = []
  private var section = ""
  private var title = ""
  /// A question that is not complete yet.
  private var open: LessonQuestionReader?
  private var ids: Set<String> = []

  /// - Parameters:
  ///   - text: the file's content.
  ///   - name: the file's name, for errors.
  ///   - find: gives the content of a file that the front matter names, a case.
  /// - Returns: the lesson, all its placeholders parsed and checked.
  /// - Throws: `FileError` with the place and what is wrong there.
  static func read(
    _ text: String, name: String, find: (String) throws -> Data
  ) throws -> Lesson {
    var file = try LessonFile(text, name: name, find: find)
    let lines = FrontMatter.lines(of: text)
    let prose = text.split(separator: "\n", omittingEmptySubsequences: false)
      .dropFirst(lines.upperBound).joined(separator: "\n")
    for block in MarkdownBlock.parse(LessonTemplate.escapingPlaceholders(prose)) {
      try file.take(block.content, line: block.line + lines.upperBound)
    }
    return try file.lesson()
  }

  private init(_ text: String, name: String, find: (String) throws -> Data) throws {
    self.name = name
    frontMatter = try FrontMatter(text, file: name)
    cases = try frontMatter.cases.map { file in
      let name = file.hasSuffix(".json") ? String(file.dropLast(5)) : file
      return LessonCase(
        name: String(name.split(separator: "/").last ?? ""), case: try Case(find(file), name: file))
    }
    let layers = Set(cases.flatMap { $0.case.header.names })
    for label in frontMatter.labels.keys.sorted() where !layers.contains(label) {
      throw FileError(
        file: name,
        reason: "labels name the layer \(label), but the "
          + "\(cases.count == 1 ? "case has" : "cases have") \(layers.sorted().joined(separator: ", "))"
      )
    }
  }

  func fault(_ line: Int, _ reason: String) -> FileError {
    FileError(file: name, line: line, reason: reason)
  }

  // MARK: - Expressions

  /// The layers of all cases, in order.
  private var layers: [String] {
    var seen: Set<String> = []
    return cases.flatMap { $0.case.header.names }.filter { seen.insert($0).inserted }
  }

  /// The text of a paragraph or a comment, its placeholders checked against a case.
  func template(_ text: String, line: Int, of place: LessonPlace? = nil) throws -> LessonTemplate {
    do {
      var template = try LessonTemplate(text, layers: layers)
      template.place = LessonTemplate.Place(file: name, line: line)
      for case .placeholder(let expression, _) in template.parts {
        try expression.check(experiment(at: place), others: cases)
      }
      return template
    } catch {
      throw fault(line, "in a placeholder of this paragraph, \(error)")
    }
  }

  /// An expression that stands by itself in a comment.
  func expression(
    _ text: String, _ kind: LessonValue.Kind, line: Int, of place: LessonPlace
  ) throws -> LessonExpression {
    do {
      var parser = LessonExpressionParser(Substring(text), layers: layers)
      let (typed, rest) = try parser.parse()
      guard rest.isEmpty else {
        throw LessonExpressionError(description: "before \"\(rest.prefix(12))\" it should end")
      }
      guard typed.kind == kind else {
        throw LessonExpressionError(
          description: "\"\(text)\" is a \(typed.kind.rawValue), wanted is a \(kind.rawValue)")
      }
      try typed.expression.check(experiment(at: place), others: cases)
      return typed.expression
    } catch {
      throw fault(line, "\(error)")
    }
  }

  private func experiment(at place: LessonPlace?) -> Case {
    cases.first { $0.name == place?.case }?.case ?? cases[0].case
  }

  // MARK: - Blocks

  private mutating func take(_ block: MarkdownBlock.Content, line: Int) throws {
    if case .comment(let text) = block { return try command(text, line: line) }
    try closeQuestion()
    switch block {
    case .heading(1, _): return
    case .heading(2, let text): (section, title) = (text, text)
    case .heading(_, let text): title = text
    case .paragraph(let text): try take(paragraph: text, line: line)
    case .quote(let text):
      guard let step = lastPlace else {
        throw fault(line, "a question before the first step: it is asked at the step above it")
      }
      open = LessonQuestionReader(text: text, line: line, section: section, step: step)
    case .comment: return
    case .other(let kind):
      throw fault(
        line, "lessons are made of headings, paragraphs, quotes and comments; here stands \(kind)")
    }
  }

  private mutating func take(paragraph text: String, line: Int) throws {
    if section.isEmpty { return introduction.append(try template(text, line: line)) }
    if section == "End", frontMatter.format > 1 {
      return conclusion.append(try template(text, line: line, of: lastPlace))
    }
    switch contents.last {
    case .step(var step) where step.section == section && step.title == title:
      step.paragraphs.append(try template(text, line: line, of: step.place))
      contents[contents.count - 1] = .step(step)
    case .exhibit(var exhibit) where exhibit.section == section && exhibit.title == title:
      exhibit.paragraphs.append(try template(text, line: line))
      contents[contents.count - 1] = .exhibit(exhibit)
    default:
      throw fault(line, "text before a step: a <!-- step: … --> comment says what it is for")
    }
  }

  /// The place of the last step.
  private var lastPlace: LessonPlace? {
    contents.lazy.reversed().compactMap { content -> LessonPlace? in
      if case .step(let step) = content { step.place } else { nil }
    }.first
  }

  private mutating func closeQuestion() throws {
    guard let reader = open else { return }
    open = nil
    let kind = reader.isPrediction ? "p" : "q"
    let number = contents.count { content in
      if case .question(let other) = content { return other.id.hasPrefix(kind) }
      return false
    }
    let question = try reader.question(in: self, id: "\(kind)\(number + 1)")
    guard ids.insert(question.id).inserted else {
      throw fault(question.line, "two questions have the id \"\(question.id)\"")
    }
    contents.append(.question(question))
  }

  private mutating func command(_ text: String, line: Int) throws {
    guard let colon = text.firstIndex(of: ":") else { return }
    let argument = text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    let name = String(text[..<colon])
    switch name {
    case "step":
      try closeQuestion()
      guard !section.isEmpty else { throw fault(line, "a step before the first ## heading") }
      do {
        let command = try LessonPlaceCommand(step: argument, cases: cases, walksAll: walksAll)
        contents.append(
          .step(
            LessonStep(
              section: section, title: title, place: command.place, occasion: command.occasion,
              line: line)))
      } catch {
        throw fault(line, "\(error)")
      }
    case "show":
      try closeQuestion()
      contents.append(.exhibit(try exhibit(argument, line: line)))
    case _ where LessonQuestionReader.commands.contains(name):
      guard open != nil else {
        throw fault(line, "\(name): without a question: a quote (> …) before it asks one")
      }
      open?.take(name, argument, line: line)
    default:
      let known = ["step", "show"] + LessonQuestionReader.commands
      throw fault(
        line, "unknown command \"\(name)\"; the commands are \(known.joined(separator: ", "))")
    }
  }

  private func exhibit(_ text: String, line: Int) throws -> LessonExhibit {
    guard !section.isEmpty else { throw fault(line, "an exhibit before the first ## heading") }
    do {
      return LessonExhibit(
        section: section, title: title, line: line, exhibit: try Exhibits.exhibit(text))
    } catch {
      throw fault(line, "show: \(error)")
    }
  }

  private mutating func lesson() throws -> Lesson {
    try closeQuestion()
    let lesson = Lesson(
      id: frontMatter.id, title: frontMatter.title, summary: frontMatter.summary,
      question: frontMatter.question, minutes: frontMatter.minutes,
      abilities: frontMatter.abilities, needs: frontMatter.needs, cases: cases,
      labels: frontMatter.labels, walksAll: walksAll, introduction: introduction,
      contents: contents, conclusion: conclusion)
    guard !lesson.steps.isEmpty else {
      throw FileError(file: name, reason: "the lesson has no step: no <!-- step: … --> comment")
    }
    return lesson
  }
}
