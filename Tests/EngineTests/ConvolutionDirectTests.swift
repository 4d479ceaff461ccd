@testable import Engine
import Testing

/// One 3×3 kernel over a 2×3 picture of one channel, worked out by hand.
@Suite struct ConvolutionDirectTests {
  private let direct = ConvolutionDirect<Double>(
    geometry: ConvolutionGeometry(
      height: 2, width: 3, inputChannels: 1, outputChannels: 1, kernelSize: 3))
  private let picture = Tensor<Double>(shape: [1, 2, 3, 1], elements: [1, 2, 3, 4, 5, 6])
  private let weights = Tensor<Double>(
    shape: [3, 3, 1, 1], elements: [1, 0, 0, 0, 2, 0, 0, 0, 3])

  /// 2·x at the centre, 1·the upper left, 3·the lower right neighbour, plus the bias.
  @Test func `the weighted sum is a correlation with zeros around the picture`() {
    var sum = Tensor<Double>(shape: [1, 2, 3, 1])
    direct.forward(
      picture, weights: weights, bias: Tensor(shape: [1], elements: [0.5]), into: &sum)
    let wanted: [Double] = [2 + 15, 4 + 18, 6, 8, 10 + 1, 12 + 2]
    #expect(sum.elements == wanted.map { $0 + 0.5 })
  }

  /// Only δ[0,1] = 1: its window covers the upper row and the row below.
  @Test func `what is sent back is the kernel around the delta`() {
    var delta = Tensor<Double>(shape: [1, 2, 3, 1])
    delta.elements[1] = 1
    var sent = Tensor<Double>(shape: [1, 2, 3, 1])
    direct.sendBack(delta, weights: weights, into: &sent)
    #expect(sent.elements == [0, 2, 0, 0, 0, 3])
  }

  /// The gradient of each weight is the pixel it met; outside of the picture that is 0.
  @Test func `the gradient is the window under the delta`() {
    var delta = Tensor<Double>(shape: [1, 2, 3, 1])
    delta.elements[1] = 2
    var gradients = Parameters<Double>(
      weights: Tensor(shape: [3, 3, 1, 1]), bias: Tensor(shape: [1]))
    direct.gradients(delta: delta, input: picture, into: &gradients)
    #expect(gradients.weights.elements == [0, 0, 0, 2, 4, 6, 8, 10, 12])
    #expect(gradients.bias.elements == [2])
  }
}
