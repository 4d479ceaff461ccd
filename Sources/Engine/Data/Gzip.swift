import CZlib
import Foundation

/// Unpacks gzip (RFC 1952) and zlib streams (RFC 1950) with zlib, which also compares their checksums.
public enum Gzip {
  /// Whether the bytes begin as gzip's do.
  public static func isPacked(_ bytes: ByteStore) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b
  }

  /// The largest content that is unpacked: a file of a few bytes can claim to hold terabytes.
  public static let largestContent = 1 << 32

  /// The content of all members of the file, joined.
  ///
  /// - Parameters:
  ///   - packed: a whole gzip file or zlib stream.
  ///   - name: the file's name in errors.
  ///   - limit: the largest content that is accepted, in bytes.
  /// - Returns: the content in memory.
  /// - Throws: `FileError` when the file is cut off, damaged or its content larger than `limit`.
  public static func inflate(
    _ packed: ByteStore, name: String, limit: Int = largestContent
  ) throws(FileError) -> ByteStore {
    var output = Output(limit: limit)
    defer { free(output.block) }
    try packed.withBytes { (bytes) throws(FileError) in
      output.reserve(expectedSize(bytes))
      try run(bytes, into: &output, name: name)
    }
    let store = ByteStore(owning: output.block, count: output.count)
    output.block = nil
    return store
  }

  /// The size that the last four bytes state, or nil when deflate cannot reach it (it packs 1032 to 1 at best).
  private static func expectedSize(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard bytes.count >= 18 else { return 0 }
    let size = bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self)
    return min(Int(UInt32(littleEndian: size)), bytes.count.multipliedReportingOverflow(by: 1032).0)
  }

  private static func run(
    _ bytes: UnsafeRawBufferPointer, into output: inout Output, name: String
  ) throws(FileError) {
    func refuse(_ reason: String) -> FileError { FileError(file: name, reason: reason) }
    var stream = z_stream()
    // 32 + 15: zlib finds out whether it is gzip or zlib; the largest window.
    guard
      inflateInit2_(&stream, 47, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw refuse("cannot be inflated: no memory") }
    defer { inflateEnd(&stream) }
    var taken = 0
    while true {
      guard output.makeRoom() else {
        throw refuse("its content is larger than \(output.limit) bytes; unpack it with gunzip")
      }
      let portion = min(bytes.count - taken, 1 << 30)
      let start = bytes.baseAddress.map { $0 + taken }?.assumingMemoryBound(to: Bytef.self)
      stream.next_in = UnsafeMutablePointer(mutating: start)
      stream.avail_in = uInt(portion)
      let room = min(output.room, 1 << 30)
      stream.next_out = output.end
      stream.avail_out = uInt(room)
      let status = CZlib.inflate(&stream, Z_NO_FLUSH)
      taken += portion - Int(stream.avail_in)
      output.count += room - Int(stream.avail_out)
      switch status {
      case Z_OK, Z_BUF_ERROR:
        guard taken < bytes.count || stream.avail_out == 0 else {
          throw refuse("the gzip file is cut off after \(bytes.count) bytes; fetch it again")
        }
      case Z_STREAM_END:
        guard output.count <= output.limit else { continue }
        guard taken < bytes.count else { return }
        inflateReset(&stream)
      default:
        throw refuse("the gzip data are damaged before byte \(taken); fetch it again")
      }
    }
  }

  /// A block of memory that grows.
  private struct Output {
    let limit: Int
    var block: UnsafeMutableRawPointer?
    var count = 0
    private var capacity = 0

    init(limit: Int) { self.limit = limit }

    var room: Int { capacity - count }
    var end: UnsafeMutablePointer<Bytef>? {
      block.map { ($0 + count).assumingMemoryBound(to: Bytef.self) }
    }

    mutating func reserve(_ size: Int) {
      // One byte more than the content, so that zlib reaches the end of its stream without a further call.
      let wanted = min(size, limit) + 1
      guard let larger = realloc(block, wanted) else { return }
      (block, capacity) = (larger, wanted)
    }

    /// Makes space for at least one more byte; false if the content would exceed its limit.
    mutating func makeRoom() -> Bool {
      guard count <= limit else { return false }
      if room == 0 { reserve(max(2 * capacity, 1 << 16)) }
      return room > 0
    }
  }
}
