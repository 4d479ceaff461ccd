/// How well outputs agree with targets, over some samples.
public struct Evaluation: Equatable, Sendable {
  /// The mean of the samples' losses.
  public var loss: Double
  /// The fraction of samples that are right, 0…1.
  public var accuracy: Double

  public init(loss: Double, accuracy: Double) {
    self.loss = loss
    self.accuracy = accuracy
  }
}

/// The fraction of samples whose answer is right.
public enum Accuracy {
  /// With several outputs the largest must stand where the target's largest does (the first wins
  /// a tie); a single output must lie on the target's side of ½. A sample with nan is wrong.
  ///
  /// - Parameters:
  ///   - output: `[n, …]`.
  ///   - target: `[n, …]`, the same shape.
  /// - Returns: from 0 to 1; 0 without samples.
  public static func share(_ output: Tensor<Float>, target: Tensor<Float>) -> Double {
    let samples = output.shape[0]
    guard samples > 0 else { return 0 }
    let size = output.count / samples
    let right = output.elements.withUnsafeBufferPointer { y in
      target.elements.withUnsafeBufferPointer { t in
        (0..<samples).count { sample in
          let cells = sample * size..<(sample + 1) * size
          return isRight(
            UnsafeBufferPointer(rebasing: y[cells]), UnsafeBufferPointer(rebasing: t[cells]))
        }
      }
    }
    return Double(right) / Double(samples)
  }

  /// Whether one sample's answer is right.
  static func isRight(_ y: UnsafeBufferPointer<Float>, _ t: UnsafeBufferPointer<Float>) -> Bool {
    if y.contains(where: \.isNaN) { return false }
    guard y.count > 1 else { return y.elementsEqual(t) { ($0 > 0.5) == ($1 > 0.5) } }
    return largest(y) == largest(t)
  }

  private static func largest(_ values: UnsafeBufferPointer<Float>) -> Int {
    values.indices.reduce(values.startIndex) { values[$1] > values[$0] ? $1 : $0 }
  }
}

/// How large all weights and biases are together.
public struct ParameterNorms: Equatable, Sendable {
  /// Σ |w|.
  public var l1: Double
  /// √Σ w².
  public var l2: Double

  init(l1: Double, l2: Double) {
    self.l1 = l1
    self.l2 = l2
  }

  public init(of network: Network<Float>) {
    var (sum, squares) = (0.0, 0.0)
    for case let parameters? in network.parameters {
      for tensor in parameters.tensors {
        for element in tensor.elements {
          let w = Double(element)
          sum += abs(w)
          squares += w * w
        }
      }
    }
    l1 = sum
    l2 = squares.squareRoot()
  }
}

extension Network where Element == Float {
  /// Samples per forward pass when nothing is learnt.
  private static var chunk: Int { 250 }

  /// Loss and accuracy in predicting mode: dropout is off, and no random number is drawn.
  ///
  /// - Parameters:
  ///   - data: where the samples are.
  ///   - rows: which of them; all when left out.
  ///   - loss: what is measured.
  /// - Returns: the means over those samples.
  public mutating func evaluate(
    _ data: Dataset, rows: Range<Int>? = nil, loss: Loss
  ) -> Evaluation {
    let rows = rows ?? 0..<data.count
    var context = ForwardContext(mode: .predicting)
    var batch = Batch()
    var total = Evaluation(loss: 0, accuracy: 0)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.chunk) {
      let part = start..<min(start + Self.chunk, rows.upperBound)
      batch.gather(part, of: data, outputShape: outputShape)
      forward(batch.inputs, context: &context)
      let share = Double(part.count) / Double(rows.count)
      total.loss += share * loss.value(output, target: batch.targets)
      total.accuracy += share * Accuracy.share(output, target: batch.targets)
    }
    return total
  }
}
