import Engine
import TerminalKit
import Yams

/// The front matter of a lesson: YAML between two lines `---`.
struct FrontMatter: Decodable {
  let id: String
  let title: String
  let summary: String
  /// 1 or 2.
  let format: Int
  /// The question that the lesson answers.
  let question: String
  let minutes: Int?
  /// What one will be able to do.
  let abilities: [String]
  /// Ids of lessons that come before.
  let needs: [String]
  /// The files of the cases, in the folder of the lesson.
  let cases: [String]
  let labels: [String: String]
  let walk: Walk

  /// Which stops are shown.
  enum Walk: String, Decodable, CaseIterable {
    /// The steps of the file, in its order.
    case listed
    /// Every stop of the first case's trace, with the steps as its words.
    case all
  }

  private enum Key: String, CodingKey, CaseIterable {
    case format, id, title, question, summary, minutes, can, needs, `case`, cases, labels, walk
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
    func refusal(_ key: Key, _ reason: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: values, debugDescription: reason)
    }
    format = try values.decode(Int.self, forKey: .format)
    guard (1...2).contains(format) else {
      throw refusal(
        .format,
        "format \(format) is newer than this program reads; it reads the formats 1 and 2")
    }
    id = try values.decode(String.self, forKey: .id)
    guard !id.isEmpty, id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    else { throw refusal(.id, "an id is made of letters, digits and hyphens") }
    title = try values.decode(String.self, forKey: .title)
    question = try values.decodeIfPresent(String.self, forKey: .question) ?? ""
    summary = try values.decodeIfPresent(String.self, forKey: .summary) ?? question
    minutes = try values.decodeIfPresent(Int.self, forKey: .minutes)
    abilities = try values.decodeIfPresent([String].self, forKey: .can) ?? []
    needs = try values.decodeIfPresent([String].self, forKey: .needs) ?? []
    let single = try values.decodeIfPresent(String.self, forKey: .case)
    let several = try values.decodeIfPresent([String].self, forKey: .cases) ?? []
    cases = [single].compactMap { $0 } + several
    guard !cases.isEmpty else {
      throw refusal(.cases, "the key \"cases\" is missing: the files whose numbers are explained")
    }
    labels = try values.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
    let way = try values.decodeIfPresent(String.self, forKey: .walk)
    guard let walk = Walk(rawValue: way ?? (format == 1 ? "all" : "listed")) else {
      throw refusal(.walk, "walk is \"\(way ?? "")\"; there are listed and all")
    }
    self.walk = walk
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
