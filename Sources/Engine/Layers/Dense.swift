/// Fully connected layer: X `[n, in]` → S `[n, out]`, W `[out, in]`, b `[out]`.
public struct Dense<Element: Scalar>: Layer {
  public let name: String
  public let description: LayerDescription
  public let inputShape: Shape
  public let outputShape: Shape
  public var parameters: Parameters<Element>?

  init(
    name: String, description: LayerDescription, inputs: Int, units: Int, initializer: Initializer,
    random: inout RandomSource
  ) {
    self.name = name
    self.description = description
    inputShape = [inputs]
    outputShape = [units]
    parameters = Parameters(
      weights: initializer.draw(
        shape: [units, inputs], fanIn: inputs, fanOut: units, random: &random),
      bias: Tensor(shape: [units]))
  }

  /// S = X·Wᵀ + b.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func weightedSum(
    of input: Tensor<Element>, into sum: inout Tensor<Element>, context: inout ForwardContext
  ) {
    guard let parameters else { return }
    let (n, inputs, units) = (input.shape[0], inputShape[0], outputShape[0])
    sum.resize([n, units])
    sum.fill(0)
    sum.elements.withUnsafeMutableBufferPointer { s in
      input.elements.withUnsafeBufferPointer { x in
        parameters.weights.elements.withUnsafeBufferPointer { w in
          MatrixProduct.add(
            Matrix(x, rows: n, columns: inputs), Matrix(w, rows: units, columns: inputs).transposed,
            to: s)
        }
      }
    }
    // The bias joins last, as in the paper's code: its logs depend on the order of rounding.
    for i in 0..<n {
      for unit in 0..<units { sum.elements[i * units + unit] += parameters.bias.elements[unit] }
    }
  }

  /// G = δ·W.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func sendBack(_ delta: Tensor<Element>, into sent: inout Tensor<Element>) {
    guard let parameters else { return }
    let (n, inputs, units) = (delta.shape[0], inputShape[0], outputShape[0])
    sent.resize([n, inputs])
    sent.fill(0)
    sent.elements.withUnsafeMutableBufferPointer { g in
      delta.elements.withUnsafeBufferPointer { d in
        parameters.weights.elements.withUnsafeBufferPointer { w in
          MatrixProduct.add(
            Matrix(d, rows: n, columns: units), Matrix(w, rows: units, columns: inputs), to: g)
        }
      }
    }
  }

  /// ∂W = δᵀ·X, ∂b = Σ_i δ[i].
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func gradients(
    delta: Tensor<Element>, input: Tensor<Element>, into gradients: inout Parameters<Element>
  ) {
    let (n, inputs, units) = (delta.shape[0], inputShape[0], outputShape[0])
    gradients.weights.fill(0)
    gradients.bias.fill(0)
    for i in 0..<n {
      for unit in 0..<units { gradients.bias.elements[unit] += delta.elements[i * units + unit] }
    }
    gradients.weights.elements.withUnsafeMutableBufferPointer { w in
      delta.elements.withUnsafeBufferPointer { d in
        input.elements.withUnsafeBufferPointer { x in
          MatrixProduct.add(
            Matrix(d, rows: n, columns: units).transposed, Matrix(x, rows: n, columns: inputs),
            to: w)
        }
      }
    }
  }
}
