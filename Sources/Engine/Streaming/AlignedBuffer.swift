import Foundation

/// A buffer of elements at a fixed address, all 0 at first. Kernels may read a little beyond both ends.
final class AlignedBuffer: @unchecked Sendable {
  let count: Int
  let start: UnsafeMutablePointer<Float>
  /// Kernels read whole registers: this many numbers before and after the buffer are readable.
  private static let slack = 64
  /// A large page of x86-64 and arm64.
  private static let pageSize = 1 << 21

  init(count: Int) {
    self.count = count
    let total = count + 2 * Self.slack
    let bytes = total * MemoryLayout<Float>.stride
    let isLarge = bytes >= Self.pageSize / 2
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: isLarge ? (bytes + Self.pageSize - 1) / Self.pageSize * Self.pageSize : bytes,
      alignment: isLarge ? Self.pageSize : 64)
    #if os(Linux)
      // A tile reads hundreds of rows. With small pages each row would be on a page of its own, and these are more pages
      // than a core caches the addresses of (its TLB).
      if isLarge { madvise(raw, bytes, MADV_HUGEPAGE) }
    #endif
    let memory = raw.bindMemory(to: Float.self, capacity: total)
    memory.initialize(repeating: 0, count: total)
    start = memory + Self.slack
  }

  deinit { (start - Self.slack).deallocate() }

  func clear() { start.update(repeating: 0, count: count) }
}
