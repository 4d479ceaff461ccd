import CProcessor
import Foundation
import Synchronization

/// A few threads that run every job together; each passes its own number to the job.
///
/// During a job subnormal numbers, which are too small for full precision and slow to compute with, count as 0.
/// Between jobs the threads spin for some 100 µs before they sleep, since waking a thread takes longer than a small
/// training step.
///
/// A pool has one caller at a time, and a job must not start another job on its own pool, whose threads are busy with the
/// first. `run` stops the program when that happens.
final class ThreadPool: @unchecked Sendable {
  typealias Job = @Sendable (_ thread: Int) -> Void

  /// The number of threads, with that of the caller.
  let count: Int
  private let shared: Shared

  /// What the threads hold instead of the pool, so that they do not keep the pool itself alive.
  private final class Shared: @unchecked Sendable {
    let generation = Atomic<Int>(0)
    let working = Atomic<Int>(0)
    let sleeping = Atomic<Int>(0)
    let isOver = Atomic<Bool>(false)
    let isRunning = Atomic<Bool>(false)
    let wake = NSCondition()
    /// Written before `generation` grows, read after.
    nonisolated(unsafe) var job: Job = { _ in }
  }

  init(count: Int) {
    self.count = max(count, 1)
    shared = Shared()
    for thread in 1..<self.count {
      let worker = Thread { [shared] in Self.work(shared, thread) }
      worker.stackSize = 1 << 20
      worker.name = "hmdl \(thread)"
      worker.start()
    }
  }

  deinit {
    shared.isOver.store(true, ordering: .sequentiallyConsistent)
    shared.wake.lock()
    shared.wake.broadcast()
    shared.wake.unlock()
  }

  /// Runs the job on all threads and waits for the last.
  func run(_ job: @escaping Job) {
    let isFree = !shared.isRunning.exchange(true, ordering: .acquiring)
    precondition(isFree, "a thread pool has one caller at a time, and its jobs start no other ones")
    defer { shared.isRunning.store(false, ordering: .releasing) }
    let arithmetic = processor_flush_subnormals()
    defer { processor_restore(arithmetic) }
    guard count > 1 else { return job(0) }
    shared.job = job
    shared.working.store(count - 1, ordering: .relaxed)
    shared.generation.add(1, ordering: .sequentiallyConsistent)
    if shared.sleeping.load(ordering: .sequentiallyConsistent) > 0 {
      shared.wake.lock()
      shared.wake.broadcast()
      shared.wake.unlock()
    }
    job(0)
    var turns = 0
    while shared.working.load(ordering: .acquiring) > 0 {
      turns += 1
      // If there are more threads than cores, the thread that is still at work may need this one's core.
      if turns % 4096 == 0 { sched_yield() } else { processor_pause() }
    }
  }

  private static func work(_ shared: Shared, _ thread: Int) {
    _ = processor_flush_subnormals()
    var seen = 0
    while let generation = next(after: seen, shared) {
      seen = generation
      shared.job(thread)
      shared.working.subtract(1, ordering: .releasing)
    }
  }

  /// Waits for the next job.
  ///
  /// - Returns: its number, or nil when there will be none.
  private static func next(after seen: Int, _ shared: Shared) -> Int? {
    for _ in 0..<2000 {
      let generation = shared.generation.load(ordering: .acquiring)
      if generation != seen { return generation }
      processor_pause()
    }
    shared.wake.lock()
    defer { shared.wake.unlock() }
    shared.sleeping.add(1, ordering: .sequentiallyConsistent)
    defer { shared.sleeping.subtract(1, ordering: .sequentiallyConsistent) }
    while true {
      let generation = shared.generation.load(ordering: .sequentiallyConsistent)
      if generation != seen { return generation }
      if shared.isOver.load(ordering: .sequentiallyConsistent) { return nil }
      shared.wake.wait()
    }
  }
}
