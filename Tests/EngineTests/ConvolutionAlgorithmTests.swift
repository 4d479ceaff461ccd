@testable import Engine
import TestSupport
import Testing

/// Every algorithm against the definition.
@Suite struct ConvolutionAlgorithmTests {
  struct Size: CustomTestStringConvertible {
    let batch: Int
    let geometry: ConvolutionGeometry

    init(_ batch: Int, _ height: Int, _ width: Int, _ from: Int, _ to: Int, kernel: Int) {
      self.batch = batch
      geometry = ConvolutionGeometry(
        height: height, width: width, inputChannels: from, outputChannels: to, kernelSize: kernel)
    }

    var testDescription: String {
      let g = geometry
      return "\(batch)×\(g.height)×\(g.width)×\(g.inputChannels), "
        + "\(g.outputChannels) kernels \(g.kernelSize)×\(g.kernelSize)"
    }
  }

  static let sizes = [
    Size(1, 1, 1, 1, 1, kernel: 1), Size(1, 5, 7, 3, 2, kernel: 1), Size(2, 6, 6, 1, 2, kernel: 3),
    Size(3, 7, 5, 2, 9, kernel: 3), Size(1, 13, 11, 4, 5, kernel: 5),
    // Kernels larger than the picture, one way and both.
    Size(2, 3, 4, 1, 2, kernel: 7), Size(1, 1, 9, 2, 3, kernel: 5), Size(2, 2, 1, 3, 2, kernel: 9),
    // More channels than a panel of the product is deep.
    Size(1, 3, 3, 65, 33, kernel: 3), Size(2, 2, 2, 300, 1, kernel: 1),
  ]

  @Test(arguments: sizes, [.gemm, .tiled, .winograd, .fft] as [ConvolutionVariant])
  func `all three steps agree with the definition`(size: Size, variant: ConvolutionVariant) {
    var random = RandomSource(seed: 4)
    let g = size.geometry
    let input = Tensor<Float>.normal([size.batch, g.height, g.width, g.inputChannels], &random)
    let delta = Tensor<Float>.normal([size.batch, g.height, g.width, g.outputChannels], &random)
    let weights = Tensor<Float>.normal(
      [g.kernelSize, g.kernelSize, g.inputChannels, g.outputChannels], &random)
    let bias = Tensor<Float>.normal([g.outputChannels], &random)
    let (direct, other) = (
      ConvolutionDirect<Float>(geometry: g), variant.algorithm(Float.self, g)
    )
    // Winograd and FFT reach their sums by numbers larger than these.
    let tolerance: Double = [.winograd, .fft].contains(variant) ? 1e-4 : 1e-5
    func expectClose(_ got: Tensor<Float>, _ wanted: Tensor<Float>, _ name: String) {
      let largest = Double(wanted.elements.map(abs).max() ?? 0)
      TestSupport.expectClose(
        got, wanted, absolute: tolerance * max(largest, 1), relative: 0, "\(variant) \(name)")
    }

    var (wanted, got) = (Tensor<Float>(shape: delta.shape), Tensor<Float>(shape: delta.shape))
    direct.forward(input, weights: weights, bias: bias, into: &wanted)
    other.forward(input, weights: weights, bias: bias, into: &got)
    expectClose(got, wanted, "S")

    (wanted, got) = (Tensor(shape: input.shape), Tensor(shape: input.shape))
    direct.sendBack(delta, weights: weights, into: &wanted)
    other.sendBack(delta, weights: weights, into: &got)
    expectClose(got, wanted, "sent back")

    let empty = Parameters(weights: weights, bias: bias).zeros
    var (naive, fast) = (empty, empty)
    direct.gradients(delta: delta, input: input, into: &naive)
    other.gradients(delta: delta, input: input, into: &fast)
    expectClose(fast.weights, naive.weights, "∂W")
    expectClose(fast.bias, naive.bias, "∂b")
  }
}
