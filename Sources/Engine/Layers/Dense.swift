/// A fully connected layer. `D(64,r)`.
public struct DenseKind: LayerKind {
  public static let name = "dense"
  public static let prefix = "d"
  public static let letters = "D"
  public static let paperName = "Dense"

  /// How many neurons: out.
  public let units: Int
  public let activation: Activation

  public init(units: Int, activation: Activation) {
    self.units = units
    self.activation = activation
  }

  public init(reading scanner: inout StructureScanner) throws {
    units = try scanner.whole("the number of neurons")
    activation = try scanner.activation(elementwise: false)
  }

  public var values: String { "\(units)\(activation.suffix)" }

  public var paperTerms: [(name: String, value: String)] {
    [("n_neurons", String(units)), ("activation", "'\(activation.rawValue)'")]
  }

  public func outputShape(for input: Shape, named name: String) throws -> Shape {
    guard input.rank == 1 else {
      throw NetworkError(
        layer: name,
        reason: "a dense layer takes a vector, but its input is \(input); put F(); before it")
    }
    return [units]
  }

  public func parameterShapes(input: Shape) -> KeyValuePairs<ParameterName, Shape> {
    [.weights: [units, input.count], .bias: [units]]
  }

  public func multiplications(input: Shape) -> Int { input.count * units }

  public func makeLayer<Element: Scalar>(
    _ type: Element.Type, named name: String, input: Shape, initializer: Initializer,
    random: inout RandomSource
  ) throws -> any Layer<Element> {
    Dense<Element>(
      self, name: name, inputs: input.count, initializer: initializer, random: &random)
  }
}

extension LayerDescription {
  /// A fully connected layer.
  public static func dense(units: Int, activation: Activation) -> LayerDescription {
    DenseKind(units: units, activation: activation).described
  }
}

/// Fully connected layer: X `[n, in]` → S `[n, out]`, W `[out, in]`, b `[out]`.
public struct Dense<Element: Scalar>: Layer {
  public let name: String
  public let description: LayerDescription
  public let inputShape: Shape
  public let outputShape: Shape
  public var parameters: Parameters<Element>?

  init(
    _ kind: DenseKind, name: String, inputs: Int, initializer: Initializer,
    random: inout RandomSource
  ) {
    let units = kind.units
    self.name = name
    description = kind.described
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
    // The bias is added last, as in the paper's code, whose logs depend on the order of rounding.
    let bias = parameters.bias.elements
    for i in 0..<n {
      for unit in 0..<units { sum.elements[i * units + unit] += bias[unit] }
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
    gradients.bias.setToRowSums(of: delta)
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
