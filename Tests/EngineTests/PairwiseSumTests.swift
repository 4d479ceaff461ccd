import Engine
import Testing

@Suite struct PairwiseSumTests {
  @Test func `short and ragged lengths add up`() {
    for n in [0, 1, 7, 8, 9, 127, 128, 129, 1000, 1003] {
      #expect(PairwiseSum.sum((0..<n).map(Float.init)[...]) == Float(n * (n - 1) / 2))
    }
  }

  @Test func `variance is of the population`() {
    #expect(PairwiseSum.mean([1, 2, 3, 4]) == 2.5)
    #expect(PairwiseSum.variance([1, 2, 3, 4]) == 1.25)
    #expect(PairwiseSum.variance([7]) == 0)
  }

  /// NumPy: `np.random.seed(n); x = np.random.randn(n).astype(np.float32); x.mean(), x.var()`.
  @Test(
    arguments: [
      (5, 0.47972924, 1.0275338),
      (100, -0.10416586, 0.9404199),
      (512, 0.024009485, 0.95721257),
      (1003, 0.0078783855, 1.0128938),
    ] as [(Int, Float, Float)])
  func `mean and variance are NumPy's to the last digit`(n: Int, mean: Float, variance: Float) {
    var random = RandomSource(seed: UInt32(n))
    let x = (0..<n).map { _ in Float(random.normal()) }
    #expect(PairwiseSum.mean(x) == mean)
    #expect(PairwiseSum.variance(x) == variance)
  }
}
