/// What a layer of a propagation hands on: its numbers and what describes them.
///
/// The statistics are computed in Double, where even the variance of numbers near the end of Float
/// is finite. Mean and variance divide by the width (population) and are nan or inf where the
/// numbers are; the extremes leave nan out.
public struct LayerSignal: Equatable, Sendable {
  /// Counted from 1.
  public let layer: Int
  /// [width]
  public let values: [Float]
  public let mean: Double
  public let variance: Double
  /// The smallest and the largest number that is not nan; nan when all are.
  public let smallest: Float
  public let largest: Float
  public let nanCount: Int
  public let infinityCount: Int

  public init(layer: Int, values: [Float]) {
    self.layer = layer
    self.values = values
    let count = Double(values.count)
    let mean = values.reduce(0.0) { $0 + Double($1) } / count
    self.mean = mean
    variance = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    let numbers = values.lazy.filter { !$0.isNaN }
    smallest = numbers.min() ?? .nan
    largest = numbers.max() ?? .nan
    nanCount = values.count { $0.isNaN }
    infinityCount = values.count { $0.isInfinite }
  }

  /// The largest |x|; nan as soon as one number is.
  public var magnitude: Float { nanCount > 0 ? .nan : max(abs(smallest), abs(largest)) }

  /// √(mean x²): the size of the signal as a whole.
  public var rootMeanSquare: Double { (variance + mean * mean).squareRoot() }
}
