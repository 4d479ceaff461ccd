import Foundation

/// Bytes at a fixed address as long as this object lives: a file mapped into memory, or a block of memory.
///
/// A mapped file takes no memory of its own: the system reads the pages that are touched and drops them again when
/// memory is short, so a data set may be larger than memory. The file must not be written to meanwhile; replacing
/// it by another file does no harm.
public final class ByteStore: @unchecked Sendable {  // nothing changes after init
  public let count: Int
  private let base: UnsafeRawPointer?
  private let isMapped: Bool

  private init(base: UnsafeRawPointer?, count: Int, isMapped: Bool) {
    self.base = base
    self.count = count
    self.isMapped = isMapped
  }

  /// Takes over a block made by `malloc`.
  convenience init(owning block: UnsafeMutableRawPointer?, count: Int) {
    self.init(base: block, count: count, isMapped: false)
  }

  /// A copy of some bytes.
  public convenience init(_ bytes: some Collection<UInt8>) {
    let block = malloc(max(bytes.count, 1))
    if let block {
      UnsafeMutableRawBufferPointer(start: block, count: bytes.count).copyBytes(from: bytes)
    }
    self.init(owning: block, count: block == nil ? 0 : bytes.count)
  }

  deinit {
    guard let base else { return }
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: base), count)
    } else {
      free(UnsafeMutableRawPointer(mutating: base))
    }
  }

  /// The content of a file: mapped as it is, or inflated into memory when it is gzip's.
  ///
  /// - Throws: `FileError` when it is missing, no regular file, out of reach, or broken gzip.
  public static func content(of path: String) throws(FileError) -> ByteStore {
    let file = try mapped(path)
    guard Gzip.isPacked(file) else { return file }
    return try Gzip.inflate(file, name: path)
  }

  /// A file as it is.
  ///
  /// - Throws: `FileError` when it is missing, no regular file or out of reach.
  public static func mapped(_ path: String) throws(FileError) -> ByteStore {
    try FileAccess.checkFile(path)
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw FileError(file: path, reason: "cannot be read; may you read it?")
    }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0, let size = Int(exactly: information.st_size) else {
      throw FileError(file: path, reason: "its size cannot be told")
    }
    return try ByteStore(mapping: descriptor, count: size, name: path)
  }

  /// The first bytes of an open file, which may be closed afterwards.
  convenience init(mapping descriptor: CInt, count: Int, name: String) throws(FileError) {
    guard count > 0 else {
      self.init(base: nil, count: 0, isMapped: true)
      return
    }
    let base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let base, base != MAP_FAILED else {
      throw FileError(file: name, reason: "cannot be mapped into memory")
    }
    self.init(base: base, count: count, isMapped: true)
  }

  /// The same bytes without a copy; they stay as long as the data are held.
  var data: Data {
    guard let base else { return Data() }
    return Data(
      bytesNoCopy: UnsafeMutableRawPointer(mutating: base), count: count,
      deallocator: .custom { _, _ in withExtendedLifetime(self) {} })
  }

  /// A copy of some of the bytes.
  public func part(_ range: Range<Int>) -> ByteStore {
    withBytes { ByteStore($0[range]) }
  }

  /// Writes all bytes; an existing file is replaced only by a whole one.
  ///
  /// - Throws: `FileError` when that is not possible.
  public func write(to path: String) throws(FileError) {
    try withBytes { (bytes) throws(FileError) in
      guard let base = bytes.baseAddress else { return try FileAccess.replace(path, with: Data()) }
      let data = Data(
        bytesNoCopy: UnsafeMutableRawPointer(mutating: base), count: count, deallocator: .none)
      try FileAccess.replace(path, with: data)
    }
  }

  /// Calls `body` with a pointer to all bytes, which is valid only during the call.
  @inline(__always)
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// True if this is a file so large that parts of it may have to be read from the disk again.
  var isLargeFile: Bool { isMapped && count >= Self.large }

  /// From this size on `prefetch` pays: it costs a microsecond for bytes that are in memory already, and saves far
  /// more for those that are not.
  private static let large = 1 << 28

  /// Tells the system that a large file is read in random order. It then reads only the bytes that are asked for,
  /// not also megabytes around them, for which it would drop bytes that others have asked for.
  func expectScatteredReads() {
    if isLargeFile { advise(MADV_RANDOM, 0..<count) }
  }

  /// Asks the system to read some bytes from the disk, and does not wait for them. So many reads are under way at
  /// once, while a thread that touches missing bytes waits for each of them in turn.
  func prefetch(_ range: Range<Int>) { advise(MADV_WILLNEED, range) }

  /// This is only advice; a system that ignores it is slower.
  private func advise(_ advice: CInt, _ range: Range<Int>) {
    guard isMapped, let base, range.lowerBound >= 0, range.upperBound <= count else { return }
    let start = range.lowerBound - range.lowerBound % Int(getpagesize())
    _ = madvise(
      UnsafeMutableRawPointer(mutating: base + start), range.upperBound - start, advice)
  }

  /// One byte; `offset` is below `count`.
  subscript(offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < count)
    return withBytes { $0[offset] }
  }
}
