import ArgumentParser
import Engine
import Runs

// The choices of Engine and Runs as the command line names them.

extension OptimizerName: ExpressibleByArgument {}
extension Loss: ExpressibleByArgument {
  /// The names that short ones stand for; both are accepted.
  private static let longNames: [String: Loss] = [
    "mean_squared_error": .meanSquaredError, "mean_absolute_error": .meanAbsoluteError,
    "mean_bias_error": .meanBiasError,
  ]

  public init?(argument: String) {
    guard let loss = Loss(rawValue: argument) ?? Self.longNames[argument] else { return nil }
    self = loss
  }

  /// Every name, the short ones first.
  public static var allValueStrings: [String] { allCases.map(\.rawValue) + longNames.keys.sorted() }
}
extension BatchReduction: ExpressibleByArgument {}
extension Initializer: ExpressibleByArgument {}
extension ForwardContext.MaskScope: ExpressibleByArgument {}
extension DataName: ExpressibleByArgument {}
extension TrainingPreset: ExpressibleByArgument {}

/// The extents of one sample: `28,28,1`, `28x28x1` or `784`.
struct SampleShape: ExpressibleByArgument {
  let shape: Shape

  init?(argument: String) {
    let extents = argument.split(omittingEmptySubsequences: false) { ",x×".contains($0) }
      .map { Int($0) }
    let known = extents.compactMap(\.self).filter { (1...1_000_000).contains($0) }
    guard known.count == extents.count, known.count == 1 || known.count == 3 else { return nil }
    shape = Shape(known)
  }
}
