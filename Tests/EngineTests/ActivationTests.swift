import Engine
import Foundation
import Testing

@Suite struct ActivationTests {
  private let points: [Double] = [-2, -0.5, 0, 0.25, 3]

  private func apply(_ activation: Activation, _ values: [Double]) -> [Double] {
    var tensor = Tensor(shape: [1, values.count], elements: values)
    activation.apply(to: &tensor)
    return tensor.elements
  }

  private func backward(
    _ activation: Activation, _ sums: [Double], _ sent: [Double]
  ) -> [Double] {
    let output = Tensor(shape: [1, sums.count], elements: apply(activation, sums))
    var delta = Tensor(shape: [1, sums.count], elements: sent)
    activation.backward(&delta, output: output)
    return delta.elements
  }

  @Test func `functions are those of the formulas`() {
    #expect(apply(.identity, points) == points)
    #expect(apply(.relu, points) == [0, 0, 0, 0.25, 3])
    for (y, s) in zip(apply(.sigmoid, points), points) {
      #expect(abs(y - 1 / (1 + exp(-s))) < 1e-15)
    }
    for (y, s) in zip(apply(.tanh, points), points) { #expect(abs(y - tanh(s)) < 1e-15) }
  }

  /// e⁰, e¹, e² over their sum.
  @Test func `softmax of 0, 1, 2`() {
    let sum = 1 + M_E + M_E * M_E
    let wanted = [1 / sum, M_E / sum, M_E * M_E / sum]
    #expect(zip(apply(.softmax, [0, 1, 2]), wanted).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func `softmax runs over the last axis and does not overflow`() {
    var tensor = Tensor<Float>(shape: [2, 2], elements: [1000, 1000, -1000, 0])
    Activation.softmax.apply(to: &tensor)
    #expect(tensor.elements == [0.5, 0.5, 0, 1])
  }

  @Test func `sigmoid does not overflow for either sign`() {
    var tensor = Tensor<Float>(shape: [2], elements: [-1000, 1000])
    Activation.sigmoid.apply(to: &tensor)
    #expect(tensor.elements == [0, 1])
  }

  @Test func `relu is shut at 0`() {
    #expect(backward(.relu, points, [1, 2, 3, 4, 5]) == [0, 0, 0, 4, 5])
  }

  @Test(arguments: Activation.allCases)
  func `a nan stays a nan`(activation: Activation) {
    var tensor = Tensor<Float>(shape: [1, 2], elements: [.nan, 1])
    activation.apply(to: &tensor)
    #expect(tensor.elements[0].isNaN)
  }

  @Test(arguments: Activation.allCases)
  func `backward is the transposed Jacobian by central differences`(activation: Activation) {
    let sums = [-1.5, 0.3, 0.9, -0.2]
    let sent = [0.7, -1.1, 0.4, 2]
    let got = backward(activation, sums, sent)
    for j in sums.indices {
      var (plus, minus) = (sums, sums)
      plus[j] += 1e-6
      minus[j] -= 1e-6
      let slope = zip(sent, zip(apply(activation, plus), apply(activation, minus)))
        .reduce(0.0) { $0 + $1.0 * ($1.1.0 - $1.1.1) / 2e-6 }
      #expect(abs(got[j] - slope) < 1e-9, "\(activation) at \(j): wanted \(slope), got \(got[j])")
    }
  }
}
