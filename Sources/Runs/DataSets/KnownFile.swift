import Engine
import Foundation

/// A file of a public data set, and how its content is recognised.
package struct KnownFile: Equatable {
  package let name: String
  /// Bytes of the content, unpacked.
  package let size: Int
  /// Of the content, unpacked; of an array of NumPy, of its numbers alone.
  package let md5: String

  package enum State: Equatable {
    case good, missing
    /// The MD5 that was found instead.
    case other(String)
  }

  /// The path of the file in a directory, as it is or gzipped; nil when there is neither.
  package func path(in directory: String) -> String? {
    [name, name + ".gz"].map { directory + "/" + $0 }.first(where: FileAccess.exists)
  }

  /// Whether a directory has this file with this content.
  ///
  /// - Throws: `FileError` when the file cannot be read or unpacked.
  package func state(in directory: String) throws(FileError) -> State {
    guard let path = path(in: directory) else { return .missing }
    let found = Self.md5(of: try ByteStore.content(of: path), name: path)
    return found == md5 ? .good : .other(found)
  }

  package static func md5(of content: ByteStore, name: String) -> String {
    content.withBytes { bytes in
      // Two writers pad the header of the same array in different ways.
      let start = name.hasSuffix(".npy") ? numbers(in: bytes) : 0
      return MD5.digest(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }
  }

  /// Where the numbers of a small NPY file of version 1 begin.
  private static func numbers(in bytes: UnsafeRawBufferPointer) -> Int {
    guard bytes.count >= 10 else { return 0 }
    return min(10 + Int(bytes[8]) + Int(bytes[9]) << 8, bytes.count)
  }
}
