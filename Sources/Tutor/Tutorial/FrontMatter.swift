import Engine
import TerminalKit
import Yams

/// The front matter of a lesson: YAML between two lines `---`.
struct FrontMatter: Decodable {
  let id: String
  let title: String
  let summary: String
  /// The file of the case, in the folder of the lesson.
  let `case`: String
  let labels: [String: String]

  private enum Key: String, CodingKey, CaseIterable {
    case format, id, title, summary, `case`, labels
  }

  /// - Throws: `FileError` with the line where there is one.
  init(_ text: String, file: String) throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let range = Self.lines(of: text)
    guard !range.isEmpty else {
      throw FileError(
        file: file, line: 1, reason: "a lesson begins with front matter between two lines of ---")
    }
    let yaml = lines[1..<range.upperBound - 1].joined(separator: "\n")
    do {
      self = try YAMLDecoder().decode(FrontMatter.self, from: yaml)
    } catch let error as DecodingError {
      if case .dataCorrupted(let context) = error,
        let yamlError = context.underlyingError as? YamlError
      {
        throw Self.fault(yamlError, file: file)
      }
      throw FileError(file: file, reason: "in the front matter, \(Self.sentence(error))")
    }
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let format = try values.decode(Int.self, forKey: .format)
    guard format == 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: values,
        debugDescription: "format \(format) is newer than this program reads; it reads format 1")
    }
    id = try values.decode(String.self, forKey: .id)
    title = try values.decode(String.self, forKey: .title)
    summary = try values.decode(String.self, forKey: .summary)
    `case` = try values.decode(String.self, forKey: .case)
    labels = try values.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
  }

  /// The lines of the front matter with both `---`; empty when there is none.
  static func lines(of text: String) -> Range<Int> {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      return 0..<0
    }
    return 0..<end + 1
  }

  private static func fault(_ error: YamlError, file: String) -> FileError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      // The first line, `---`, is not part of what the YAML parser sees.
      FileError(file: file, line: mark.line + 1, reason: "the front matter is no YAML: \(problem)")
    default: FileError(file: file, reason: "the front matter is no YAML")
    }
  }

  private static func sentence(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "the key \"\(key.stringValue)\" is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "the value of \"\(context.codingPath.last?.stringValue ?? "front matter")\" has a wrong type"
    case .dataCorrupted(let context): context.debugDescription
    @unknown default: "something is missing"
    }
  }
}
