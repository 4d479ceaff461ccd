import KernelInterface

/// Some samples of a batch on their way through one thread.
struct SubBatch {
  let thread: Int
  /// Its first sample's place in the batch.
  let first: Int
  let count: Int
}

/// A layer, or two fused, at work on sub-batches; every thread has numbers of its own in it.
protocol Stage: AnyObject, Sendable {
  /// Once an update, before the first sub-batch: this thread's share of what all threads will read.
  func prepare(thread: Int, of threads: Int)
  func forward(_ part: SubBatch)
  /// Rule 1 and Rule 2: from the deltas of its output to those of its input and to gradients.
  func backward(_ part: SubBatch, sendsBack: Bool)
  /// Once an update, after a thread's last sub-batch.
  func completeGradients(thread: Int)
}

extension Stage {
  func prepare(thread: Int, of threads: Int) {}
  func completeGradients(thread: Int) {}
}

/// A thread's share of `count` things that come in units.
func share(_ thread: Int, of threads: Int, count: Int, unit: Int = 1) -> Range<Int> {
  let units = (count + unit - 1) / unit
  return min(
    thread * units / threads * unit, count)..<min((thread + 1) * units / threads * unit, count)
}

/// Space in which kernels work, one for every thread; what it holds is worth nothing after a call.
final class Workspace: @unchecked Sendable {
  private let threadStride: Int
  private let buffer: AlignedBuffer

  init(count: Int, threads: Int) {
    threadStride = (KernelSet.room + count + 31) / 16 * 16
    buffer = AlignedBuffer(count: threads * threadStride)
  }

  /// The `KernelSet.room` numbers of a kernel, and behind them those of a stage.
  func room(_ thread: Int) -> UnsafeMutablePointer<Float> { buffer.start + thread * threadStride }
  func space(_ thread: Int) -> UnsafeMutablePointer<Float> { room(thread) + KernelSet.room }
}
