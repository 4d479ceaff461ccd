/// Two-dimensional convolution (cross-correlation), stride 1, zero padding "same".
///
/// X `[n, h, w, c_in]` → S `[n, h, w, c_out]`, W `[k, k, c_in, c_out]`, b `[c_out]`.
public struct Convolution2D<Element: Scalar>: Layer {
  public let name: String
  public let description: LayerDescription
  public let inputShape: Shape
  public let outputShape: Shape
  public var parameters: Parameters<Element>?
  public var variant: ConvolutionVariant = .auto
  let geometry: ConvolutionGeometry

  init(
    name: String, description: LayerDescription, inputShape: Shape, kernelSize: Int, kernels: Int,
    initializer: Initializer, random: inout RandomSource
  ) {
    self.name = name
    self.description = description
    self.inputShape = inputShape
    outputShape = [inputShape[0], inputShape[1], kernels]
    let geometry = ConvolutionGeometry(
      height: inputShape[0], width: inputShape[1], inputChannels: inputShape[2],
      outputChannels: kernels, kernelSize: kernelSize)
    self.geometry = geometry
    parameters = Parameters(
      weights: initializer.draw(
        shape: [kernelSize, kernelSize, inputShape[2], kernels], fanIn: geometry.kernelCount,
        fanOut: kernelSize * kernelSize * kernels, random: &random),
      bias: Tensor(shape: [kernels]))
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func weightedSum(
    of input: Tensor<Element>, into sum: inout Tensor<Element>, context: inout ForwardContext
  ) {
    guard let parameters else { return }
    sum.resize(outputShape.batched(input.shape[0]))
    variant.algorithm(Element.self, geometry).forward(
      input, weights: parameters.weights, bias: parameters.bias, into: &sum)
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func sendBack(_ delta: Tensor<Element>, into sent: inout Tensor<Element>) {
    guard let parameters else { return }
    sent.resize(inputShape.batched(delta.shape[0]))
    variant.algorithm(Element.self, geometry).sendBack(
      delta, weights: parameters.weights, into: &sent)
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func gradients(
    delta: Tensor<Element>, input: Tensor<Element>, into gradients: inout Parameters<Element>
  ) {
    variant.algorithm(Element.self, geometry).gradients(
      delta: delta, input: input, into: &gradients)
  }
}
