import Foundation

/// The records of a CSV file (RFC 4180), one after the other: cells in quotes may hold separators, line ends and
/// doubled quotes. The separator is a comma, semicolon or tab, whichever the first line has most of.
struct CSVRecords {
  struct Record: Equatable {
    /// The line on which the record begins, from 1.
    let line: Int
    /// The texts of the cells, without the white space around them.
    let cells: [String]
  }

  private let bytes: UnsafeRawBufferPointer
  private let name: String
  private let separator: UInt8
  private var next = 0
  private var line = 1

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")

  /// - Parameters:
  ///   - bytes: the file; they must stay valid as long as this value is used.
  ///   - name: the file's name in errors.
  init(_ bytes: UnsafeRawBufferPointer, name: String) {
    self.bytes = bytes
    self.name = name
    let first = bytes.prefix { $0 != Self.lineFeed }
    let separators = [",", ";", "\t"].map { UInt8(ascii: $0) }
    let counts = separators.map { separator in first.count { $0 == separator } }
    separator = separators[counts.firstIndex(of: counts.max() ?? 0) ?? 0]
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { next = 3 }  // the mark some editors put in front
  }

  /// The next record that is not an empty line; nil at the end.
  ///
  /// - Throws: `FileError` for a quote without its end.
  mutating func record() throws(FileError) -> Record? {
    while next < bytes.count {
      let start = line
      var cells: [String] = []
      repeat { cells.append(try cell()) } while take(separator)
      if take(Self.lineFeed) { line += 1 }
      if cells != [""] { return Record(line: start, cells: cells) }
    }
    return nil
  }

  /// Reads up to a separator or the end of the line, which are not consumed.
  private mutating func cell() throws(FileError) -> String {
    let plain = bytes[next...].prefix { $0 != separator && $0 != Self.lineFeed && $0 != Self.quote }
    next += plain.count
    guard next < bytes.count, bytes[next] == Self.quote else { return Self.text(plain) }
    var text = Array(plain)
    let start = line
    var isQuoted = false
    while next < bytes.count {
      let byte = bytes[next]
      if byte == Self.quote {
        let isDoubled = isQuoted && next + 1 < bytes.count && bytes[next + 1] == Self.quote
        if isDoubled { text.append(byte) } else { isQuoted.toggle() }
        next += isDoubled ? 2 : 1
        continue
      }
      if !isQuoted, byte == separator || byte == Self.lineFeed { break }
      if byte == Self.lineFeed { line += 1 }
      text.append(byte)
      next += 1
    }
    guard !isQuoted else {
      throw FileError(file: name, line: start, reason: "a quote is opened, but never closed")
    }
    return Self.text(text)
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next < bytes.count, bytes[next] == byte else { return false }
    next += 1
    return true
  }

  private static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: Array(bytes), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
