import Engine
import Foundation
import Tracer
import Yams

/// Lessons as files: YAML front matter, then Markdown that any forge renders.
///
/// `##` opens a section, `###` names a step, and a comment says which stop of the walk the text below it is for:
/// `<!-- step: sum c0 cell=3,2,0 -->`. A quote is a question to the reader, and the comment `<!-- answer: … -->`
/// after it its answer.
struct LessonFile {
  let name: String
  private var frontMatter: FrontMatter
  private var experiment: Case
  private var header: TraceHeader { experiment.header }

  private var introduction: [LessonTemplate] = []
  private var steps: [LessonStep] = []
  private var section = ""
  private var title = ""
  private var openQuestion: (text: LessonTemplate, line: Int)?

  /// - Parameters:
  ///   - text: the file's content.
  ///   - name: the file's name, for errors.
  ///   - find: gives the content of the file that the front matter names, the case.
  /// - Returns: the lesson, all its placeholders parsed and checked.
  /// - Throws: `FileError` with the place and what is wrong there.
  static func read(
    _ text: String, name: String, find: (String) throws -> Data
  ) throws -> Lesson {
    var file = try LessonFile(text, name: name, find: find)
    let lines = FrontMatter.lines(of: text)
    let prose = text.split(separator: "\n", omittingEmptySubsequences: false)
      .dropFirst(lines.upperBound).joined(separator: "\n")
    for block in MarkdownBlock.parse(prose) {
      try file.take(block.content, line: block.line + lines.upperBound)
    }
    return try file.lesson()
  }

  private init(_ text: String, name: String, find: (String) throws -> Data) throws {
    self.name = name
    frontMatter = try FrontMatter(text, file: name)
    experiment = try Case(find(frontMatter.case), name: frontMatter.case)
    for label in frontMatter.labels.keys.sorted() where experiment.header.index(of: label) == nil {
      throw FileError(
        file: name, reason: "labels name the layer \(label), but the case has \(layerList)")
    }
  }

  private var layerList: String { experiment.header.names.joined(separator: ", ") }

  private func fault(_ line: Int, _ reason: String) -> FileError {
    FileError(file: name, line: line, reason: reason)
  }

  private func template(_ text: String, line: Int) throws -> LessonTemplate {
    do {
      var template = try LessonTemplate(text, layers: header.names)
      template.place = LessonTemplate.Place(file: name, line: line)
      for case .placeholder(let expression, _) in template.parts {
        try expression.check(experiment)
      }
      return template
    } catch {
      throw fault(line, "in a placeholder of this paragraph, \(error)")
    }
  }

  // MARK: - Blocks

  private mutating func take(_ block: MarkdownBlock.Content, line: Int) throws {
    if case .comment(let text) = block { return try command(text, line: line) }
    try closeQuestion()
    switch block {
    case .heading(1, _): return
    case .heading(2, let text): (section, title) = (text, text)
    case .heading(_, let text): title = text
    case .paragraph(let text):
      let paragraph = try template(text, line: line)
      if section.isEmpty {
        introduction.append(paragraph)
      } else if steps.last?.section == section, steps.last?.title == title {
        steps[steps.count - 1].paragraphs.append(paragraph)
      } else {
        throw fault(line, "text before a step: a <!-- step: … --> comment says what it is for")
      }
    case .quote(let text): openQuestion = (try template(text, line: line), line)
    case .comment: return
    case .other(let kind):
      throw fault(
        line, "lessons are made of headings, paragraphs, quotes and comments; here stands \(kind)")
    }
  }

  private func closeQuestion() throws {
    guard let openQuestion else { return }
    throw fault(openQuestion.line, "the question lacks its <!-- answer: … --> comment")
  }

  private mutating func command(_ text: String, line: Int) throws {
    guard let colon = text.firstIndex(of: ":") else { return }
    let argument = text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    switch text[..<colon] {
    case "step":
      try closeQuestion()
      guard !section.isEmpty else { throw fault(line, "a step before the first ## heading") }
      do {
        steps.append(try LessonStepCommand(argument, header: header).step(section, title))
      } catch {
        throw fault(line, "\(error)")
      }
    case "answer":
      guard let question = openQuestion, !steps.isEmpty else {
        throw fault(line, "an answer without a question: a quote (> …) before it asks one")
      }
      openQuestion = nil
      steps[steps.count - 1].question = LessonStep.Question(
        question: question.text, answer: try template(argument, line: line))
    default:
      throw fault(line, "unknown command \"\(text[..<colon])\"; the commands are step and answer")
    }
  }

  private func lesson() throws -> Lesson {
    try closeQuestion()
    guard !steps.isEmpty else {
      throw FileError(file: name, reason: "the lesson has no step: no <!-- step: … --> comment")
    }
    return Lesson(
      id: frontMatter.id, title: frontMatter.title, summary: frontMatter.summary,
      case: experiment, labels: frontMatter.labels, introduction: introduction, steps: steps)
  }
}
