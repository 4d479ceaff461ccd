import Engine
import Foundation
import TestSupport
import Testing

@Suite struct LossTests {
  private let output = Tensor<Double>(shape: [2, 2], elements: [0.5, 0.25, -1, 3])
  private let target = Tensor<Double>(shape: [2, 2], elements: [1, 0, -1, 1])

  /// y − t is −0.5, 0.25 in the first sample and 0, 2 in the second.
  static let byHand: [(Loss, Double, [Double])] = [
    (.halfSquaredError, (0.5 * (0.25 + 0.0625) + 2) / 2, [-0.5, 0.25, 0, 2]),
    (.meanSquaredError, (0.3125 / 2 + 2) / 2, [-0.5, 0.25, 0, 2]),
    (.meanAbsoluteError, (0.375 + 1) / 2, [-0.5, 0.5, 0, 0.5]),
    (.meanBiasError, (-0.125 + 1) / 2, [0.5, 0.5, 0.5, 0.5]),
  ]

  @Test(arguments: byHand)
  func `value and initial error by hand`(loss: Loss, value: Double, slopes: [Double]) {
    #expect(abs(loss.value(output, target: target) - value) < 1e-15)
    var error = Tensor<Double>.empty
    loss.initialError(output, target: target, reduction: .sum, into: &error)
    #expect(error.elements == slopes)
    loss.initialError(output, target: target, reduction: .mean, into: &error)
    #expect(error.elements == slopes.map { $0 / 2 })
  }

  @Test func `cross-entropy by hand`() {
    let output = Tensor<Double>(shape: [2, 3], elements: [0.7, 0.2, 0.1, 0.25, 0.5, 0.25])
    let target = Tensor<Double>(shape: [2, 3], elements: [1, 0, 0, 0, 0, 1])
    let value = Loss.categoricalCrossentropy.value(output, target: target)
    #expect(abs(value - (-log(0.7) - log(0.25)) / 2) < 1e-15)
    var error = Tensor<Double>.empty
    Loss.categoricalCrossentropy.initialError(
      output, target: target, reduction: .sum, into: &error)
    #expect(error.elements == [-1 / 0.7, 0, 0, 0, 0, -4])
  }

  @Test func `cross-entropy clips probabilities at 1e-7, and a nan shows`() {
    var error = Tensor<Float>.empty
    let target = Tensor<Float>(shape: [1, 2], elements: [1, 0])
    let hopeless = Tensor<Float>(shape: [1, 2], elements: [0, 1])
    let loss = Loss.categoricalCrossentropy
    #expect(abs(loss.value(hopeless, target: target) + log(1e-7)) < 1e-12)
    loss.initialError(hopeless, target: target, reduction: .mean, into: &error)
    #expect(error.elements == [-1e7, 0])
    let broken = Tensor<Float>(shape: [1, 2], elements: [.nan, .nan])
    #expect(loss.value(broken, target: target).isNaN)
  }

  @Test(arguments: Loss.allCases, BatchReduction.allCases)
  func `E is the slope of the loss`(loss: Loss, reduction: BatchReduction) {
    var random = RandomSource(seed: 21)
    var output = Tensor<Double>.normal([3, 2, 2, 2], &random)
    let target = Tensor<Double>.normal([3, 2, 2, 2], &random)
    if loss == .categoricalCrossentropy { Activation.softmax.apply(to: &output) }
    var error = Tensor<Double>.empty
    loss.initialError(output, target: target, reduction: reduction, into: &error)
    let samples = reduction == .sum ? 3.0 : 1
    for i in output.elements.indices {
      var (plus, minus) = (output, output)
      plus.elements[i] += 1e-6
      minus.elements[i] -= 1e-6
      let rise = loss.value(plus, target: target) - loss.value(minus, target: target)
      let slope = samples * rise / 2e-6
      #expect(
        abs(error.elements[i] - slope) < 1e-8 * max(1, abs(slope)),
        "\(loss) at \(i): wanted \(slope), got \(error.elements[i])")
    }
  }
}
