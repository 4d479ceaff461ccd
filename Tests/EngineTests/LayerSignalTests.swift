import Engine
import Testing

@Suite struct LayerSignalTests {
  @Test func `plain numbers`() {
    let signal = LayerSignal(layer: 3, values: [1, -2, 4, 1])
    #expect(signal.mean == 1 && signal.variance == 4.5)
    #expect(signal.smallest == -2 && signal.largest == 4 && signal.magnitude == 4)
    #expect(signal.rootMeanSquare == 5.5.squareRoot())
    #expect(signal.nanCount == 0 && signal.infinityCount == 0)
  }

  @Test func `the variance of huge numbers is finite`() {
    let signal = LayerSignal(layer: 1, values: [3e38, -3e38])
    #expect(signal.mean == 0)
    #expect(abs(signal.variance / 9e76 - 1) < 1e-6)
  }

  @Test func `inf and nan are counted and spread as they do in sums`() {
    let signal = LayerSignal(layer: 1, values: [.infinity, -.infinity, .nan, 5])
    #expect(signal.nanCount == 1 && signal.infinityCount == 2)
    #expect(signal.mean.isNaN && signal.variance.isNaN && signal.magnitude.isNaN)
    #expect(signal.smallest == -.infinity && signal.largest == .infinity)
    #expect(LayerSignal(layer: 1, values: [.infinity, 5]).mean == .infinity)
    #expect(LayerSignal(layer: 1, values: [.nan]).smallest.isNaN)
  }
}
