import KernelInterface

/// A part of a batch: samples that one thread takes through the network together.
struct SubBatch {
  let thread: Int
  /// The index of its first sample in the batch.
  let first: Int
  let count: Int
}

/// A layer, or a layer fused with its activation, that computes on sub-batches; every thread has buffers of its own
/// in it.
protocol Stage: AnyObject, Sendable {
  /// Called once per update, before the first sub-batch: computes this thread's share of what all threads will
  /// read.
  func prepare(thread: Int, of threads: Int)
  func forward(_ part: SubBatch)
  /// Rule 2 and Rule 1: from the deltas of its output the gradients of its parameters and, if the stage sends back, the
  /// deltas of its input.
  func backward(_ part: SubBatch, sendsBack: Bool)
  /// Called once per update, after the thread's last sub-batch.
  func completeGradients(thread: Int)
}

extension Stage {
  func prepare(thread: Int, of threads: Int) {}
  func completeGradients(thread: Int) {}
}

/// A thread's share of `count` elements, in multiples of `unit`.
func share(_ thread: Int, of threads: Int, count: Int, unit: Int = 1) -> Range<Int> {
  let units = (count + unit - 1) / unit
  return min(
    thread * units / threads * unit, count)..<min((thread + 1) * units / threads * unit, count)
}

/// Scratch buffers, one per thread; their contents are not needed after the call that used them.
final class Workspace: @unchecked Sendable {
  private let kernelCount: Int
  private let threadStride: Int
  private let buffer: AlignedBuffer

  /// - Parameters:
  ///   - count: the elements that stages need beside those of the kernels.
  ///   - threads: how many there are.
  ///   - kernels: what they compute with.
  init(count: Int, threads: Int, _ kernels: KernelSet) {
    kernelCount = kernels.blocking.room
    threadStride = (kernelCount + count + 31) / 16 * 16
    buffer = AlignedBuffer(count: threads * threadStride)
  }

  /// The scratch buffer of a thread: `ProductBlocking.room` elements for a kernel, followed by those for a stage.
  func room(_ thread: Int) -> UnsafeMutablePointer<Float> { buffer.start + thread * threadStride }
  func space(_ thread: Int) -> UnsafeMutablePointer<Float> { room(thread) + kernelCount }
}
