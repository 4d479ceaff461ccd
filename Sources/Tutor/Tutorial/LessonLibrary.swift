import CLessons
import Engine
import Foundation
import TerminalKit

/// The lessons that are compiled in, and those in files.
package enum LessonLibrary {
  /// The lesson that opens when none is named.
  package static let first = "four-layer"

  /// The files of the folder `lessons` by their names; compiled in, so that the program works wherever it is moved.
  private static let embedded: [String: Data] = {
    var files: [String: Data] = [:]
    for index in 0... {
      let file = lesson_resource(index)
      guard let name = file.name, let bytes = file.bytes else { break }
      files[String(cString: name)] = Data(bytes: bytes, count: file.count)
    }
    return files
  }()

  /// The names of all files that come along.
  static var files: [String] { Array(embedded.keys) }

  /// The ids of the built-in lessons.
  package static var ids: [String] {
    embedded.keys.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
  }

  /// Whether a lesson is named by its file, not by its id.
  package static func isPath(_ name: String) -> Bool { name.hasSuffix(".md") }

  /// The built-in lessons.
  ///
  /// - Throws: `FileError` if one of them is broken.
  package static func all() throws -> [Lesson] {
    try ids.map { try embeddedLesson("\($0).md") }
  }

  /// A lesson by its id, or by the path of its file, which ends in `.md`.
  ///
  /// - Throws: `FileError` where a file is broken, `UnknownLesson` where there is none.
  package static func lesson(_ name: String) throws -> Lesson {
    if isPath(name) { return try lesson(atPath: name) }
    guard ids.contains(name) else { throw UnknownLesson(name: name, known: ids) }
    return try embeddedLesson("\(name).md")
  }

  private static func embeddedLesson(_ file: String) throws -> Lesson {
    try LessonFile.read(
      String(decoding: try data(file), as: UTF8.self), name: file, find: data)
  }

  private static func data(_ file: String) throws -> Data {
    guard let bytes = embedded[file] else {
      throw FileError(file: file, reason: "is not among the files that come along")
    }
    return bytes
  }

  private static func lesson(atPath path: String) throws -> Lesson {
    let file = URL(fileURLWithPath: path)
    let text = String(decoding: try read(file), as: UTF8.self)
    return try LessonFile.read(text, name: file.lastPathComponent) { name in
      try read(file.deletingLastPathComponent().appending(path: name))
    }
  }

  private static func read(_ file: URL) throws -> Data {
    guard let data = FileManager.default.contents(atPath: file.path) else {
      throw FileError(
        file: file.relativePath, reason: "cannot be read; is there such a file?")
    }
    return data
  }
}

/// The error that there is no such lesson.
struct UnknownLesson: Error, Equatable, CustomStringConvertible {
  let name: String
  let known: [String]

  var description: String {
    let others = Suggestion.question(name, among: known).map { $0 + " Or" }
    return "There is no lesson \"\(name)\"; "
      + (others ?? "there is \(known.joined(separator: ", ")), or")
      + " give the path of a lesson's .md file."
  }
}
