/// What a layer is, before it has an input shape or numbers.
public enum LayerDescription: Hashable, Sendable {
  /// Stride 1, odd k×k kernel, zero padding "same".
  case convolution(kernelSize: Int, kernels: Int, activation: Activation)
  /// Window s×s, stride s.
  case maxPooling(size: Int)
  case averagePooling(size: Int)
  /// Inverted dropout: kept values are divided by 1 − rate.
  case dropout(rate: Double)
  case flatten
  case dense(units: Int, activation: Activation)

  public var activation: Activation {
    switch self {
    case .convolution(_, _, let activation), .dense(_, let activation): activation
    default: .identity
    }
  }

  /// As the trace format calls it.
  public var kind: String {
    switch self {
    case .convolution: "conv2d"
    case .maxPooling: "maxpool2d"
    case .averagePooling: "avgpool2d"
    case .dropout: "dropout"
    case .flatten: "flatten"
    case .dense: "dense"
    }
  }

  /// Kind and index from 0: `c0`, `m2`, `dr3`.
  public func name(at index: Int) -> String { prefix + String(index) }

  private var prefix: String {
    switch self {
    case .convolution: "c"
    case .maxPooling: "m"
    case .averagePooling: "a"
    case .dropout: "dr"
    case .flatten: "f"
    case .dense: "d"
    }
  }

  /// The shape of one output sample for one input sample.
  ///
  /// - Throws: a `NetworkError` that names the layer, what it wants and what it got.
  public func outputShape(for input: Shape, named name: String) throws -> Shape {
    func refuse(_ reason: String) -> NetworkError { NetworkError(layer: name, reason: reason) }
    switch self {
    case .convolution(_, let kernels, _):
      guard input.rank == 3 else {
        throw refuse("a convolution takes height×width×channels, but its input is \(input)")
      }
      return [input[0], input[1], kernels]
    case .maxPooling(let size), .averagePooling(let size):
      guard input.rank == 3 else {
        throw refuse("pooling takes height×width×channels, but its input is \(input)")
      }
      let fits = min(input[0], input[1])
      guard size <= fits else {
        throw refuse(
          "the window \(size)×\(size) is larger than its input \(input); use a size up to \(fits)")
      }
      return [input[0] / size, input[1] / size, input[2]]
    case .dropout: return input
    case .flatten: return [input.count]
    case .dense(let units, _):
      guard input.rank == 1 else {
        throw refuse("a dense layer takes a vector, but its input is \(input); put F(); before it")
      }
      return [units]
    }
  }

  /// What a layer allocates besides its output: weights, and a convolution's windows laid out for its matrix product.
  func workingShapes(input: Shape) -> [Shape] {
    switch self {
    case .convolution(let size, let kernels, _):
      [[size, size, input[2], kernels], [input[0], input[1], size, size, input[2]]]
    case .dense(let units, _): [[units, input.count]]
    default: []
    }
  }

  /// Tunable numbers: k·k·c_in·c_out + c_out, or in·out + out; 0 without parameters.
  public func parameterCount(input: Shape) -> Int {
    switch self {
    case .convolution(let size, let kernels, _):
      size * size * (input.dimensions.last ?? 0) * kernels + kernels
    case .dense(let units, _): input.count * units + units
    default: 0
    }
  }

  /// Multiplications of one forward pass of one sample: products of weights and inputs, outer
  /// products with the padding counted.
  public func multiplications(input: Shape) -> Int {
    switch self {
    case .convolution(let size, let kernels, _): input.count * size * size * kernels
    case .dense(let units, _): input.count * units
    default: 0
    }
  }

  /// The layer for a known input shape, its parameters drawn from `random`.
  func makeLayer<Element: Scalar>(
    _ type: Element.Type, name: String, inputShape: Shape, initializer: Initializer?,
    random: inout RandomSource
  ) throws -> any Layer<Element> {
    let outputShape = try outputShape(for: inputShape, named: name)
    let initializer = initializer ?? .standard(for: activation == .relu)
    switch self {
    case .convolution(let kernelSize, let kernels, _):
      return Convolution2D<Element>(
        name: name, description: self, inputShape: inputShape, kernelSize: kernelSize,
        kernels: kernels, initializer: initializer, random: &random)
    case .maxPooling(let size):
      return MaxPooling2D<Element>(
        name: name, description: self, inputShape: inputShape, outputShape: outputShape, size: size)
    case .averagePooling(let size):
      return AveragePooling2D<Element>(
        name: name, description: self, inputShape: inputShape, outputShape: outputShape, size: size)
    case .dropout(let rate):
      return Dropout<Element>(name: name, description: self, inputShape: inputShape, rate: rate)
    case .flatten:
      return Flatten<Element>(name: name, description: self, inputShape: inputShape)
    case .dense(let units, _):
      return Dense<Element>(
        name: name, description: self, inputs: inputShape.count, units: units,
        initializer: initializer, random: &random)
    }
  }
}
