/// What the numbers of a training may be, wherever they come from: flags, description files, cases, traces, checkpoints.
///
/// Each limit is stated here and nowhere else, so that no way in is wider than another.
public enum TrainingLimits {
  /// The most threads: a larger number is taken for a typing error.
  public static let threads = NumberLimit(1...256)
  /// Epochs, batches, samples per batch, repetitions, epochs of a step of the schedule, updates between checkpoints.
  public static let count = NumberLimit(1...1_000_000_000)
  /// Epochs whose convolutions are tiled.
  public static let preciseEpochs = NumberLimit(0...1_000_000_000)
  /// Updates made so far, bytes of a log: what a file counts. Doubles hold it exactly.
  public static let counted = NumberLimit(0...1_000_000_000_000_000)
  public static let seed = NumberLimit(0...Int(UInt32.max))
  /// The number of a split, or the seed of one.
  public static let split = seed

  /// η, ε, limits of clipping, the factor of a schedule: they must stay positive and finite in Float, in which the engine
  /// computes.
  public static let positive = NumberLimit<Double>("a number from 1e-30 to 1e30") {
    (1e-30...1e30).contains($0)
  }
  /// λ of a penalty, the decay of a schedule.
  public static let strength = NumberLimit<Double>("a number from 0 to 1e30") {
    (0...1e30).contains($0)
  }
  /// γ, β and ρ: below 1 in Float too, as 1 − β divides.
  public static let fading = NumberLimit<Double>("from 0 to below 1") { $0 >= 0 && Float($0) < 1 }
  /// The share of the training samples that is measured instead of learnt.
  public static let share = NumberLimit<Double>("from 0 to below 1") { $0 >= 0 && $0 < 1 }
}

/// What one number may be.
public struct NumberLimit<Number: Sendable>: Sendable {
  /// As the end of a sentence: `from 1 to 256`.
  public let words: String
  private let holds: @Sendable (Number) -> Bool

  init(_ words: String, holds: @escaping @Sendable (Number) -> Bool) {
    self.words = words
    self.holds = holds
  }

  /// - Returns: the rest of a sentence that begins with the number's name, `is 0; it must be from 1 to 256`; nil where the
  ///   number keeps to the limit.
  public func fault(_ number: Number) -> String? {
    holds(number) ? nil : "is \(number); it must be \(words)"
  }
}

extension NumberLimit<Int> {
  init(_ range: ClosedRange<Int>) {
    self.init("from \(range.lowerBound) to \(range.upperBound)") { range.contains($0) }
  }
}

extension NumberLimit where Number == Int {
  fileprivate func whole(_ number: Double) throws(Fault) -> Int {
    guard let whole = Int(exactly: number) else {
      throw Fault(reason: "is \(number); it must be a whole number \(words)")
    }
    if let fault = fault(whole) { throw Fault(reason: fault) }
    return whole
  }
}

private struct Fault: Error { let reason: String }

extension KeyedDecodingContainer {
  /// A whole number within its limit; nil where the key is absent.
  ///
  /// It is read as a Double, since a decoder that meets a number too large for its type does not say where.
  ///
  /// - Throws: `DecodingError` that names the key.
  public func number(_ key: Key, _ limit: NumberLimit<Int>) throws -> Int? {
    guard let number = try decodeIfPresent(Double.self, forKey: key) else { return nil }
    do {
      return try limit.whole(number)
    } catch {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: error.reason)
    }
  }

  /// A number within its limit; nil where the key is absent.
  ///
  /// - Throws: `DecodingError` that names the key.
  public func number(_ key: Key, _ limit: NumberLimit<Double>) throws -> Double? {
    guard let number = try decodeIfPresent(Double.self, forKey: key) else { return nil }
    if let fault = limit.fault(number) {
      throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: fault)
    }
    return number
  }
}
