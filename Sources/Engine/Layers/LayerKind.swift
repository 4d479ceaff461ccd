/// A kind of layer with the values that describe one, before it has an input shape or numbers: what `C(5,8,r)` says.
///
/// What the engine knows of a kind stands in the file of its layer; `LayerDescription.kinds` lists all kinds. How it
/// streams stands in the file of its stage (`StreamedLayer`); kinds without a stage are run by `LayerStage`.
public protocol LayerKind: Hashable, Sendable {
  /// As the trace format calls it: `conv2d`.
  static var name: String { get }
  /// What the name of a layer has before its index: `c` of `c0`.
  static var prefix: String { get }
  /// As a network string calls it: `C`.
  static var letters: String { get }
  /// As the description texts of the paper's experiments call it: `Conv2D`.
  static var paperName: String { get }

  /// Reads what stands between the parentheses of a network string.
  ///
  /// - Throws: `StructureError` with the place of the fault.
  init(reading scanner: inout StructureScanner) throws
  /// What stands between the parentheses: `5,8,r`.
  var values: String { get }
  /// The entries of the paper's description text, behind the name.
  var paperTerms: [(name: String, value: String)] { get }

  /// f of Y = f(S); the identity unless the kind has one.
  var activation: Activation { get }
  /// The shape of one output sample for one input sample.
  ///
  /// - Throws: a `NetworkError` that names the layer, what it wants and what it got.
  func outputShape(for input: Shape, named name: String) throws -> Shape
  /// The names and shapes of the parameter tensors, in their order; none unless the kind has some. The input fits.
  func parameterShapes(input: Shape) -> KeyValuePairs<ParameterName, Shape>
  /// What a layer allocates besides its output and its parameters: a convolution's windows laid out for its matrix
  /// product.
  func workingShapes(input: Shape) -> [Shape]
  /// Multiplications of one forward pass of one sample: products of weights and inputs, outer products with the padding
  /// counted.
  func multiplications(input: Shape) -> Int

  /// The layer for a known input shape, its parameters drawn from `random`.
  ///
  /// - Parameters:
  ///   - type: the precision it computes in.
  ///   - name: of the layer.
  ///   - input: the shape of one input sample, which fits.
  ///   - initializer: what the weights are drawn by.
  ///   - random: where they come from; drawn from for the weights alone, row by row.
  /// - Returns: the layer with its parameters.
  /// - Throws: `NetworkError` when the input does not fit.
  func makeLayer<Element: Scalar>(
    _ type: Element.Type, named name: String, input: Shape, initializer: Initializer,
    random: inout RandomSource
  ) throws -> any Layer<Element>
}

/// A kind of layer whose outputs each read a window of the input: convolutions and pooling.
public protocol WindowedKind: LayerKind {
  /// Where the windows lie in one input sample, `[height, width, channels]`.
  func windows(over input: Shape) -> WindowGeometry
}

extension LayerKind {
  public var values: String { "" }
  public var paperTerms: [(name: String, value: String)] { [] }
  public var activation: Activation { .identity }
  public func parameterShapes(input: Shape) -> KeyValuePairs<ParameterName, Shape> { [:] }
  public func workingShapes(input: Shape) -> [Shape] { [] }
  public func multiplications(input: Shape) -> Int { 0 }

  /// This kind as the description of a layer.
  public var described: LayerDescription { LayerDescription(self) }
}
