/// The same numbers as one list. `F()`.
public struct FlattenKind: LayerKind {
  public static let name = "flatten"
  public static let prefix = "f"
  public static let letters = "F"
  public static let paperName = "Flatten"

  public init() {}
  public init(reading scanner: inout StructureScanner) {}

  public func outputShape(for input: Shape, named name: String) -> Shape { [input.count] }

  public func makeLayer<Element: Scalar>(
    _ type: Element.Type, named name: String, input: Shape, initializer: Initializer,
    random: inout RandomSource
  ) throws -> any Layer<Element> {
    Flatten<Element>(name: name, description: described, inputShape: input)
  }
}

extension LayerDescription {
  /// The same numbers as one list.
  public static var flatten: LayerDescription { FlattenKind().described }
}

/// R: the same numbers as one list, row-major. X `[n, h, w, c]` → `[n, h·w·c]`.
public struct Flatten<Element: Scalar>: Layer {
  public let name: String
  public let description: LayerDescription
  public let inputShape: Shape
  public var outputShape: Shape { [inputShape.count] }

  public func weightedSum(
    of input: Tensor<Element>, into sum: inout Tensor<Element>, context: inout ForwardContext
  ) {
    sum = input.reshaped(outputShape.batched(input.shape[0]))
  }

  public func sendBack(_ delta: Tensor<Element>, into sent: inout Tensor<Element>) {
    sent = delta.reshaped(inputShape.batched(delta.shape[0]))
  }
}
