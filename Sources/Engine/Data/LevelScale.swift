/// The number that each of the 256 levels of a byte stands for.
///
/// The paper's rule, every step in Float: x = level / largest, X = (x − min) / (max − min) · 2 − 1, with
/// min and max of the training pictures, so that these fill [−1, 1]; others may lie a little outside.
public struct LevelScale: Equatable, Sendable {
  /// The number of each level.
  let numbers: [Float]

  public subscript(level: UInt8) -> Float { numbers[Int(level)] }

  /// - Parameters:
  ///   - low: the smallest level of the training pictures.
  ///   - high: the largest one, above `low`.
  ///   - largest: the level that counts as 1.
  public init(low: UInt8, high: UInt8, largest: Float = 255) {
    precondition(low < high, "a scale needs two levels")
    let (min, max) = (Float(low) / largest, Float(high) / largest)
    numbers = (0...255).map { (Float($0) / largest - min) / (max - min) * 2 - 1 }
  }

  /// All levels, 0 to 255, over [−1, 1].
  public static let full = LevelScale(low: 0, high: 255)
}
