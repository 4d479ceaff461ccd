/// Penalties on large parameters, added to the gradient after the batch reduction and before clipping.
///
/// L1 (lasso) adds λ₁·sign(w) with sign(0) = 0; L2 (weight decay) adds λ₂·w, the gradient of ½λ₂‖w‖².
public struct Regularization: Equatable, Sendable, Codable {
  public struct Strength: Equatable, Sendable, Codable {
    public var l1: Double
    public var l2: Double

    public init(l1: Double = 0, l2: Double = 0) {
      self.l1 = l1
      self.l2 = l2
    }

    /// Absent strengths are 0.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      l1 = try values.number(.l1, TrainingLimits.strength) ?? 0
      l2 = try values.number(.l2, TrainingLimits.strength) ?? 0
    }

    /// g + λ₁·sign(w) + λ₂·w for one parameter.
    public func added(to g: Double, parameter w: Double) -> Double {
      g + l1 * (w > 0 ? 1 : w < 0 ? -1 : 0) + l2 * w
    }
  }

  /// On W.
  public var kernel: Strength
  /// On b.
  public var bias: Strength

  public init(kernel: Strength = Strength(), bias: Strength = Strength()) {
    self.kernel = kernel
    self.bias = bias
  }

  /// The same penalties on kernels and biases alike, as a case has them.
  public init(l1: Double, l2: Double) {
    self.init(kernel: Strength(l1: l1, l2: l2), bias: Strength(l1: l1, l2: l2))
  }

  /// The penalties on a tensor; nil for tensors that are never penalised.
  func strength(on name: ParameterName) -> Strength? {
    switch name.penalty {
    case .kernel: kernel
    case .bias: bias
    case .none: nil
    }
  }

  /// gradient += λ₁·sign(w) + λ₂·w.
  func add<Element: Scalar>(
    for parameters: Parameters<Element>, to gradients: inout Parameters<Element>
  ) {
    for (index, name) in gradients.names.enumerated() {
      guard let strength = strength(on: name) else { continue }
      Self.add(strength, for: parameters.tensors[index], to: &gradients.tensors[index])
    }
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private static func add<Element: Scalar>(
    _ strength: Strength, for parameter: Tensor<Element>, to gradient: inout Tensor<Element>
  ) {
    guard strength.l1 != 0 || strength.l2 != 0 else { return }
    let (l1, l2) = (Element(strength.l1), Element(strength.l2))
    for i in parameter.elements.indices {
      let w = parameter.elements[i]
      let sign: Element = w > 0 ? 1 : w < 0 ? -1 : 0
      gradient.elements[i] += l1 * sign + l2 * w
    }
  }
}

/// Limits on gradients, applied after the penalties and before the optimizer.
public enum GradientClipping: Equatable, Sendable {
  case none
  /// Every component into ±limit (the paper).
  case value(Double)
  /// All gradients scaled by limit/‖g‖ when their common norm ‖g‖ exceeds the limit.
  case norm(Double)

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func apply<Element: Scalar>(to gradients: inout [Parameters<Element>?]) {
    switch self {
    case .none: return
    case .value(let limit):
      let limit = Element(limit)
      Self.forEach(&gradients) { g in g > limit ? limit : g < -limit ? -limit : g }
    case .norm(let limit):
      var square = 0.0
      for case let g? in gradients {
        for tensor in g.tensors {
          for value in tensor.elements { square += Double(value) * Double(value) }
        }
      }
      let norm = square.squareRoot()
      guard norm > limit else { return }
      let factor = Element(limit / norm)
      Self.forEach(&gradients) { $0 * factor }
    }
  }

  private static func forEach<Element: Scalar>(
    _ gradients: inout [Parameters<Element>?], _ change: (Element) -> Element
  ) {
    for layer in gradients.indices where gradients[layer] != nil {
      for tensor in gradients[layer]?.tensors.indices ?? 0..<0 {
        gradients[layer]?.tensors[tensor].change(change)
      }
    }
  }
}

extension Tensor {
  /// Changes every element.
  fileprivate mutating func change(_ change: (Element) -> Element) {
    elements.withUnsafeMutableBufferPointer { x in
      for i in x.indices { x[i] = change(x[i]) }
    }
  }
}
