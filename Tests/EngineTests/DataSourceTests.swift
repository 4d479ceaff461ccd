import Testing

@testable import Engine

@Suite struct DataSourceTests {
  @Test func `test rows come class by class, training rows permuted as well`() {
    let classes = [1, 0, 2, 1, 0]
    #expect(RowOrder.stored.rows(of: classes, part: .training) == [0, 1, 2, 3, 4])
    #expect(RowOrder.paper(seed: 0).rows(of: classes, part: .test) == [1, 4, 0, 3, 2])
    // numpy.random.RandomState(0).permutation(5) is 2 0 1 3 4.
    #expect(RowOrder.paper(seed: 0).rows(of: classes, part: .training) == [0, 1, 4, 3, 2])
  }
}
