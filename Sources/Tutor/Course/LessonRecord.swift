import Engine
import Foundation

/// What is kept of a reader's way through a lesson.
package struct LessonRecord: Equatable, Sendable, Codable {
  /// The page at hand, from 0.
  package var position = 0
  /// The pages that the lesson had: where a lesson has changed since, the place is found in proportion.
  package var pages = 0
  /// Whether the end was reached.
  package var isDone = false
  /// Answers by the ids of the questions.
  var questions: [String: QuestionState] = [:]

  package init() {}

  /// How many questions were answered rightly; predictions do not count.
  package var answered: Int { questions.values.count { $0.outcome == .right } }
}

/// The file in which progress is kept: one JSON object, a record per lesson.
package struct ProgressStore: Equatable, Sendable {
  private struct File: Codable {
    var format = 1
    var lessons: [String: LessonRecord] = [:]
  }

  package let path: String

  package init(path: String) { self.path = path }

  /// `$XDG_STATE_HOME/hmdl-tui/progress.json`, by default below `~/.local/state`.
  package static func usual(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> ProgressStore {
    // The XDG Base Directory Specification says that a relative path is to be ignored.
    if let home = environment["XDG_STATE_HOME"], home.hasPrefix("/") {
      return ProgressStore(path: home + "/hmdl-tui/progress.json")
    }
    let home = environment["HOME"] ?? NSHomeDirectory()
    return ProgressStore(path: home + "/.local/state/hmdl-tui/progress.json")
  }

  /// The records by the ids of the lessons; none where nothing was kept yet.
  ///
  /// - Throws: `FileError` when the file cannot be read as progress: it is left as it is.
  package func records() throws -> [String: LessonRecord] { try file().lessons }

  private func file() throws -> File {
    guard FileManager.default.fileExists(atPath: path) else { return File() }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileError(file: path, reason: "cannot be read; progress is kept in it")
    }
    do {
      let file = try JSON.decode(File.self, from: data)
      guard file.format == 1 else {
        throw FileError(
          file: path, reason: "format \(file.format) is newer than this program reads")
      }
      return file
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError(
        file: path,
        reason:
          "is no progress file (\(JSON.sentence(error))); move it away or name another with --state"
      )
    }
  }

  /// Keeps one lesson's record, and those of all others as they are in the file.
  ///
  /// - Throws: `FileError` with the reason; the old file is as it was.
  package func keep(_ record: LessonRecord, of lesson: String) throws {
    var file = try file()
    file.lessons[lesson] = record
    try write(file)
  }

  /// Forgets one lesson, or all.
  package func reset(_ lesson: String?) throws {
    var file = try file()
    if let lesson { file.lessons[lesson] = nil } else { file.lessons = [:] }
    try write(file)
  }

  private func write(_ file: File) throws {
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    } catch {
      throw FileError(file: path, reason: "cannot be written: there is no folder to keep it in")
    }
    let encoder = JSON.encoder()
    encoder.outputFormatting.insert(.prettyPrinted)
    try FileAccess.replace(path, with: encoder.encode(file))
  }
}
