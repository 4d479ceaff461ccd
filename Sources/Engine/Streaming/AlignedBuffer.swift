/// Numbers at a fixed place in memory, zero at first, that kernels may read a little beyond.
final class AlignedBuffer: @unchecked Sendable {
  let count: Int
  let start: UnsafeMutablePointer<Float>
  /// Kernels read whole registers: this many numbers before and after the buffer are readable.
  private static let slack = 64

  init(count: Int) {
    self.count = count
    let total = count + 2 * Self.slack
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: total * MemoryLayout<Float>.stride, alignment: 64
    ).bindMemory(to: Float.self, capacity: total)
    memory.initialize(repeating: 0, count: total)
    start = memory + Self.slack
  }

  deinit { (start - Self.slack).deallocate() }

  func clear() { start.update(repeating: 0, count: count) }
}
