import Engine
import Testing

@Suite struct AveragePooling2DTests {
  private func layer(_ size: Int, _ input: Shape) throws -> any Layer<Double> {
    var random = RandomSource(seed: 0)
    return try Network<Double>(
      [.averagePooling(size: size)], inputShape: input, random: &random
    ).layers[0]
  }

  @Test func `a ragged picture: five by four in windows of three`() throws {
    var layer = try layer(3, [5, 4, 1])
    #expect(layer.outputShape == [1, 1, 1])
    var (context, sum, sent) = (ForwardContext(), Tensor<Double>.empty, Tensor<Double>.empty)
    let input = Tensor<Double>(shape: [1, 5, 4, 1], elements: (0..<20).map { Double($0) })
    layer.weightedSum(of: input, into: &sum, context: &context)
    // 0 1 2, 4 5 6, 8 9 10
    #expect(abs(sum.elements[0] - 5) < 1e-15)
    layer.sendBack(Tensor(shape: [1, 1, 1, 1], elements: [9]), into: &sent)
    #expect(
      sent.elements == [1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func `a window of one changes nothing`() throws {
    var layer = try layer(1, [2, 3, 2])
    var (context, sum) = (ForwardContext(), Tensor<Double>.empty)
    let input = Tensor<Double>(shape: [1, 2, 3, 2], elements: (0..<12).map { Double($0) })
    layer.weightedSum(of: input, into: &sum, context: &context)
    #expect(sum == input)
  }
}
