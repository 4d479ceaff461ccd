import Engine
import Foundation

/// The Olivetti faces in the form in which their page offers them: a MATLAB 5 file whose matrix `faces` has one
/// column of 4096 levels per picture, 400 in all; a picture is stored column by column.
///
/// They are converted to NumPy arrays: levels `[400, 64, 64]`, and the subject of each picture, ten pictures per
/// subject.
struct MatlabFaces {
  /// The content of `faces.npy`.
  let pictures: [UInt8]
  /// The content of `labels.npy`.
  let labels: [UInt8]

  private static let (count, side) = (400, 64)

  /// - Parameters:
  ///   - bytes: the file.
  ///   - name: the file's name in errors.
  /// - Throws: `FileError` when it is not such a file.
  init(_ bytes: ByteStore, name: String) throws(FileError) {
    let levels = try MatlabFile(bytes, name: name).matrix(
      "faces", rows: Self.side * Self.side, columns: Self.count)
    let least = levels.min() ?? 0
    var pictures: [UInt8] = []
    pictures.reserveCapacity(levels.count)
    for picture in 0..<Self.count {
      for row in 0..<Self.side {
        for column in 0..<Self.side {
          pictures.append(
            levels[(picture * Self.side + column) * Self.side + row] - least)
        }
      }
    }
    self.pictures =
      Self.npyHeader("(\(Self.count), \(Self.side), \(Self.side))") + pictures
    labels = Self.npyHeader("(\(Self.count),)") + (0..<Self.count).map { UInt8($0 / 10) }
  }

  /// The header of an array of bytes, padded so that the numbers begin at a multiple of 64.
  private static func npyHeader(_ shape: String) -> [UInt8] {
    var text = "{'descr': '|u1', 'fortran_order': False, 'shape': \(shape), }"
    text += String(repeating: " ", count: 117 - text.count) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(text.utf8)
  }
}
