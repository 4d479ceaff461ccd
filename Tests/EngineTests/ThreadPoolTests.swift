import Foundation
import Synchronization
import Testing

@testable import Engine

@Suite struct ThreadPoolTests {
  @Test(arguments: [1, 2, 5])
  func `every thread does every job once`(count: Int) {
    let pool = ThreadPool(count: count)
    let sums = Mutex([Int](repeating: 0, count: count))
    for _ in 0..<200 { pool.run { thread in sums.withLock { $0[thread] += 1 } } }
    #expect(sums.withLock { $0 } == [Int](repeating: 200, count: count))
  }

  @Test func `threads that fell asleep wake up`() async throws {
    let pool = ThreadPool(count: 3)
    let sum = Atomic<Int>(0)
    for _ in 0..<5 {
      try await Task.sleep(for: .milliseconds(20))
      pool.run { _ in sum.add(1, ordering: .relaxed) }
    }
    #expect(sum.load(ordering: .relaxed) == 15)
  }

  @Test func `jobs take subnormal numbers as 0 and leave the caller's arithmetic alone`() {
    let pool = ThreadPool(count: 2)
    let smallest = Mutex<[Float]>([.leastNormalMagnitude, .leastNormalMagnitude])
    pool.run { thread in smallest.withLock { $0[thread] *= 0.5 } }
    #expect(smallest.withLock { $0 } == [0, 0])
    smallest.withLock { $0 = [.leastNormalMagnitude] }
    #expect(smallest.withLock { $0[0] * 0.5 }.isSubnormal)
  }

  @Test func `a job that starts another job is stopped`() async {
    await #expect(processExitsWith: .failure) {
      let pool = ThreadPool(count: 2)
      pool.run { thread in if thread == 0 { pool.run { _ in } } }
    }
  }

  @Test func `a second caller is stopped`() async {
    await #expect(processExitsWith: .failure) {
      let pool = ThreadPool(count: 1)
      let isAtWork = Atomic<Bool>(false)
      Thread.detachNewThread {
        pool.run { _ in
          isAtWork.store(true, ordering: .releasing)
          sleep(10)
        }
      }
      while !isAtWork.load(ordering: .acquiring) { usleep(100) }
      pool.run { _ in }
    }
  }

  @Test func `shares cover everything once and keep to their unit`() {
    for (count, threads, unit) in [(10, 3, 1), (100, 2, 16), (5, 8, 1), (33, 2, 16), (0, 2, 4)] {
      let shares = (0..<threads).map { share($0, of: threads, count: count, unit: unit) }
      #expect(shares.flatMap { Array($0) } == Array(0..<count))
      #expect(shares.dropLast().allSatisfy { $0.upperBound % unit == 0 || $0.upperBound == count })
    }
  }
}
