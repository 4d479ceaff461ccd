import Engine
import Testing

@Suite struct LearnerTests {
  /// One weight and one bias on one sample, y = w·x + b with w = 2, b = 1, x = 3, t = 5: E = y − t = 2.
  private func learner(_ optimizer: OptimizerName = .sgd) throws -> Learner<Double> {
    var random = RandomSource(seed: 0)
    var network = try Network<Double>(
      [.dense(units: 1, activation: .identity)], inputShape: [1], random: &random)
    network.setParameters(
      Parameters(
        weights: Tensor(shape: [1, 1], elements: [2]), bias: Tensor(shape: [1], elements: [1])),
      ofLayer: 0)
    var description = OptimizerDescription(optimizer)
    description.learningRate = 0.1
    return Learner(network: network, loss: .halfSquaredError, optimizer: description)
  }

  private let input = Tensor<Double>(shape: [1, 1], elements: [3])
  private let target = Tensor<Double>(shape: [1, 1], elements: [5])

  @Test func `one step by hand`() throws {
    var learner = try learner()
    #expect(learner.step(input, target: target) == 2)
    // ∂W = 2·3, ∂b = 2
    let parameters = try #require(learner.network.parameters[0])
    #expect(abs(parameters.weights.elements[0] - 1.4) < 1e-15)
    #expect(abs(parameters.bias.elements[0] - 0.8) < 1e-15)
    #expect(learner.updates == 1)
  }

  /// λ₂·w is added before clipping: ∂W = 6 + 0.5·2 = 7 → 6.5, ∂b = 2 + 0.5·1.
  @Test func `the penalty is added before clipping, and neither shows in the gradient`() throws {
    var learner = try learner()
    learner.regularization = Regularization(l1: 0, l2: 0.5)
    learner.clipping = .value(6.5)
    learner.step(input, target: target)
    let parameters = try #require(learner.network.parameters[0])
    #expect(abs(parameters.weights.elements[0] - 1.35) < 1e-15)
    #expect(abs(parameters.bias.elements[0] - 0.75) < 1e-15)
    #expect(learner.network.gradients[0]?.weights.elements == [6])
  }

  @Test func `mean and sum differ by the number of samples in the step, not in the loss`() throws {
    var (mean, sum) = (try learner(), try learner())
    sum.reduction = .sum
    let twice = Tensor<Double>(shape: [2, 1], elements: [3, 3])
    let targets = Tensor<Double>(shape: [2, 1], elements: [5, 5])
    #expect(mean.step(twice, target: targets) == 2)
    #expect(sum.step(twice, target: targets) == 2)
    #expect(mean.network.gradients[0]?.weights.elements == [6])
    #expect(sum.network.gradients[0]?.weights.elements == [12])
  }

  @Test func `a copy learns on its own`() throws {
    var learner = try learner(.adam)
    learner.step(input, target: target)
    var copy = learner
    copy.step(input, target: target)
    #expect(learner.updates == 1)
    #expect(copy.updates == 2)
    #expect(learner.network.parameters != copy.network.parameters)
  }
}
