/// Samples and their answers.
public struct Dataset: Equatable, Sendable {
  public enum Answers: Equatable, Sendable {
    /// A class from 0 for every sample.
    case classes([Int], count: Int)
    /// Real numbers `[n, …]`.
    case values(Tensor<Float>)
  }

  public let samples: Samples
  public let answers: Answers
  /// What the classes are called; nil where they are numbers only.
  public let classNames: [String]?

  /// - Parameters:
  ///   - samples: n of them.
  ///   - classes: one of 0..<classCount for each of the n samples.
  ///   - classCount: how many classes there are.
  ///   - classNames: as many as there are classes, or nil.
  public init(samples: Samples, classes: [Int], classCount: Int, classNames: [String]? = nil) {
    precondition(classes.count == samples.count, "as many classes as samples")
    precondition(classes.allSatisfy((0..<classCount).contains), "classes count from 0")
    precondition(classNames.map { $0.count == classCount } ?? true, "a name for every class")
    self.samples = samples
    self.classNames = classNames
    answers = .classes(classes, count: classCount)
  }

  /// - Parameters:
  ///   - inputs: `[n, …]`.
  ///   - classes: one of 0..<classCount for each of the n samples.
  ///   - classCount: how many classes there are.
  public init(inputs: Tensor<Float>, classes: [Int], classCount: Int) {
    self.init(samples: Samples(inputs), classes: classes, classCount: classCount)
  }

  /// - Parameters:
  ///   - samples: n of them.
  ///   - values: `[n, …]`, what the network should put out.
  public init(samples: Samples, values: Tensor<Float>) {
    precondition(values.shape[0] == samples.count, "as many values as samples")
    self.samples = samples
    classNames = nil
    answers = .values(values)
  }

  /// - Parameters:
  ///   - inputs: `[n, …]`.
  ///   - values: `[n, …]`, what the network should put out.
  public init(inputs: Tensor<Float>, values: Tensor<Float>) {
    self.init(samples: Samples(inputs), values: values)
  }

  /// n.
  public var count: Int { samples.count }
  /// The shape of one sample.
  public var sampleShape: Shape { samples.shape }
  /// All samples unpacked, `[n, …]`: for sets that are small.
  public var inputs: Tensor<Float> { samples.tensor }

  /// Some of the rows, in another order; no sample is copied.
  public func selecting(_ rows: [Int]) -> Dataset {
    let chosen = samples.selecting(rows)
    switch answers {
    case .classes(let classes, let count):
      return Dataset(
        samples: chosen, classes: rows.map { classes[$0] }, classCount: count,
        classNames: classNames)
    case .values(let values):
      let size = values.shape.sample.count
      let numbers = rows.flatMap { values.elements[$0 * size..<($0 + 1) * size] }
      return Dataset(
        samples: chosen,
        values: Tensor(shape: values.shape.sample.batched(rows.count), elements: numbers))
    }
  }

  /// The class of a sample as people call it; nil where the answers are values.
  public func className(ofRow row: Int) -> String? {
    guard case .classes(let classes, _) = answers else { return nil }
    return classNames?[classes[row]] ?? String(classes[row])
  }

  /// The numbers of one sample; safe from several threads at once, allocates nothing.
  ///
  /// - Parameters:
  ///   - row: 0..<count.
  ///   - target: a buffer of as many elements as a sample has.
  public func copySample(_ row: Int, into target: UnsafeMutablePointer<Float>) {
    samples.copy(row, into: target)
  }

  /// True if samples may have to be read from the disk, so that it pays to ask for them early (`prefetchSample`).
  var isSlow: Bool { samples.isSlow }

  /// Asks the system for the bytes of a sample that `copySample` will soon unpack, and does not wait for them.
  func prefetchSample(_ row: Int) { samples.prefetch(row) }

  /// What a network should put out for one sample: its class one-hot, or 0 or 1 when there is a single output, or
  /// its values. Safe from several threads at once, allocates nothing.
  ///
  /// - Parameters:
  ///   - row: 0..<count.
  ///   - outputs: how many outputs the network has; it fits (`check`).
  ///   - target: a buffer of as many elements.
  public func copyTarget(_ row: Int, outputs: Int, into target: UnsafeMutablePointer<Float>) {
    switch answers {
    case .classes(let classes, _) where outputs == 1: target.pointee = Float(classes[row])
    case .classes(let classes, _):
      precondition(classes[row] < outputs)
      target.update(repeating: 0, count: outputs)
      target[classes[row]] = 1
    case .values(let values):
      values.elements.withUnsafeBufferPointer { numbers in
        precondition((row + 1) * outputs <= numbers.count)
        if let base = numbers.baseAddress {
          target.update(from: base + row * outputs, count: outputs)
        }
      }
    }
  }

  /// Whether a network can be trained on these samples.
  ///
  /// Classes need one output each; two classes may also share a single output, 0 for the first and 1 for the
  /// second.
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
      // Compared without the shape of a sample, which would be allocated at every step of a training.
      if count > 0, values.count == outputs * count { return }
      let wanted = values.shape.sample.count
      guard outputs == wanted else {
        throw NetworkError(
          reason: "the network has \(outputs) outputs, but the data \(wanted) values per sample; "
            + "end it with D(\(wanted))")
      }
    }
  }
}
