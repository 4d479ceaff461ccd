/// How far an output is from its target: a loss per sample, reported as the mean over the batch.
///
/// Formulas: docs/algorithms.md §4; *count* is the number of outputs of a sample.
public enum Loss: String, Codable, CaseIterable, Sendable {
  /// −Σ_c t_c · ln(max(y_c, 1e−7)); E = −t / max(y, 1e−7).
  case categoricalCrossentropy = "categorical_crossentropy"
  /// ½ Σ (y − t)²; E = y − t. The paper's.
  case halfSquaredError = "half_squared_error"
  /// mean((y − t)²); E = 2 (y − t) / count.
  case meanSquaredError = "mse"
  /// mean(|y − t|); E = sign(y − t) / count.
  case meanAbsoluteError = "mae"
  /// mean(y − t), the bias error; E = 1 / count.
  case meanBiasError = "mbe"

  /// The usual loss after an output activation: cross-entropy for the probabilities of softmax, else MSE.
  public static func standard(for activation: Activation) -> Loss {
    activation == .softmax ? .categoricalCrossentropy : .meanSquaredError
  }

  /// Smaller probabilities count as this one, since ln 0 is infinite.
  public static let smallestProbability = 1e-7

  /// The mean of the samples' losses. Output and target are `[n, …]`.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func value<Element: Scalar>(_ output: Tensor<Element>, target: Tensor<Element>) -> Double {
    let samples = output.shape[0]
    guard samples > 0 else { return 0 }
    let outputs = output.count / samples
    return output.elements.withUnsafeBufferPointer { y in
      target.elements.withUnsafeBufferPointer { t in total(y, t, outputs: outputs) }
    } / Double(samples)
  }

  /// The sum of the samples' losses.
  ///
  /// - Parameters:
  ///   - y: the outputs of some samples, one after the other.
  ///   - t: their targets.
  ///   - outputs: how many belong to one sample.
  /// - Returns: their sum, not yet a mean.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func total<Element: Scalar>(
    _ y: UnsafeBufferPointer<Element>, _ t: UnsafeBufferPointer<Element>, outputs: Int
  ) -> Double {
    let count = Double(outputs)
    var total = 0.0
    for i in y.indices {
      let (y, t) = (Double(y[i]), Double(t[i]))
      switch self {
      case .categoricalCrossentropy:
        if t != 0 { total -= t * Double.logarithm(y.isNaN ? y : max(y, Self.smallestProbability)) }
      case .halfSquaredError: total += (y - t) * (y - t) / 2
      case .meanSquaredError: total += (y - t) * (y - t) / count
      case .meanAbsoluteError: total += abs(y - t) / count
      case .meanBiasError: total += (y - t) / count
      }
    }
    return total
  }

  /// The initial error E = ∂Loss/∂Y, with the factor 1/n when the batch is reduced by its mean.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func initialError<Element: Scalar>(
    _ output: Tensor<Element>, target: Tensor<Element>, reduction: BatchReduction,
    into error: inout Tensor<Element>
  ) {
    error.resize(output.shape)
    let samples = output.shape[0]
    let count = Element(output.count / max(samples, 1))
    let divisor = reduction == .mean ? Element(samples) : 1
    for i in output.elements.indices {
      let (y, t) = (output.elements[i], target.elements[i])
      error.elements[i] = slope(y, t, count: count) / divisor
    }
  }

  /// ∂Loss/∂y of one output of one sample.
  @inline(__always)
  func slope<Element: Scalar>(_ y: Element, _ t: Element, count: Element) -> Element {
    switch self {
    case .categoricalCrossentropy:
      t == 0 ? 0 : -t / (y.isNaN ? y : max(y, Element(Self.smallestProbability)))
    case .halfSquaredError: y - t
    case .meanSquaredError: 2 * (y - t) / count
    case .meanAbsoluteError: (y > t ? 1 : y < t ? -1 : 0) / count
    case .meanBiasError: 1 / count
    }
  }
}

/// Whether gradients are those of the mean loss of a batch (today's frameworks) or of the sum (the paper's code).
public enum BatchReduction: String, Codable, CaseIterable, Sendable { case mean, sum }
