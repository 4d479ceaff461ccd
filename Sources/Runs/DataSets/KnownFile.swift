import Engine
import Foundation

/// A file of a public data set, and how its content is recognised.
package struct KnownFile: Equatable {
  package let name: String
  /// The size of the unpacked content in bytes.
  package let size: Int
  /// The MD5 of the unpacked content; for a NumPy array that of its elements alone.
  package let md5: String

  package enum State: Equatable {
    case good, missing
    /// The content is another one, with this MD5.
    case other(String)
  }

  /// The path of the file in a directory, plain or gzipped; nil when there is neither.
  package func path(in directory: String) -> String? {
    [name, name + ".gz"].map { directory + "/" + $0 }.first(where: FileAccess.exists)
  }

  /// Whether a directory holds this file with this content.
  ///
  /// - Throws: `FileError` when the file cannot be read or unpacked.
  package func state(in directory: String) throws(FileError) -> State {
    guard let path = path(in: directory) else { return .missing }
    let found = Self.md5(of: try ByteStore.content(of: path), name: path)
    return found == md5 ? .good : .other(found)
  }

  package static func md5(of content: ByteStore, name: String) -> String {
    content.withBytes { bytes in
      // The header is left out, since different programs pad it differently.
      let start = name.hasSuffix(".npy") ? numbers(in: bytes) : 0
      return MD5.digest(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }
  }

  /// The offset of the elements in an NPY file of version 1.
  private static func numbers(in bytes: UnsafeRawBufferPointer) -> Int {
    guard bytes.count >= 10 else { return 0 }
    return min(10 + Int(bytes[8]) + Int(bytes[9]) << 8, bytes.count)
  }
}
