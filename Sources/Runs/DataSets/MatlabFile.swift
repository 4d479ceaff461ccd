import Engine
import Foundation

/// A MATLAB 5 file, little endian: a header of 128 bytes, then elements. An element is a tag (type and size, four
/// bytes each) and its content, padded to 8 bytes. A small element has its size in the upper half of its type, and
/// its content in the tag itself.
struct MatlabFile {
  private let bytes: [UInt8]
  private let name: String

  private enum Kind { static let (byte, double, matrix, compressed) = (2, 9, 14, 15) }

  private struct Element {
    let type: Int
    let content: ArraySlice<UInt8>
  }

  /// - Parameters:
  ///   - bytes: the file.
  ///   - name: the file's name in errors.
  /// - Throws: `FileError` when it does not begin like such a file.
  init(_ bytes: ByteStore, name: String) throws(FileError) {
    self.bytes = bytes.withBytes { Array($0) }
    self.name = name
    guard self.bytes.count > 128, self.bytes[126] == UInt8(ascii: "I"),
      self.bytes[127] == UInt8(ascii: "M")
    else { throw FileError(file: name, reason: "no MATLAB 5 file, little endian") }
  }

  /// A matrix of integers from 0 to 255, column by column.
  ///
  /// - Parameters:
  ///   - wanted: the name of the matrix.
  ///   - rows: how many it must have.
  ///   - columns: how many it must have.
  /// - Returns: rows × columns levels.
  /// - Throws: `FileError` when there is no such matrix.
  func matrix(_ wanted: String, rows: Int, columns: Int) throws(FileError) -> [UInt8] {
    for element in try elements(bytes[128...]) {
      var element = element
      if element.type == Kind.compressed {
        let inflated = try Gzip.inflate(ByteStore(element.content), name: name)
        guard let inner = try elements(inflated.withBytes { Array($0) }[...]).first else {
          continue
        }
        element = inner
      }
      guard element.type == Kind.matrix else { continue }
      let parts = try elements(element.content)  // flags, extents, name, numbers
      guard parts.count >= 4, String(decoding: parts[2].content, as: UTF8.self) == wanted else {
        continue
      }
      let extents = stride(from: 0, to: parts[1].content.count / 4 * 4, by: 4).map {
        Self.whole(parts[1].content.dropFirst($0))
      }
      let levels = Self.levels(parts[3])
      guard extents == [rows, columns], levels?.count == rows * columns, let levels else {
        throw FileError(
          file: name, reason: "'\(wanted)' is no matrix of \(rows) × \(columns) levels")
      }
      return levels
    }
    throw FileError(file: name, reason: "holds no matrix '\(wanted)'")
  }

  private func elements(_ bytes: ArraySlice<UInt8>) throws(FileError) -> [Element] {
    var elements: [Element] = []
    var rest = bytes
    while rest.count >= 8 {
      let tag = Self.whole(rest)
      if tag >> 16 > 0 {  // small
        elements.append(
          Element(type: tag & 0xffff, content: rest.dropFirst(4).prefix(min(tag >> 16, 4))))
        rest = rest.dropFirst(8)
        continue
      }
      let size = Self.whole(rest.dropFirst(4))
      guard size <= rest.count - 8 else {
        throw FileError(file: name, reason: "is cut off")
      }
      elements.append(Element(type: tag, content: rest.dropFirst(8).prefix(size)))
      rest = rest.dropFirst(8 + (tag == Kind.compressed ? size : (size + 7) / 8 * 8))
    }
    return elements
  }

  /// The levels of an element of bytes, or of doubles that are integers from 0 to 255; nil for others.
  private static func levels(_ element: Element) -> [UInt8]? {
    switch element.type {
    case Kind.byte: return Array(element.content)
    case Kind.double:
      let levels = stride(from: 0, to: element.content.count / 8 * 8, by: 8).compactMap { offset in
        let bits = (0..<8).reduce(UInt64(0)) { bits, byte in
          bits | UInt64(element.content[element.content.startIndex + offset + byte]) << (8 * byte)
        }
        return UInt8(exactly: Double(bitPattern: bits))
      }
      return levels
    default: return nil
    }
  }

  /// An integer of up to four bytes, little endian.
  private static func whole(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
