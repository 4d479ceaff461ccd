import Foundation

/// An array of bytes in the IDX format of MNIST, plain or gzipped.
///
/// The file holds two bytes 0, the element type (8, unsigned bytes, is the only one read here), the number of axes,
/// the extent of each axis in four bytes, big endian, then the elements in row-major order.
public struct IDXFile: Sendable {
  public let shape: Shape
  let bytes: ByteStore
  /// The offset of the first element in the file.
  let start: Int

  /// - Throws: `FileError` when the file is missing, broken or holds anything but bytes.
  public init(contentsOf path: String) throws(FileError) {
    try self.init(try .content(of: path), name: path)
  }

  init(_ bytes: ByteStore, name: String) throws(FileError) {
    func refuse(_ reason: String) -> FileError { FileError(file: name, reason: reason) }
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0, bytes[3] > 0 else {
      throw refuse("no IDX file: it does not begin with 0, 0, a type and the number of axes")
    }
    guard bytes[2] == 8 else {
      throw refuse("its elements have type \(bytes[2]), but only 8, unsigned bytes, is read")
    }
    let axes = Int(bytes[3])
    start = 4 + 4 * axes
    guard bytes.count >= start else {
      throw refuse("the file is cut off in its header of \(start) bytes; fetch it again")
    }
    let extents = (1...axes).map { axis in
      (4 * axis..<4 * axis + 4).reduce(0) { $0 << 8 | Int(bytes[$1]) }
    }
    let found = bytes.count - start
    shape = Shape(extents)
    guard shape.fits(found), shape.count == found else {
      throw refuse(
        "\(found) bytes follow the header, but an array \(shape) takes "
          + "\(shape.fits(.max) ? String(shape.count) : "more than any file has"); fetch it again")
    }
    self.bytes = bytes
  }

  /// All elements.
  public var levels: [UInt8] { bytes.withBytes { Array($0.dropFirst(start)) } }
}
