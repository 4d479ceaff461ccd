import Engine
import Testing

@Suite struct DropoutTests {
  private func dropout(_ rate: Double, _ shape: Shape) throws -> any Layer<Float> {
    var random = RandomSource(seed: 0)
    return try Network<Float>(
      [.dropout(rate: rate)], inputShape: shape, random: &random
    ).layers[0]
  }

  @Test func `kept values are divided by what is kept, and the way back has the same mask`() throws
  {
    var layer = try dropout(0.75, [1000])
    var (context, sum, sent) = (ForwardContext(), Tensor<Float>.empty, Tensor<Float>.empty)
    let ones = Tensor<Float>(shape: [1, 1000], repeating: 1)
    layer.weightedSum(of: ones, into: &sum, context: &context)
    #expect(Set(sum.elements) == [0, 4])
    #expect(abs(sum.elements.reduce(0, +) / 1000 - 1) < 0.15)
    #expect(layer.memory[.mask] == sum)
    layer.sendBack(ones, into: &sent)
    #expect(sent == sum)
  }

  /// The order of the paper's code: one uniform number per element, row-major; the element is kept when it is above
  /// the rate.
  @Test func `a shared mask is drawn as in the published runs`() throws {
    var layer = try dropout(0.25, [2, 3, 1])
    var context = ForwardContext(random: RandomSource(seed: 9), maskScope: .batch)
    var (sum, random) = (Tensor<Float>.empty, RandomSource(seed: 9))
    layer.weightedSum(
      of: Tensor(shape: [2, 2, 3, 1], repeating: 3), into: &sum, context: &context)
    let first = (0..<6).map { _ in random.uniform() > 0.25 ? Float(4) : 0 }
    #expect(sum.elements == first + first)
    #expect(context.random == random)
  }

  @Test func `masks of every sample differ, and each pass draws one word`() throws {
    var layer = try dropout(0.5, [400])
    var context = ForwardContext(random: RandomSource(seed: 9), maskScope: .sample)
    let ones = Tensor<Float>(shape: [2, 400], repeating: 1)
    var (first, second) = (Tensor<Float>.empty, Tensor<Float>.empty)
    layer.weightedSum(of: ones, into: &first, context: &context)
    layer.weightedSum(of: ones, into: &second, context: &context)
    var random = RandomSource(seed: 9)
    _ = (random.nextWord(), random.nextWord())
    #expect(context.random == random)
    // Independent masks agree in about half of their numbers.
    for (a, b) in [
      (first.elements[..<400], first.elements[400...]), (first.elements[...], second.elements[...]),
    ] {
      let share = Double(zip(a, b).count { $0 == $1 }) / Double(a.count)
      #expect(abs(share - 0.5) < 0.12)
    }
  }

  @Test func `a prescribed mask draws nothing`() throws {
    var layer = try dropout(0.5, [2])
    let mask = Tensor<Float>(shape: [1, 2], elements: [0, 2])
    var context = ForwardContext(prescribedMasks: ["dr0": mask])
    var sum = Tensor<Float>.empty
    layer.weightedSum(of: Tensor(shape: [1, 2], elements: [3, 4]), into: &sum, context: &context)
    #expect(sum.elements == [0, 8])
    #expect(context.random == RandomSource(seed: 0))
  }

  @Test func `predicting lets everything through and draws nothing`() throws {
    var layer = try dropout(0.9, [4])
    var context = ForwardContext(mode: .predicting)
    let input = Tensor<Float>(shape: [1, 4], elements: [1, 2, 3, 4])
    var sum = Tensor<Float>.empty
    layer.weightedSum(of: input, into: &sum, context: &context)
    #expect(sum == input)
    #expect(context.random == RandomSource(seed: 0))
  }

  @Test func `a rate of 0 keeps everything`() throws {
    var layer = try dropout(0, [50])
    var (context, sum) = (ForwardContext(), Tensor<Float>.empty)
    let input = Tensor<Float>(shape: [1, 50], repeating: 7)
    layer.weightedSum(of: input, into: &sum, context: &context)
    #expect(sum == input)
  }
}
