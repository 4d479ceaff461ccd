import Foundation

/// An array stored by NumPy: `.npy`, versions 1 and 2, row-major, little endian.
///
/// The file holds six magic bytes `\x93NUMPY`, two bytes of version, the length of the header in 2 bytes (version
/// 1) or 4 (version 2), the header, then the elements.
public struct NumpyFile: Sendable {
  public enum ElementType: String, CaseIterable, Sendable {
    case uint8 = "|u1"
    case uint16 = "<u2"
    case int32 = "<i4"
    case int64 = "<i8"
    case float32 = "<f4"
    case float64 = "<f8"

    /// Bytes per element.
    public var size: Int {
      switch self {
      case .uint8: 1
      case .uint16: 2
      case .int32, .float32: 4
      case .int64, .float64: 8
      }
    }
  }

  public let shape: Shape
  public let elementType: ElementType
  /// The file's name in errors.
  private let name: String
  private let bytes: Data
  /// The offset of the first element in the file.
  let start: Int

  /// - Throws: `FileError` with the byte where the file is broken or of a kind that is not read.
  public init(contentsOf path: String) throws(FileError) {
    // The file is mapped, since it may be larger than memory.
    try self.init(data: try ByteStore.mapped(path).data, name: path)
  }

  init(data: Data, name: String) throws(FileError) {
    func refuse(_ reason: String) -> FileError { FileError(file: name, reason: reason) }
    let (start, text) = try Self.header(of: data, name: name)
    let header: NumpyHeader
    do {
      header = try NumpyHeader(parsing: text)
    } catch {
      throw refuse("byte \(start - text.count + error.offset), NPY header: \(error.reason)")
    }
    guard let type = ElementType(rawValue: header.descriptor) else {
      let known = ElementType.allCases.map(\.rawValue).joined(separator: " ")
      throw refuse("elements of type '\(header.descriptor)' are not read; known are \(known)")
    }
    guard !header.isFortranOrder || header.shape.count < 2 else {
      throw refuse("the array is in Fortran order; save numpy.ascontiguousarray(array)")
    }
    let wanted = Self.byteCount(header.shape, elementSize: type.size)
    let found = data.count - start
    guard wanted == found else {
      throw refuse(
        "the file is \(found < wanted ? "cut off" : "too long"): \(found) bytes follow the header, "
          + "but an array \(Shape(header.shape)) of '\(type.rawValue)' takes \(wanted)")
    }
    shape = Shape(header.shape)
    elementType = type
    self.start = start
    self.name = name
    bytes = data.dropFirst(start)
  }

  /// The bytes of an array, or the largest Int when no file can hold them.
  private static func byteCount(_ shape: [Int], elementSize: Int) -> Int {
    shape.reduce(elementSize) { count, extent in
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      return overflow || count == .max ? .max : product
    }
  }

  /// The offset of the first element, and the text of the header before it.
  private static func header(of data: Data, name: String) throws(FileError) -> (Int, Data) {
    let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    guard data.count >= 10, data.starts(with: magic) else {
      throw FileError(file: name, reason: "byte 0: no NPY file, it does not start with \\x93NUMPY")
    }
    let version = data[data.startIndex + 6]
    guard version == 1 || version == 2 else {
      throw FileError(
        file: name, reason: "byte 6: NPY version \(version) is not read; save as 1.0 or 2.0")
    }
    let field = version == 1 ? 2 : 4
    let length = data.dropFirst(8).prefix(field).reversed().reduce(0) { $0 << 8 | Int($1) }
    let start = 8 + field + length
    guard start <= data.count else {
      throw FileError(
        file: name, reason: "byte 8: the file is cut off in its header of \(length) bytes")
    }
    return (start, data.dropFirst(8 + field).prefix(length))
  }
}

// MARK: - The numbers

extension NumpyFile {
  /// All elements as Float, row-major; Doubles are rounded.
  public var floats: [Float] {
    switch elementType {
    case .uint8: bytes.map { Float($0) }
    case .uint16: numbers { Float($0) }
    case .int32: numbers { Float(Int32(truncatingIfNeeded: $0)) }
    case .int64: numbers { Float(Int64(bitPattern: $0)) }
    case .float32: numbers { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
    case .float64: numbers { Float(Double(bitPattern: $0)) }
    }
  }

  /// All elements as integers: labels and levels.
  ///
  /// - Throws: `FileError` when the array holds floating-point numbers.
  public func integers() throws(FileError) -> [Int] {
    switch elementType {
    case .uint8: return bytes.map { Int($0) }
    case .uint16: return numbers { Int($0) }
    case .int32: return numbers { Int(Int32(truncatingIfNeeded: $0)) }
    case .int64: return numbers { Int(Int64(bitPattern: $0)) }
    case .float32, .float64:
      throw FileError(
        file: name, reason: "whole numbers are wanted, but it holds '\(elementType.rawValue)'")
    }
  }

  /// Every element, given to `convert` as the 64 bits that its little-endian bytes make.
  private func numbers<Number>(_ convert: (UInt64) -> Number) -> [Number] {
    let size = elementType.size
    return bytes.withUnsafeBytes { raw in
      (0..<raw.count / size).map { element in
        var bits: UInt64 = 0
        for byte in 0..<size { bits |= UInt64(raw[element * size + byte]) << UInt64(8 * byte) }
        return convert(bits)
      }
    }
  }
}
