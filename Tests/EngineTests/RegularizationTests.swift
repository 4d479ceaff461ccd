@testable import Engine
import Testing

@Suite struct RegularizationTests {
  private let parameters = Parameters<Double>(
    weights: Tensor(shape: [1, 3], elements: [2, -4, 0]), bias: Tensor(shape: [1], elements: [-1]))

  private func penalty(_ regularization: Regularization) -> ([Double], [Double]) {
    var gradients = parameters.zeros
    regularization.add(for: parameters, to: &gradients)
    return (gradients.weights.elements, gradients.bias.elements)
  }

  @Test func `l1 adds the sign, and 0 has none`() {
    let (weights, bias) = penalty(Regularization(l1: 0.5, l2: 0))
    #expect(weights == [0.5, -0.5, 0])
    #expect(bias == [-0.5])
  }

  @Test func `l2 adds the weight times lambda`() {
    let (weights, bias) = penalty(Regularization(l1: 0, l2: 0.25))
    #expect(weights == [0.5, -1, 0])
    #expect(bias == [-0.25])
  }

  @Test func `kernel and bias have strengths of their own`() {
    let (weights, bias) = penalty(
      Regularization(kernel: .init(l1: 1, l2: 1), bias: .init(l1: 0, l2: 3)))
    #expect(weights == [3, -5, 0])
    #expect(bias == [-3])
  }

  @Test func `clipping by value cuts every component`() {
    var gradients: [Parameters<Double>?] = [nil, parameters]
    GradientClipping.value(1.5).apply(to: &gradients)
    #expect(gradients[1]?.weights.elements == [1.5, -1.5, 0])
    #expect(gradients[1]?.bias.elements == [-1])
  }

  /// Two layers of norm √(2² + 4² + 1) each: together √42.
  @Test func `clipping by norm scales all gradients together`() {
    var gradients: [Parameters<Double>?] = [parameters, nil, parameters]
    GradientClipping.norm(7).apply(to: &gradients)
    #expect(gradients[0] == parameters)
    GradientClipping.norm(1).apply(to: &gradients)
    let factor = 1 / 42.0.squareRoot()
    for layer in [0, 2] {
      let weights = gradients[layer]?.weights.elements ?? []
      #expect(zip(weights, [2, -4, 0]).allSatisfy { abs($0 - $1 * factor) < 1e-15 })
    }
  }

  @Test func `no clipping leaves everything`() {
    var gradients: [Parameters<Double>?] = [parameters]
    GradientClipping.none.apply(to: &gradients)
    #expect(gradients == [parameters])
  }
}
