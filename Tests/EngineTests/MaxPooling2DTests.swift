import Engine
import Testing

@Suite struct MaxPooling2DTests {
  /// A layer of its own, by way of a network of one.
  private func layer(_ size: Int, _ input: Shape) throws -> any Layer<Float> {
    var random = RandomSource(seed: 0)
    let network = try Network<Float>(
      [.maxPooling(size: size)], inputShape: input, random: &random)
    return network.layers[0]
  }

  private func pool(
    _ layer: inout any Layer<Float>, _ input: Tensor<Float>
  ) -> (sum: [Float], argmax: [Float]) {
    var context = ForwardContext()
    var sum = Tensor<Float>.empty
    layer.weightedSum(of: input, into: &sum, context: &context)
    return (sum.elements, layer.memory[.argmax]?.elements ?? [])
  }

  @Test func `seven rows and columns give three windows; the rest is dropped`() throws {
    var layer = try layer(2, [7, 7, 1])
    #expect(layer.outputShape == [3, 3, 1])
    let input = Tensor<Float>(shape: [1, 7, 7, 1], elements: (0..<49).map { Float($0) })
    let (sum, argmax) = pool(&layer, input)
    #expect(sum == [8, 10, 12, 22, 24, 26, 36, 38, 40])
    #expect(argmax == [Float](repeating: 3, count: 9))

    var sent = Tensor<Float>.empty
    layer.sendBack(Tensor(shape: [1, 3, 3, 1], repeating: 1), into: &sent)
    #expect(sent.shape == [1, 7, 7, 1])
    let receivers = sent.elements.indices.filter { sent.elements[$0] == 1 }.map(Float.init)
    #expect(receivers == sum)
    #expect(sent.elements.reduce(0, +) == 9)
  }

  @Test func `the first of equals in row-major order wins`() throws {
    var layer = try layer(2, [2, 2, 1])
    #expect(pool(&layer, Tensor(shape: [1, 2, 2, 1], elements: [0, 5, 5, 5])).argmax == [1])
    #expect(pool(&layer, Tensor(shape: [1, 2, 2, 1], elements: [0, 0, 0, 0])).argmax == [0])
    #expect(pool(&layer, Tensor(shape: [1, 2, 2, 1], elements: [-1, -2, 3, 3])).argmax == [2])
  }

  @Test func `channels and samples are pooled apart`() throws {
    var layer = try layer(2, [2, 2, 2])
    let input = Tensor<Float>(
      shape: [2, 2, 2, 2], elements: [1, 8, 2, 7, 3, 6, 4, 5, -1, 0, -2, 0, -3, 0, -4, 1])
    let (sum, argmax) = pool(&layer, input)
    #expect(sum == [4, 8, -1, 1])
    #expect(argmax == [3, 0, 0, 3])
  }

  @Test func `a nan wins, infinities are ordinary numbers`() throws {
    var layer = try layer(2, [2, 2, 1])
    let broken = pool(&layer, Tensor(shape: [1, 2, 2, 1], elements: [1, .nan, 9, .nan]))
    #expect(broken.sum[0].isNaN)
    #expect(broken.argmax == [1])
    let vast = pool(&layer, Tensor(shape: [1, 2, 2, 1], elements: [1, 2, .infinity, 3]))
    #expect(vast.sum == [.infinity])
    let deep = Tensor<Float>(shape: [1, 2, 2, 1], repeating: -.infinity)
    #expect(pool(&layer, deep).argmax == [0])
  }
}
