import Engine
import Foundation
import Testing

@Suite struct SignalPropagationTests {
  private func run(
    scale: String, seed: UInt32 = 0, layers: Int = 100
  ) throws -> [LayerSignal] {
    var settings = PropagationSettings()
    settings.weights = .scaled(try WeightScale(scale))
    settings.seed = seed
    settings.layers = layers
    return try SignalPropagation.run(settings)
  }

  /// Paper, Section 5: W ~ N(0, 1) explodes; the counts at layer 29 belong to the order of summation.
  @Test func `scale 1 overflows in layer 29 as in the paper`() throws {
    let signals = try run(scale: "1", layers: 30)
    #expect(signals[27].nanCount == 0 && signals[27].infinityCount == 0)
    #expect(signals[27].magnitude == 2.441443e38)
    #expect(signals[28].nanCount == 503 && signals[28].infinityCount == 9)
    #expect(signals[28].magnitude.isNaN && signals[28].mean.isNaN)
    #expect(signals[29].nanCount == 512)
    #expect(signals[29].smallest.isNaN && signals[29].largest.isNaN)
  }

  @Test func `scale 0.01 vanishes to exactly 0`() throws {
    let last = try #require(try run(scale: "0.01").last)
    #expect(last.values.allSatisfy { $0 == 0 })
    #expect(last.mean == 0 && last.variance == 0)
  }

  /// The paper prints −0.016219143 and 0.81295455.
  @Test func `scale 1 over root n keeps the variance`() throws {
    let last = try #require(try run(scale: "1/sqrt(n)").last)
    #expect(last.layer == 100)
    #expect(PairwiseSum.mean(last.values) == -0.016219143)
    #expect(PairwiseSum.variance(last.values) == 0.81295455)
    #expect(abs(last.mean + 0.016219143) < 1e-8)
    #expect(abs(last.variance - 0.81295455) < 1e-7)
  }

  @Test func `Glorot normal on a square layer is 1 over root n`() throws {
    var settings = PropagationSettings()
    settings.layers = 3
    settings.weights = .initializer(.glorotNormal)
    let glorot = try SignalPropagation.run(settings)
    #expect(try glorot == run(scale: "1/sqrt(n)", layers: 3))
  }

  @Test(arguments: [Initializer.heNormal, .heUniform])
  func `He keeps signals and gradients through ReLU`(
    initializer: Initializer
  ) throws {
    for direction in PropagationSettings.Direction.allCases {
      var settings = PropagationSettings()
      settings.layers = 20
      settings.activation = .relu
      settings.direction = direction
      settings.weights = .initializer(initializer)
      let last = try #require(try SignalPropagation.run(settings).last)
      #expect(0.3..<3 ~= last.rootMeanSquare, "\(direction): \(last.rootMeanSquare)")
    }
  }

  /// d(g·x_L)/dx₀ = g₀: the backward pass compared with central differences of a forward pass in Double.
  @Test(arguments: [Activation.identity, .relu, .tanh, .sigmoid])
  func `the way back is the derivative of the way forward`(
    activation: Activation
  ) throws {
    let width = 11
    var settings = PropagationSettings()
    settings.layers = 4
    settings.width = width
    settings.seed = 2
    settings.activation = activation
    settings.direction = .backward
    settings.weights = .scaled(try WeightScale("1.5/sqrt(n)"))
    let signals = try SignalPropagation.run(settings)
    #expect(signals.map(\.layer) == [4, 3, 2, 1])

    var random = RandomSource(seed: 2)
    let x = (0..<width).map { _ in random.normal() }
    let matrices = (0..<4).map { _ in
      (0..<width * width).map { _ in random.normal() * 1.5 / Double(width).squareRoot() }
    }
    let g = (0..<width).map { _ in random.normal() }
    func loss(_ x: [Double]) -> Double {
      let out = matrices.reduce(x) { x, matrix in
        (0..<width).map { i in
          value(activation, (0..<width).reduce(0.0) { $0 + matrix[i * width + $1] * x[$1] })
        }
      }
      return zip(g, out).reduce(0.0) { $0 + $1.0 * $1.1 }
    }
    let h = 1e-6
    for (k, got) in (signals.last?.values ?? []).enumerated() {
      var up = x
      var down = x
      up[k] += h
      down[k] -= h
      let wanted = (loss(up) - loss(down)) / (2 * h)
      #expect(
        abs(Double(got) - wanted) < 2e-5 * max(1, abs(wanted)),
        "\(activation) input \(k): wanted \(wanted), got \(got)")
    }
  }

  private func value(_ activation: Activation, _ s: Double) -> Double {
    switch activation {
    case .relu: max(0, s)
    case .tanh: tanh(s)
    case .sigmoid: 1 / (1 + exp(-s))
    default: s
    }
  }

  @Test func `draws of an earlier run are used and change nothing`() throws {
    var settings = PropagationSettings()
    settings.layers = 5
    settings.width = 20
    var first = try SignalPropagation(settings)
    while first.advance() {}
    settings.layers = 7
    settings.direction = .backward
    settings.weights = .scaled(.inverseRoot)
    var second = try SignalPropagation(settings, draws: first.draws)
    var steps = 0
    while second.advance() {
      steps += 1
      #expect(second.done == steps)
    }
    #expect(try second.signals == SignalPropagation.run(settings))
    #expect(steps == 14 && settings.products == 14)
    let more = second.advance()
    #expect(!more)
  }

  @Test func `settings out of range are refused`() {
    func error(_ change: (inout PropagationSettings) -> Void) -> PropagationError? {
      var settings = PropagationSettings()
      change(&settings)
      return #expect(throws: PropagationError.self) { try SignalPropagation.run(settings) }
    }
    #expect(error { $0.layers = 0 } == .layers(0))
    #expect(error { $0.layers = 1001 } == .layers(1001))
    #expect(error { $0.width = 0 } == .width(0))
    #expect(error { $0.width = Int.max } == .width(Int.max))
    let large = error {
      $0.layers = 1000
      $0.width = 4096
    }
    #expect(large == .tooManyWeights(layers: 1000, width: 4096))
    let infinite = PropagationWeights.scaled(WeightScale(1e39))
    #expect(error { $0.weights = infinite } == .scale(infinite))
  }

  @Test(arguments: [Activation.identity, .relu, .tanh, .sigmoid])
  func `one layer of one number runs`(activation: Activation) throws {
    var settings = PropagationSettings()
    settings.layers = 1
    settings.width = 1
    settings.activation = activation
    let signals = try SignalPropagation.run(settings)
    #expect(signals.count == 1 && signals[0].values.count == 1 && signals[0].variance == 0)
  }
}
