import Engine
import Testing

@Suite struct InitializerTests {
  /// The formulas of the table, written out once more.
  static let limits: [(Initializer, Double)] = [
    (.glorotUniform, (6.0 / 500).squareRoot()), (.heUniform, (6.0 / 200).squareRoot()),
    (.glorotNormal, (2.0 / 500).squareRoot()), (.heNormal, (2.0 / 200).squareRoot()),
  ]

  @Test(arguments: limits)
  func `draws have the mean, variance and bound of the formula`(
    initializer: Initializer, scale: Double
  ) {
    var random = RandomSource(seed: 3)
    let weights: Tensor<Double> = initializer.draw(
      shape: [300, 200], fanIn: 200, fanOut: 300, random: &random)
    let n = Double(weights.count)
    let mean = weights.elements.reduce(0, +) / n
    let variance = weights.elements.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / n
    let uniform = initializer.distribution == .uniform
    let wanted = uniform ? scale * scale / 3 : scale * scale
    #expect(abs(mean) < 4 * (wanted / n).squareRoot())
    #expect(abs(variance / wanted - 1) < 0.02)
    if uniform {
      let largest = weights.elements.map(abs).max() ?? 0
      #expect(largest <= scale * (1 + 1e-7))
      #expect(largest > scale * 0.999)
    }
    #expect(abs(Double(initializer.scale(fanIn: 200, fanOut: 300)) / scale - 1) < 1e-7)
  }

  @Test(arguments: Initializer.allCases)
  func `Double and Float start from the same numbers`(initializer: Initializer) {
    var first = RandomSource(seed: 7)
    var second = first
    let single: Tensor<Float> = initializer.draw(
      shape: [3, 3, 2, 5], fanIn: 18, fanOut: 45, random: &first)
    let double: Tensor<Double> = initializer.draw(
      shape: [3, 3, 2, 5], fanIn: 18, fanOut: 45, random: &second)
    #expect(single.converted(to: Double.self) == double)
    #expect(first == second)
  }

  /// Published initial norms of experiment 1781687523, `D(64,r);DR(0.25);D(40,sm)` on 4096 inputs: He uniform
  /// 64×4096, then Glorot uniform 40×64, biases 0, one seed per repetition.
  @Test(
    arguments: [
      (0, 5333.267, 13.37228), (1, 5326.212, 13.27506), (2, 5342.844, 13.36267),
      (9, 5316.542, 13.29083),
    ] as [(UInt32, Double, Double)])
  func `initial norms are those of the published runs`(seed: UInt32, l1: Double, l2: Double) {
    var random = RandomSource(seed: seed)
    let hidden: Tensor<Float> = Activation.relu.initializer.draw(
      shape: [64, 4096], fanIn: 4096, fanOut: 64, random: &random)
    let output: Tensor<Float> = Activation.identity.initializer.draw(
      shape: [40, 64], fanIn: 64, fanOut: 40, random: &random)
    let all = (hidden.elements + output.elements).map(Double.init)
    let sum = all.map(abs).reduce(0, +)
    let root = all.map { $0 * $0 }.reduce(0, +).squareRoot()
    #expect(abs(sum / l1 - 1) < 4e-7, "l1 \(sum), published \(l1)")
    #expect(abs(root / l2 - 1) < 4e-7, "l2 \(root), published \(l2)")
  }

  @Test func `names are those of the command line`() {
    #expect(
      Initializer.allCases.map(\.rawValue) == [
        "glorot-uniform", "glorot-normal", "he-uniform", "he-normal",
      ])
  }
}
