import Foundation

/// Reads and writes whole files; errors are sentences for the user.
public enum FileAccess {
  /// The bytes of a regular file, read into memory; large files are mapped instead (`ByteStore`).
  ///
  /// - Throws: `FileError` that says whether the file is missing, a directory or out of reach.
  public static func read(_ path: String) throws(FileError) -> Data {
    try checkFile(path)
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw FileError(file: path, reason: "cannot be read; may you read it?")
    }
  }

  /// Throws unless there is a regular file that may be read.
  public static func checkFile(_ path: String) throws(FileError) {
    switch kind(of: path) {
    case nil: throw FileError(file: path, reason: "no such file")
    case .directory: throw FileError(file: path, reason: "is a directory, not a file")
    case .other: throw FileError(file: path, reason: "is not a regular file")
    case .file: return
    }
  }

  /// Throws unless there is a directory that may be read.
  public static func checkDirectory(_ path: String) throws(FileError) {
    switch kind(of: path) {
    case nil: throw FileError(file: path, reason: "no such directory")
    case .directory: return
    default: throw FileError(file: path, reason: "is not a directory")
    }
  }

  public static func isDirectory(_ path: String) -> Bool { kind(of: path) == .directory }

  /// True if the path leads to anything at all.
  public static func exists(_ path: String) -> Bool { kind(of: path) != nil }

  /// The names in a directory, in no order.
  ///
  /// - Throws: `FileError` when it is none or out of reach.
  public static func names(in directory: String) throws(FileError) -> [String] {
    try checkDirectory(directory)
    do {
      return try FileManager.default.contentsOfDirectory(atPath: directory)
    } catch {
      throw FileError(file: directory, reason: "cannot be read; may you read it?")
    }
  }

  /// The path of the first of some names that a directory holds.
  ///
  /// - Parameters:
  ///   - names: of files, the usual one first.
  ///   - directory: where to look.
  ///   - remedy: the command that brings the file.
  /// - Returns: its path.
  /// - Throws: `FileError` when none is there.
  public static func find(
    _ names: [String], in directory: String, remedy: String
  ) throws(FileError) -> String {
    let paths = names.map { directory + "/" + $0 }
    guard let path = paths.first(where: { kind(of: $0) != nil }) else {
      throw FileError(
        file: paths.first ?? directory,
        reason: "no such file, plain or gzipped; '\(remedy)' fetches it")
    }
    return path
  }

  /// Throws unless `path` could be written: asked before hours of work depend on it.
  public static func checkWritable(_ path: String) throws(FileError) {
    let target = kind(of: path)
    guard target != .directory else {
      throw FileError(file: path, reason: "is a directory; name a file in it")
    }
    let directory = parent(of: path)
    guard kind(of: directory) == .directory else {
      throw FileError(file: path, reason: "there is no directory \(directory); make it first")
    }
    guard access(target == nil || target == .file ? directory : path, W_OK) == 0 else {
      throw FileError(file: path, reason: "you may not write in \(directory)")
    }
    guard target == nil || access(path, W_OK) == 0 else {
      throw FileError(file: path, reason: "you may not write it")
    }
  }

  /// The name of a file while it is being written.
  public static func partialPath(_ path: String) -> String { path + ".partial" }

  /// Writes a temporary file beside `path`, waits until it is on the disk, and renames it: so whenever the process
  /// or the machine stops, either the old file is there or the whole new one.
  ///
  /// - Throws: `FileError` with the reason of the system; the old file is as it was.
  public static func replace(_ path: String, with data: Data) throws(FileError) {
    let partial = partialPath(path)
    func refuse() -> FileError {
      let reason = String(cString: strerror(errno))
      unlink(partial)
      return FileError(file: path, reason: "cannot be written: \(reason)")
    }
    let file = open(partial, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else { throw refuse() }
    guard writeAll(data, to: file), fsync(file) == 0 else {
      let failure = refuse()
      close(file)
      throw failure
    }
    guard close(file) == 0, rename(partial, path) == 0 else { throw refuse() }
    synchronizeDirectory(parent(of: path))
  }

  private static func writeAll(_ data: Data, to file: CInt) -> Bool {
    data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count, let start = bytes.baseAddress {
        let written = write(file, start + done, bytes.count - done)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return false }
        done += written
      }
      return true
    }
  }

  /// Makes a rename survive a power cut, on file systems that can do that.
  private static func synchronizeDirectory(_ path: String) {
    let directory = open(path, O_RDONLY)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }

  private enum Kind { case file, directory, other }

  /// What the path leads to, after following links; nil for nothing.
  private static func kind(of path: String) -> Kind? {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    switch information.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    default: return .other
    }
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
