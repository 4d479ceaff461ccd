/// The name of one of a layer's parameter tensors.
public struct ParameterName: Hashable, Sendable {
  /// Which penalty of a `Regularization` applies to it.
  public enum Penalty: Sendable { case kernel, bias, none }

  /// Its name in traces: `W`.
  public let symbol: TensorName
  /// Its name in safetensors files, after the name of the layer: `weight`.
  public let fileName: String
  public let penalty: Penalty

  public init(symbol: TensorName, fileName: String, penalty: Penalty = .none) {
    self.symbol = symbol
    self.fileName = fileName
    self.penalty = penalty
  }

  /// W: `[kh, kw, c_in, c_out]` (convolution) or `[out, in]` (dense).
  public static let weights = ParameterName(symbol: .weights, fileName: "weight", penalty: .kernel)
  /// b: `[out]`.
  public static let bias = ParameterName(symbol: .bias, fileName: "bias", penalty: .bias)
}

/// The parameters of a layer, or numbers of the same shapes (gradients, corrections): named tensors, in the order
/// that files and optimizers use.
public struct Parameters<Element: Scalar>: Equatable, Sendable {
  public let names: [ParameterName]
  /// In the order of the names.
  public var tensors: [Tensor<Element>]

  public init(_ tensors: KeyValuePairs<ParameterName, Tensor<Element>>) {
    self.init(names: tensors.map(\.key), tensors: tensors.map(\.value))
  }

  public init(weights: Tensor<Element>, bias: Tensor<Element>) {
    self.init([.weights: weights, .bias: bias])
  }

  private init(names: [ParameterName], tensors: [Tensor<Element>]) {
    self.names = names
    self.tensors = tensors
  }

  /// One of the tensors, which must be there; changed in place.
  public subscript(name: ParameterName) -> Tensor<Element> {
    get { tensors[position(of: name)] }
    _modify { yield &tensors[position(of: name)] }
  }

  /// W; only for layers that have it.
  public var weights: Tensor<Element> {
    get { self[.weights] }
    _modify { yield &self[.weights] }
  }

  /// b; only for layers that have it.
  public var bias: Tensor<Element> {
    get { self[.bias] }
    _modify { yield &self[.bias] }
  }

  private func position(of name: ParameterName) -> Int {
    guard let position = names.firstIndex(of: name) else {
      preconditionFailure("a layer without \(name.symbol) was asked for it")
    }
    return position
  }

  /// The number of elements of all tensors.
  public var count: Int { tensors.reduce(0) { $0 + $1.count } }

  /// Zeros of the same shapes.
  public var zeros: Parameters {
    Parameters(names: names, tensors: tensors.map { Tensor(shape: $0.shape) })
  }

  /// As a trace names them: `W` and `b`.
  public var named: [TensorName: Tensor<Element>] {
    Dictionary(uniqueKeysWithValues: zip(names.map(\.symbol), tensors))
  }

  public func converted<Other: Scalar>(to type: Other.Type) -> Parameters<Other> {
    Parameters<Other>(names: names, tensors: tensors.map { $0.converted(to: type) })
  }

  /// self += other, element by element; both have the same tensors.
  mutating func add(_ other: Parameters) {
    for index in tensors.indices { tensors[index].add(other.tensors[index]) }
  }
}
