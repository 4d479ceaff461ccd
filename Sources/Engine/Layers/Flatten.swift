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
