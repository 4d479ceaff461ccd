/// A layer as written in a structure string, before it has an input shape and parameters; of any kind.
///
/// To distinguish kinds ask for one: `if let pooling = description.kind as? MaxPoolingKind`. The file of each kind
/// adds a short way to write it: `.dense(units: 10, activation: .softmax)`.
public struct LayerDescription: Sendable {
  public let kind: any LayerKind

  public init(_ kind: any LayerKind) { self.kind = kind }

  public var activation: Activation { kind.activation }

  /// The kind as the trace format calls it: `conv2d`.
  public var kindName: String { type(of: kind).name }

  /// Kind and index from 0: `c0`, `m2`, `dr3`.
  public func name(at index: Int) -> String { type(of: kind).prefix + String(index) }

  /// The shape of one output sample for one input sample.
  ///
  /// - Throws: a `NetworkError` that names the layer, what it wants and what it got.
  public func outputShape(for input: Shape, named name: String) throws -> Shape {
    try kind.outputShape(for: input, named: name)
  }

  /// Where the windows of its outputs lie; nil for a layer that does not look through windows, or an input that is no picture.
  public func windows(over input: Shape) -> WindowGeometry? {
    input.rank == 3 ? (kind as? any WindowedKind)?.windows(over: input) : nil
  }

  /// The number of parameters: k·k·c_in·c_out + c_out, or in·out + out; 0 for other layers.
  public func parameterCount(input: Shape) -> Int {
    kind.parameterShapes(input: input).reduce(0) { $0 + $1.value.count }
  }

  /// What a layer allocates for one sample besides its output.
  func workingShapes(input: Shape) -> [Shape] {
    kind.parameterShapes(input: input).map(\.value) + kind.workingShapes(input: input)
  }

  /// Multiplications of one forward pass of one sample: products of weights and inputs, those with the padding
  /// included.
  public func multiplications(input: Shape) -> Int { kind.multiplications(input: input) }

  /// The layer for a known input shape, its parameters drawn from `random`.
  ///
  /// - Throws: `NetworkError` when the input does not fit.
  func makeLayer<Element: Scalar>(
    _ type: Element.Type, name: String, inputShape: Shape, initializer: Initializer?,
    random: inout RandomSource
  ) throws -> any Layer<Element> {
    try kind.makeLayer(
      type, named: name, input: inputShape,
      initializer: initializer ?? activation.initializer, random: &random)
  }
}

/// Descriptions are equal when they are of the same kind with equal values.
extension LayerDescription: Hashable {
  public static func == (one: LayerDescription, other: LayerDescription) -> Bool {
    func isEqual<Kind: LayerKind>(_ kind: Kind) -> Bool { kind == other.kind as? Kind }
    return isEqual(one.kind)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(kind)) }
}
