import Engine
import Foundation

/// The files of a tar archive (POSIX ustar and the format before it). Each file has a header of 512 bytes, then its
/// content, padded to 512.
struct TarArchive {
  struct Entry: Equatable {
    let name: String
    /// The bytes of the content in the archive.
    let range: Range<Int>
  }

  let entries: [Entry]

  private static let block = 512

  /// - Parameters:
  ///   - bytes: the archive.
  ///   - name: the archive's name in errors.
  /// - Throws: `FileError` when a header is garbled or the archive is cut off.
  init(_ bytes: ByteStore, name: String) throws(FileError) {
    entries = try bytes.withBytes { (raw) throws(FileError) in
      try Self.entries(of: raw, name: name)
    }
  }

  private static func entries(
    of bytes: UnsafeRawBufferPointer, name: String
  ) throws(FileError) -> [Entry] {
    var entries: [Entry] = []
    var next = 0
    while next + block <= bytes.count {
      let header = UnsafeRawBufferPointer(rebasing: bytes[next..<next + block])
      if header.allSatisfy({ $0 == 0 }) { return entries }  // the end: two empty blocks
      guard let size = octal(header[124..<136]), hasSum(header) else {
        throw FileError(
          file: name, reason: "byte \(next): no header of a tar archive; fetch it again")
      }
      let start = next + block
      guard size <= bytes.count - start else {
        throw FileError(file: name, reason: "the archive is cut off in \(text(header[..<100]))")
      }
      // A regular file; links, directories and extended headers are skipped.
      if header[156] == UInt8(ascii: "0") || header[156] == 0 {
        entries.append(Entry(name: text(header[..<100]), range: start..<start + size))
      }
      next = start + (size + block - 1) / block * block
    }
    return entries
  }

  /// True if the checksum of a header is right: the sum of its bytes, those of the checksum counted as spaces.
  private static func hasSum(_ header: UnsafeRawBufferPointer) -> Bool {
    let field = 148..<156
    let sum = header.enumerated().reduce(0) { sum, byte in
      sum + (field.contains(byte.offset) ? 0x20 : Int(byte.element))
    }
    return octal(header[field]) == sum
  }

  private static func octal(_ field: Swift.Slice<UnsafeRawBufferPointer>) -> Int? {
    let digits = text(field).trimmingCharacters(in: .whitespaces)
    return digits.isEmpty ? 0 : Int(digits, radix: 8).flatMap { $0 < 0 ? nil : $0 }
  }

  /// The text of a field up to the first zero byte.
  private static func text(_ field: Swift.Slice<UnsafeRawBufferPointer>) -> String {
    String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
  }
}
