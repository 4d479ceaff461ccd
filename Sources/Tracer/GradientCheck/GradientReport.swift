import Engine
import Foundation

/// The gradient of one tensor compared with central differences, element by element.
public struct GradientReport: Equatable, Sendable, Encodable {
  /// `c0.W`, `d4.b`, `X`.
  public let name: String
  public let shape: Shape
  /// max|a − n| / max(1e−8, max|a|, max|n|) over the compared elements; nan when any difference is nan.
  public let relativeError: Double
  /// Elements that were compared.
  public let compared: Int
  /// Elements whose ±h crosses a kink.
  public let skipped: Int

  /// Above this the gradient is wrong.
  public static let tolerance = 1e-6

  public var agrees: Bool { relativeError <= Self.tolerance }
}

extension GradientCheck {
  /// Compares every element of a tensor.
  public func report(_ tensor: CheckedTensor) -> GradientReport {
    let (values, gradient) = (values(of: tensor), gradient(of: tensor))
    var pairs: [(offset: Int, analytic: Double, numeric: Double, noise: Double)] = []
    for offset in values.elements.indices {
      let difference = check(tensor, values: values, gradient: gradient, offset: offset)
      guard difference.kink == nil else { continue }
      pairs.append(
        (offset, difference.analytic, difference.numeric, roundingNoise(h: difference.h)))
    }
    let scale = pairs.reduce(FiniteDifference.smallestScale) { max($0, abs($1.1), abs($1.2)) }
    var gap = 0.0
    for (offset, analytic, numeric, noise) in pairs {
      var distance = abs(analytic - numeric)
      if distance > scale * GradientReport.tolerance / 4 {
        // Differences within the rounding error of the loss count as agreement.
        if distance <= noise { continue }
        let fine = fineDifferences(tensor, values: values, offset: offset, slope: scale)
        distance = fine.reduce(distance) { min($0, abs(analytic - $1)) }
      }
      gap = distance.isNaN || gap.isNaN ? .nan : max(gap, distance)
    }
    return GradientReport(
      name: name(of: tensor), shape: values.shape, relativeError: gap / scale,
      compared: pairs.count, skipped: values.count - pairs.count)
  }

  private func name(of tensor: CheckedTensor) -> String {
    switch tensor {
    case .input: "X"
    case .weights(let layer): "\(network.layers[layer].name).W"
    case .bias(let layer): "\(network.layers[layer].name).b"
    case .weightedSum(let layer): "\(network.layers[layer].name).S"
    case .output: "Y"
    }
  }

  /// Forward passes that a check of every parameter and input takes, and the multiplications and
  /// additions of them all; asked before the network is built.
  ///
  /// - Throws: `NetworkError` when that is more than a check should take.
  public static func requireSmall(_ header: TraceHeader, batch: Int) throws {
    let layers = header.layers.indices
    let parameters = layers.reduce(0) {
      $0 + header.layers[$1].parameterCount(input: header.input(of: $1))
    }
    let products = layers.reduce(0) {
      $0 + header.layers[$1].multiplications(input: header.input(of: $1))
        + header.output(of: $1).count
    }
    let passes = 2 * (Double(parameters) + Double(header.inputShape.count) * Double(batch))
    guard passes * Double(products) * Double(batch) <= largestWork else {
      throw NetworkError(
        reason: String(
          format: "the check would take %.0f forward passes of %d products for each of %d samples; "
            + "take a smaller network, input or batch", passes, products, batch))
    }
  }

  /// The most products of a check: they take a minute or two.
  private static let largestWork = 2e10
}
