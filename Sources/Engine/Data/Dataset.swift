/// Samples and their answers.
public struct Dataset: Equatable, Sendable {
  public enum Answers: Equatable, Sendable {
    /// A class from 0 for every sample.
    case classes([Int], count: Int)
    /// Real numbers `[n, …]`.
    case values(Tensor<Float>)
  }

  /// `[n, …]`.
  public let inputs: Tensor<Float>
  public let answers: Answers

  /// - Parameters:
  ///   - inputs: `[n, …]`.
  ///   - classes: one of 0..<classCount for each of the n samples.
  ///   - classCount: how many classes there are.
  public init(inputs: Tensor<Float>, classes: [Int], classCount: Int) {
    precondition(classes.count == inputs.shape[0], "as many classes as samples")
    precondition(classes.allSatisfy((0..<classCount).contains), "classes count from 0")
    self.inputs = inputs
    answers = .classes(classes, count: classCount)
  }

  /// - Parameters:
  ///   - inputs: `[n, …]`.
  ///   - values: `[n, …]`, what the network should put out.
  public init(inputs: Tensor<Float>, values: Tensor<Float>) {
    precondition(values.shape[0] == inputs.shape[0], "as many values as samples")
    self.inputs = inputs
    answers = .values(values)
  }

  /// Writes the numbers of one sample. Any number of threads may ask at the same time.
  public func copySample(_ row: Int, into sample: UnsafeMutablePointer<Float>) {
    let size = inputs.count / max(count, 1)
    inputs.elements.withUnsafeBufferPointer { from in
      guard let start = from.baseAddress else { return }
      sample.update(from: start + row * size, count: size)
    }
  }

  /// Writes what the network should put out for one sample: a one-hot class, a single 0 or 1, or real values.
  public func copyTarget(_ row: Int, outputs: Int, into target: UnsafeMutablePointer<Float>) {
    switch answers {
    case .classes(let classes, _):
      if outputs == 1 {
        target.pointee = Float(classes[row])
      } else {
        target.update(repeating: 0, count: outputs)
        target[classes[row]] = 1
      }
    case .values(let values):
      values.elements.withUnsafeBufferPointer { from in
        guard let start = from.baseAddress else { return }
        target.update(from: start + row * outputs, count: outputs)
      }
    }
  }

  /// n.
  public var count: Int { inputs.shape[0] }
  /// The shape of one sample.
  public var sampleShape: Shape { inputs.shape.sample }

  /// Whether a network can be trained on these samples.
  ///
  /// Classes ask for an output each; two classes also fit a single output, 0 for the one and 1 for
  /// the other.
  ///
  /// - Throws: `NetworkError` that says what is wanted.
  public func check(inputShape: Shape, outputShape: Shape) throws {
    guard inputShape == sampleShape else {
      throw NetworkError(
        reason: "the network takes \(inputShape), but a sample of the data is \(sampleShape)")
    }
    let outputs = outputShape.count
    switch answers {
    case .classes(_, let count):
      guard outputs == count || (count == 2 && outputs == 1) else {
        throw NetworkError(
          reason: "the network has \(outputs) outputs, but the data \(count) classes; "
            + "end it with D(\(count),sm)")
      }
    case .values(let values):
      let wanted = values.shape.sample.count
      guard outputs == wanted else {
        throw NetworkError(
          reason: "the network has \(outputs) outputs, but the data \(wanted) values a sample; "
            + "end it with D(\(wanted))")
      }
    }
  }
}

/// Some samples side by side, as a network takes them; the buffers are used again.
public struct Batch: Sendable {
  /// `[n, …]`.
  public private(set) var inputs = Tensor<Float>.empty
  /// `[n, outputs…]`: one-hot classes, a single 0 or 1, or real values.
  public private(set) var targets = Tensor<Float>.empty

  public init() {}

  /// Fills the batch with the samples of `rows`, in that order.
  ///
  /// - Parameters:
  ///   - rows: positions in `data`.
  ///   - data: where the samples are.
  ///   - outputShape: the output of the network for one sample; it fits `data` (`Dataset.check`).
  public mutating func gather(
    _ rows: some RandomAccessCollection<Int>, of data: Dataset, outputShape: Shape
  ) {
    inputs.resize(data.sampleShape.batched(rows.count))
    inputs.copySamples(rows, of: data.inputs)
    targets.resize(outputShape.batched(rows.count))
    switch data.answers {
    case .values(let values): targets.copySamples(rows, of: values)
    case .classes(let classes, _):
      let outputs = outputShape.count
      targets.fill(0)
      for (place, row) in rows.enumerated() {
        if outputs == 1 {
          targets.elements[place] = Float(classes[row])
        } else {
          targets.elements[place * outputs + classes[row]] = 1
        }
      }
    }
  }
}

extension Tensor where Element == Float {
  /// Overwrites sample 0, 1, … of self with the samples `rows` of another tensor.
  fileprivate mutating func copySamples(
    _ rows: some RandomAccessCollection<Int>, of source: Tensor<Float>
  ) {
    let size = source.shape.sample.count
    elements.withUnsafeMutableBufferPointer { to in
      source.elements.withUnsafeBufferPointer { from in
        for (place, row) in rows.enumerated() {
          _ = UnsafeMutableBufferPointer(rebasing: to[place * size..<(place + 1) * size])
            .update(from: UnsafeBufferPointer(rebasing: from[row * size..<(row + 1) * size]))
        }
      }
    }
  }
}
