import Engine
import Testing

@Suite struct BatchingTests {
  /// The sizes `numpy.array_split` gives.
  @Test(
    arguments: [
      (280, 10, Array(repeating: 28, count: 10)), (10, 3, [4, 3, 3]), (11, 4, [3, 3, 3, 2]),
      (3, 5, [1, 1, 1]), (5, 1, [5]), (0, 3, []),
    ] as [(Int, Int, [Int])])
  func `a count cuts into nearly equal parts, the first ones larger`(
    m: Int, n: Int, sizes: [Int]
  ) {
    let cuts = Batching.count(n).cuts(of: m)
    #expect(cuts.map(\.count) == sizes)
    #expect(cuts.flatMap(Array.init) == Array(0..<m))
  }

  @Test(
    arguments: [(1000, 5, 200, 5), (10, 4, 3, 2), (3, 8, 1, 3), (0, 8, 0, 0)]
      as [(Int, Int, Int, Int)])
  func `a size leaves the rest to the last batch`(m: Int, size: Int, count: Int, last: Int) {
    let cuts = Batching.size(size).cuts(of: m)
    #expect(cuts.count == count)
    #expect(cuts.last?.count ?? 0 == last)
    #expect(cuts.flatMap(Array.init) == Array(0..<m))
  }
}
