/// A convolution's three steps by one algorithm, on whole tensors.
protocol ConvolutionAlgorithm<Element>: Sendable {
  associatedtype Element: Scalar

  /// S `[n, h, w, c_out]` from X `[n, h, w, c_in]`, W `[k, k, c_in, c_out]` and b `[c_out]`.
  func forward(
    _ input: Tensor<Element>, weights: Tensor<Element>, bias: Tensor<Element>,
    into sum: inout Tensor<Element>)
  /// Rule 1: what δ `[n, h, w, c_out]` sends back, `[n, h, w, c_in]`.
  func sendBack(
    _ delta: Tensor<Element>, weights: Tensor<Element>, into sent: inout Tensor<Element>)
  /// Rule 2: ∂W and ∂b.
  func gradients(
    delta: Tensor<Element>, input: Tensor<Element>, into gradients: inout Parameters<Element>)
}

extension ConvolutionVariant {
  /// The algorithm on whole tensors; `auto` takes the matrix product, which suits every shape.
  func algorithm<Element: Scalar>(
    _ type: Element.Type, _ geometry: ConvolutionGeometry
  ) -> any ConvolutionAlgorithm<Element> {
    switch self {
    case .direct: return ConvolutionDirect<Element>(geometry: geometry)
    case .auto, .gemm: return ConvolutionGEMM<Element>(geometry: geometry)
    case .tiled: return ConvolutionTiled<Element>(geometry: geometry)
    case .winograd:
      return ConvolutionWinograd<Element>(geometry: geometry)
        ?? ConvolutionTiled<Element>(geometry: geometry)
    case .fft: return ConvolutionFFT<Element>(geometry: geometry)
    }
  }
}
