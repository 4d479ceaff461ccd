import Foundation

/// Named tensors of Float in a file of the safetensors format: the length of the header in 8 bytes, the
/// header, the numbers of all tensors in one piece, little endian.
public struct Safetensors: Equatable, Sendable {
  public var tensors: [String: Tensor<Float>]
  /// Further texts by name, such as the network and the seed.
  public var metadata: [String: String]

  public init(tensors: [String: Tensor<Float>] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The largest header in bytes; it is also the limit of the format's own library.
  private static let largestHeader: UInt64 = 100_000_000

  /// - Throws: `FileError` when the file is missing, cut off, garbled or holds anything but F32.
  public init(contentsOf path: String) throws(FileError) {
    try self.init(data: try FileAccess.read(path), name: path)
  }

  init(data: Data, name: String) throws(FileError) {
    guard data.count >= 8 else {
      throw FileError(file: name, reason: "no safetensors file: it has \(data.count) bytes only")
    }
    let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= Self.largestHeader, length <= UInt64(data.count - 8) else {
      throw FileError(
        file: name,
        reason: "no safetensors file, or cut off: a header of \(length) bytes in \(data.count)")
    }
    let numbers = data.dropFirst(8 + Int(length))
    let header: SafetensorsHeader
    do {
      header = try SafetensorsHeader(parsing: data.dropFirst(8).prefix(Int(length)))
      try header.check(dataCount: numbers.count)
    } catch {
      throw FileError(file: name, reason: error.reason)
    }
    metadata = header.metadata
    tensors = header.entries.mapValues { entry in
      let bytes = numbers.dropFirst(entry.begin).prefix(entry.end - entry.begin)
      return Tensor(shape: Shape(entry.shape), elements: Self.floats(bytes))
    }
  }

  /// Writes the file; an existing one is replaced only by a whole one.
  ///
  /// - Throws: `FileError` when that is not possible.
  public func write(to path: String) throws {
    var header = SafetensorsHeader()
    header.metadata = metadata
    var numbers = Data()
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let begin = numbers.count
      tensor.elements.map(\.bitPattern.littleEndian)
        .withUnsafeBytes { numbers.append(contentsOf: $0) }
      header.entries[name] = SafetensorsHeader.Entry(
        dtype: "F32", shape: tensor.shape.dimensions, dataOffsets: [begin, numbers.count])
    }
    let text = try header.encoded()
    var file = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
    file.append(text)
    file.append(numbers)
    try FileAccess.replace(path, with: file)
  }

  private static func floats(_ bytes: Data) -> [Float] {
    bytes.withUnsafeBytes { raw in
      (0..<raw.count / 4).map { place in
        let bits = raw.loadUnaligned(fromByteOffset: 4 * place, as: UInt32.self)
        return Float(bitPattern: UInt32(littleEndian: bits))
      }
    }
  }
}
