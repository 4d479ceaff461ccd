/// A layer's activation function Y = f(S), and its part of Rule 1: δ = (∂f/∂S) ∘ what is sent back.
///
/// Every derivative is a function of the output alone, so S need not be kept.
public struct Activation: Sendable {
  let function: any ActivationFunction.Type

  init(_ function: any ActivationFunction.Type) { self.function = function }

  /// As people write it: `ReLU`; empty for the identity.
  public var title: String { function.title }
  /// As a network string calls it: `r`, `sm`; empty for the identity.
  public var letters: String { function.letters }
  /// What a network string has behind the other values of a layer: `,r`, nothing for the identity.
  var suffix: String { letters.isEmpty ? "" : "," + letters }
  /// Whether f acts on every number alone; softmax takes all numbers along the last axis together.
  public var isElementwise: Bool { function.isElementwise }
  /// How weights below it are drawn when nobody says how.
  public var initializer: Initializer { function.initializer }

  /// S becomes Y, in place. `sum` is `[n, …]`; softmax runs over the last axis.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func apply<Element: Scalar>(to sum: inout Tensor<Element>) {
    let classes = sum.shape.dimensions.last ?? 1
    sum.elements.withUnsafeMutableBufferPointer { function.apply(to: $0, classes: classes) }
  }

  /// Turns what the layer above sends back into this layer's delta, in place: δ = J_f · delta.
  ///
  /// - Parameters:
  ///   - delta: on entry ∂Loss/∂Y, on return ∂Loss/∂S; `[n, …]`.
  ///   - output: this layer's Y, the same shape.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func backward<Element: Scalar>(_ delta: inout Tensor<Element>, output: Tensor<Element>) {
    let classes = output.shape.dimensions.last ?? 1
    delta.elements.withUnsafeMutableBufferPointer { d in
      output.elements.withUnsafeBufferPointer {
        function.backward(d, output: $0, classes: classes)
      }
    }
  }
}

extension Activation: Hashable {
  public static func == (one: Activation, other: Activation) -> Bool {
    one.function == other.function
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(function)) }
}

extension Activation: CustomStringConvertible {
  public var description: String { rawValue }
}

/// By its name, as files and the paper's description texts write it.
extension Activation: RawRepresentable, Codable {
  public var rawValue: String { function.name }

  public init?(rawValue: String) {
    guard let named = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = named
  }
}
