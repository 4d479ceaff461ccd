import CProcessor
import Foundation
import Synchronization

/// A few threads that take part in every job, each with a number of its own.
///
/// In a job numbers too small for full precision count as 0.
/// Between jobs they spin for some 100 µs, then sleep: a training step is shorter than waking a thread.
///
/// A pool has one caller at a time, and a job starts no other job on its pool: both would find their threads at work. Who
/// tries is stopped.
final class ThreadPool: @unchecked Sendable {
  typealias Job = @Sendable (_ thread: Int) -> Void

  /// Threads, the caller's included.
  let count: Int
  private let shared: Shared

  /// What the threads see; they must not keep the pool itself alive.
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
      // With more threads than cores the one waited for may need this one's.
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
