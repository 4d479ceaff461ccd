import CLessons
import Engine
import Foundation
import TerminalKit

/// The lessons that are compiled in, and those in files.
package enum LessonLibrary {
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
  package static func isPath(_ name: String) -> Bool {
    name.hasSuffix(".md") || name.contains("/") || name == "." || FileAccess.isDirectory(name)
  }

  /// The built-in lessons.
  ///
  /// - Throws: `FileError` if one of them is broken.
  package static func all() throws -> [Lesson] {
    try Course.ids.map { try embeddedLesson("\($0).md") }
  }

  /// A lesson by its id, or by the path of its file, which ends in `.md`.
  ///
  /// - Throws: `FileError` where a file is broken, `UnknownLesson` where there is none.
  package static func lesson(_ name: String) throws -> Lesson {
    if isPath(name) { return try lesson(atPath: name) }
    guard ids.contains(name) else { throw UnknownLesson(name: name, known: Course.ids) }
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

  /// The path of a lesson's file: of the one in a folder, where a folder is named.
  ///
  /// - Throws: `FileError` for a folder with no lesson, or with several.
  package static func file(at path: String) throws -> String {
    guard FileAccess.isDirectory(path) else { return path }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let lessons = names.filter { $0.hasSuffix(".md") }.sorted()
    guard lessons.count == 1, let name = lessons.first else {
      throw FileError(
        file: path,
        reason: lessons.isEmpty
          ? "holds no lesson: no .md file; 'hmdl-tui lesson new NAME' writes one"
          : "holds several lessons: name one of \(lessons.joined(separator: ", "))")
    }
    return URL(fileURLWithPath: path).appending(path: name).relativePath
  }

  private static func lesson(atPath path: String) throws -> Lesson {
    let file = URL(fileURLWithPath: try self.file(at: path))
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
