import Foundation

/// The directory of a run: `description.json`, and for every repetition its log, its checkpoint and, when it
/// is finished, its weights.
///
/// A run is never overwritten: a directory is taken only when it is new or empty. Only one process at a time works
/// in it (`RunLock`).
public struct RunDirectory: Sendable {
  public let path: String

  public var descriptionPath: String { path + "/description.json" }

  /// Opens the directory of a run.
  ///
  /// - Throws: `FileError` when there is none.
  public init(existing path: String) throws(FileError) {
    try FileAccess.checkDirectory(path)
    self.path = Self.withoutSlash(path)
    guard access(descriptionPath, F_OK) == 0 else {
      throw FileError(
        file: path, reason: "holds no run: there is no description.json in it")
    }
  }

  /// Makes the directory of a new run.
  ///
  /// - Parameters:
  ///   - path: a new directory, or an empty one.
  ///   - description: what is written to `description.json`.
  /// - Throws: `FileError` when something is there already, or the directory cannot be made.
  public init(new path: String, description: Data) throws(FileError) {
    self.path = Self.withoutSlash(path)
    let files = try? FileManager.default.contentsOfDirectory(atPath: path)
    if let files {
      let leftover = FileAccess.partialPath("description.json")
      guard files.allSatisfy({ $0 == leftover }) else {
        throw FileError(
          file: path,
          reason: FileManager.default.fileExists(atPath: descriptionPath)
            ? "holds a run already; go on with it by train --resume, or name another directory"
            : "is not empty; name a new directory")
      }
    } else {
      do {
        try FileManager.default.createDirectory(
          atPath: self.path, withIntermediateDirectories: true)
      } catch {
        throw FileError(
          file: path,
          reason: "cannot be made a directory; is it a file, or may you not write there?")
      }
    }
    try FileAccess.replace(descriptionPath, with: description)
  }

  /// The place of one repetition, counted from 1.
  public func repetition(_ number: Int) -> RepetitionDirectory {
    RepetitionDirectory(path: "\(path)/repetition-\(number)")
  }

  /// The repetitions that have a log, in their order.
  public var startedRepetitions: [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { name in
      guard name.hasPrefix("repetition-"), let number = Int(name.dropFirst("repetition-".count)),
        repetition(number).hasLog
      else { return nil }
      return number
    }.sorted()
  }

  /// Keeps others out as long as the lock is held.
  ///
  /// - Returns: the lock.
  /// - Throws: `FileError` when another process or another session works here.
  public func lock() throws(FileError) -> RunLock {
    try RunLock(path: descriptionPath, directory: path)
  }

  private static func withoutSlash(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }
}

/// What is kept of one repetition.
public struct RepetitionDirectory: Sendable {
  public let path: String

  public var logPath: String { path + "/log.jsonl" }
  public var checkpointPath: String { path + "/checkpoint.safetensors" }
  public var weightsPath: String { path + "/weights.safetensors" }

  /// True if the weights are there: they are written last.
  public var isFinished: Bool { access(weightsPath, F_OK) == 0 }
  public var hasCheckpoint: Bool { access(checkpointPath, F_OK) == 0 }
  public var hasLog: Bool { access(logPath, F_OK) == 0 }

  /// Makes the directory where there is none, and clears away what a killed process was writing.
  ///
  /// - Throws: `FileError` when it cannot be made.
  public func prepare() throws(FileError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FileError(file: path, reason: "cannot be made a directory; may you write there?")
    }
    for file in [checkpointPath, weightsPath] { unlink(FileAccess.partialPath(file)) }
  }
}
