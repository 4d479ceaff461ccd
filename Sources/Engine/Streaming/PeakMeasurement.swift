import KernelInterface

extension Processor {
  /// Measures the most multiply-adds that all threads together can do: one tile of the micro-kernel whose operands
  /// stay in the first-level cache.
  ///
  /// - Returns: GFLOP/s, a multiply-add counted as two; the best of several rounds of some milliseconds.
  public static func measurePeak(threads: Int) -> Double {
    let (rows, columns, depth, repetitions) = (14, 32, 512, 200)
    let pool = ThreadPool(count: threads)
    let kernels = kernels
    let buffers = (0..<threads).map { _ in
      AlignedBuffer(count: rows * columns + kernels.blocking.room)
    }
    let operands = AlignedBuffer(count: max(rows, columns) * 2)
    let job: ThreadPool.Job = { thread in
      let c = buffers[thread].start
      let task = ProductTask(
        a: operands.start, aRow: 1, aStep: 0, b: operands.start, bStep: 0, c: c, cRow: columns,
        rows: rows, columns: columns, depth: depth / 2, room: c + rows * columns)
      for _ in 0..<2 * repetitions { kernels.product(task) }
    }
    let flop = 2 * Double(rows * columns * depth * repetitions * threads)
    let clock = ContinuousClock()
    return (0..<10).map { _ in flop / (clock.measure { pool.run(job) } / .seconds(1)) / 1e9 }.max()
      ?? 0
  }
}
