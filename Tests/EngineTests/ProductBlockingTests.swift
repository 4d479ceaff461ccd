import KernelInterface
import Testing

@testable import Engine

@Suite struct ProductBlockingTests {
  /// 32 KiB and 1 MiB: what the figures of the benchmarks were taken with.
  @Test func `with wide registers sums are cut as they were measured`() {
    let blocking = ProductBlocking(lanes: 16, registers: 32, caches: .usual)
    #expect(blocking.tallest == 14)
    #expect(blocking.deepest == 128)
    #expect(blocking.copiedRows == 1024)
    #expect(blocking.cachedGradients == 65_536)
    #expect(blocking.room == 5120)
    #expect(blocking.copyCount == 132_880)
  }

  @Test(arguments: [(4, 16), (4, 32), (8, 16), (16, 32)], [12, 32, 48, 64, 128])
  func `what is read again and again stays in half of its cache`(
    registers: (lanes: Int, count: Int), firstLevel: Int
  ) {
    for secondLevel in [256, 512, 1024, 2048, 4096] {
      let caches = CacheSizes(firstLevel: firstLevel << 10, secondLevel: secondLevel << 10)
      let blocking = ProductBlocking(
        lanes: registers.lanes, registers: registers.count, caches: caches)
      let float = MemoryLayout<Float>.stride
      #expect(blocking.deepest * 2 * registers.lanes * float <= caches.firstLevel / 2)
      #expect(blocking.copiedRows * blocking.deepest * float <= caches.secondLevel / 2)
      #expect(blocking.cachedGradients * float <= caches.secondLevel / 4)
      // The sums of a tile, a row of B and an element of A.
      #expect(2 * blocking.tallest + 3 <= registers.count)
      #expect(blocking.tallest <= 14)
    }
  }

  /// What was learnt on one processor is learnt alike on another with the same instructions.
  @Test(arguments: [(4, 16), (8, 16), (16, 32)])
  func `the order of sums is the same with every common cache`(lanes: Int, registers: Int) {
    let depths = [32, 48, 64, 128].flatMap { firstLevel in
      [128, 512, 1280, 2048, 16384].map { secondLevel in
        ProductBlocking(
          lanes: lanes, registers: registers,
          caches: CacheSizes(firstLevel: firstLevel << 10, secondLevel: secondLevel << 10)
        ).deepest
      }
    }
    #expect(Set(depths) == [2048 / lanes])
  }

  @Test func `a system that does not tell has the usual caches`() {
    #expect(CacheSizes(reportedFirstLevel: 0, secondLevel: -1) == .usual)
    #expect(CacheSizes(reportedFirstLevel: 49_152, secondLevel: 0).firstLevel == 49_152)
    #expect(
      CacheSizes(reportedFirstLevel: 0, secondLevel: 1 << 21).secondLevel == 1 << 21)
  }

  @Test(arguments: KernelSet.all)
  func `kernels have blocks for this processor`(kernels: KernelSet) {
    let caches = Processor.caches
    #expect(kernels.blocking == kernels.tuned(for: caches).blocking)
    #expect((1 << 12...1 << 24).contains(caches.firstLevel))
    #expect(caches.secondLevel >= caches.firstLevel)
  }
}
