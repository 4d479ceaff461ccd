import Foundation

/// The numbers a tensor holds: `Float` for everything that is shown or trained, `Double` for
/// checking gradients by finite differences.
public protocol Scalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable,
  LosslessStringConvertible
{
  /// eˣ.
  static func exponential(_ x: Self) -> Self
  /// The natural logarithm of x.
  static func logarithm(_ x: Self) -> Self
  /// The hyperbolic tangent of x.
  static func hyperbolicTangent(_ x: Self) -> Self
}

extension Float: Scalar {
  public static func exponential(_ x: Float) -> Float { Foundation.exp(x) }
  public static func logarithm(_ x: Float) -> Float { Foundation.log(x) }
  public static func hyperbolicTangent(_ x: Float) -> Float { Foundation.tanh(x) }
}

extension Double: Scalar {
  public static func exponential(_ x: Double) -> Double { Foundation.exp(x) }
  public static func logarithm(_ x: Double) -> Double { Foundation.log(x) }
  public static func hyperbolicTangent(_ x: Double) -> Double { Foundation.tanh(x) }
}
