import Foundation

/// Collects bytes in a temporary file without a name and maps it into memory when all are there, so that they need
/// not fit into memory.
struct ByteSpool: ~Copyable {
  private let descriptor: CInt
  private let directory: String
  private var count = 0

  /// - Throws: `FileError` when there is no place for temporary files.
  init() throws(FileError) {
    directory = NSTemporaryDirectory()
    var template = Array((directory + "/hmdl-spool-XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw FileError(file: directory, reason: "no temporary file can be made there")
    }
    unlink(&template)
  }

  deinit { close(descriptor) }

  /// - Throws: `FileError` when the disk is full.
  mutating func append(_ bytes: [UInt8]) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let result = bytes.withUnsafeBytes { raw in
        write(descriptor, raw.baseAddress.map { $0 + written }, raw.count - written)
      }
      guard result > 0 else {
        if errno == EINTR { continue }
        throw FileError(
          file: directory, reason: "the pictures do not fit there; set TMPDIR to a larger place")
      }
      written += result
    }
    count += bytes.count
  }

  /// Everything that was appended.
  ///
  /// - Throws: `FileError` when it cannot be mapped.
  consuming func store() throws(FileError) -> ByteStore {
    try ByteStore(mapping: descriptor, count: count, name: directory)
  }
}
