import Engine
import Testing

@Suite struct LayerDrawsTests {
  @Test(arguments: [UnitDistribution.normal, .uniform])
  func `kept and repeated matrices are the same numbers`(distribution: UnitDistribution) {
    var kept = LayerDraws(seed: 4, width: 6, distribution: distribution)
    var repeated = LayerDraws(seed: 4, width: 6, distribution: distribution, keptBytes: 0)
    let gradient = kept.gradient(above: 5)
    let repeatedGradient = repeated.gradient(above: 5)
    #expect(repeatedGradient == gradient)
    for layer in [5, 1, 3, 5, 2, 4] {
      let weights = kept.weights(of: layer)
      let again = repeated.weights(of: layer)
      #expect(weights == again)
    }
    let later = kept.gradient(above: 5)
    #expect(later == gradient)
  }

  @Test func `numbers come in the order of the demo`() {
    var random = RandomSource(seed: 0)
    var draws = LayerDraws(seed: 0, width: 3, distribution: .normal)
    #expect(draws.input == (0..<3).map { _ in Float(random.normal()) })
    for layer in 1...2 {
      let weights = draws.weights(of: layer)
      #expect(weights == (0..<9).map { _ in Float(random.normal()) })
    }
    let gradient = draws.gradient(above: 2)
    #expect(gradient == (0..<3).map { _ in Float(random.normal()) })
  }
}
