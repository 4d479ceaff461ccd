/// A convolution: stride 1, odd k×k kernel, zero padding "same". `C(5,8,r)`.
public struct ConvolutionKind: WindowedKind {
  public static let name = "conv2d"
  public static let prefix = "c"
  public static let letters = "C"
  public static let paperName = "Conv2D"

  /// k, odd.
  public let kernelSize: Int
  /// How many: c_out.
  public let kernels: Int
  public let activation: Activation

  public init(kernelSize: Int, kernels: Int, activation: Activation) {
    self.kernelSize = kernelSize
    self.kernels = kernels
    self.activation = activation
  }

  public init(reading scanner: inout StructureScanner) throws {
    kernelSize = try scanner.whole("the kernel size")
    guard kernelSize % 2 == 1 else {
      throw scanner.fault(
        "the kernel size \(kernelSize) is even; use an odd one such as \(kernelSize + 1)",
        at: scanner.layerPosition)
    }
    try scanner.expect(",", after: "the kernel size")
    kernels = try scanner.whole("the number of kernels")
    activation = try scanner.activation(elementwise: true)
  }

  public var values: String { "\(kernelSize),\(kernels)\(activation.suffix)" }

  public var paperTerms: [(name: String, value: String)] {
    [
      ("kernel_size", String(kernelSize)), ("n_kernels", String(kernels)),
      ("activation", "'\(activation.rawValue)'"),
    ]
  }

  public func outputShape(for input: Shape, named name: String) throws -> Shape {
    guard input.rank == 3 else {
      throw NetworkError(
        layer: name,
        reason: "a convolution takes height×width×channels, but its input is \(input)")
    }
    let windows = windows(over: input)
    return [windows.rows.output, windows.columns.output, kernels]
  }

  /// Kernels centred on every pixel, with zeros around the picture.
  public func windows(over input: Shape) -> WindowGeometry {
    WindowGeometry(
      height: input[0], width: input[1], window: kernelSize, stride: 1,
      padding: (kernelSize - 1) / 2)
  }

  public func parameterShapes(input: Shape) -> KeyValuePairs<ParameterName, Shape> {
    [.weights: [kernelSize, kernelSize, input[2], kernels], .bias: [kernels]]
  }

  /// The windows of all pixels, laid out for one matrix product.
  public func workingShapes(input: Shape) -> [Shape] {
    [[input[0], input[1], kernelSize, kernelSize, input[2]]]
  }

  public func multiplications(input: Shape) -> Int {
    input.count * kernelSize * kernelSize * kernels
  }

  public func makeLayer<Element: Scalar>(
    _ type: Element.Type, named name: String, input: Shape, initializer: Initializer,
    random: inout RandomSource
  ) throws -> any Layer<Element> {
    Convolution2D<Element>(
      self, name: name, inputShape: input, initializer: initializer, random: &random)
  }
}

extension LayerDescription {
  /// A convolution: stride 1, odd k×k kernel, zero padding "same".
  public static func convolution(
    kernelSize: Int, kernels: Int, activation: Activation
  ) -> LayerDescription {
    ConvolutionKind(kernelSize: kernelSize, kernels: kernels, activation: activation).described
  }
}

/// Two-dimensional convolution (cross-correlation), stride 1, zero padding "same".
///
/// X `[n, h, w, c_in]` → S `[n, h, w, c_out]`, W `[k, k, c_in, c_out]`, b `[c_out]`.
public struct Convolution2D<Element: Scalar>: Layer {
  public let name: String
  public let description: LayerDescription
  public let inputShape: Shape
  public let outputShape: Shape
  public var parameters: Parameters<Element>?
  public private(set) var variant: ConvolutionVariant = .auto
  let geometry: ConvolutionGeometry

  init(
    _ kind: ConvolutionKind, name: String, inputShape: Shape, initializer: Initializer,
    random: inout RandomSource
  ) {
    let (kernelSize, kernels) = (kind.kernelSize, kind.kernels)
    self.name = name
    description = kind.described
    self.inputShape = inputShape
    let geometry = ConvolutionGeometry(
      height: inputShape[0], width: inputShape[1], inputChannels: inputShape[2],
      outputChannels: kernels, kernelSize: kernelSize)
    self.geometry = geometry
    let windows = geometry.windows
    outputShape = [windows.rows.output, windows.columns.output, kernels]
    parameters = Parameters(
      weights: initializer.draw(
        shape: [kernelSize, kernelSize, inputShape[2], kernels], fanIn: geometry.kernelCount,
        fanOut: kernelSize * kernelSize * kernels, random: &random),
      bias: Tensor(shape: [kernels]))
  }

  public mutating func useConvolution(_ variant: ConvolutionVariant) { self.variant = variant }

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
