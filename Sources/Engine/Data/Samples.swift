/// Inputs of one shape: either numbers in memory, or bytes in files that become numbers when a sample is asked for.
public struct Samples: Sendable {
  /// The shape of one sample.
  public let shape: Shape
  public let count: Int
  private let size: Int
  private let storage: Storage
  /// For each sample the index of the stored one; nil for the stored order.
  private let order: [Int]?

  private enum Storage: Sendable {
    case numbers(Tensor<Float>)
    case packed(PackedSamples)
  }

  /// - Parameter tensor: `[n, …]`.
  public init(_ tensor: Tensor<Float>) {
    self.init(.numbers(tensor), shape: tensor.shape.sample, count: tensor.shape[0], order: nil)
  }

  init(_ packed: PackedSamples, shape: Shape) {
    precondition(packed.size == shape.count)
    self.init(.packed(packed), shape: shape, count: packed.count, order: nil)
  }

  private init(_ storage: Storage, shape: Shape, count: Int, order: [Int]?) {
    self.storage = storage
    self.shape = shape
    self.count = count
    self.order = order
    size = shape.count
  }

  /// Some of the samples, in another order; nothing is copied.
  public func selecting(_ rows: [Int]) -> Samples {
    precondition(rows.allSatisfy((0..<count).contains), "only samples that are there")
    let stored = order.map { order in rows.map { order[$0] } } ?? rows
    return Samples(storage, shape: shape, count: rows.count, order: stored)
  }

  /// The numbers of one sample; safe from several threads at once, allocates nothing.
  ///
  /// - Parameters:
  ///   - row: 0..<count.
  ///   - target: a buffer of as many elements as the shape has.
  public func copy(_ row: Int, into target: UnsafeMutablePointer<Float>) {
    precondition(row >= 0 && row < count)
    let index = order.map { $0[row] } ?? row
    switch storage {
    case .packed(let packed): packed.copy(index, into: target)
    case .numbers(let tensor):
      tensor.elements.withUnsafeBufferPointer { numbers in
        guard let base = numbers.baseAddress else { return }
        target.update(from: base + index * size, count: size)
      }
    }
  }

  /// True if the samples are in a file so large that parts of it may have to be read from the disk again.
  var isSlow: Bool {
    guard case .packed(let packed) = storage else { return false }
    return packed.runs.contains { $0.bytes.isLargeFile }
  }

  /// Asks the system for the bytes of one sample, and does not wait for them.
  func prefetch(_ row: Int) {
    precondition(row >= 0 && row < count)
    guard case .packed(let packed) = storage else { return }
    packed.prefetch(order.map { $0[row] } ?? row)
  }

  /// The numbers that bytes stand for; nil where the samples are not bytes.
  public var levelScale: LevelScale? {
    guard case .packed(let packed) = storage else { return nil }
    switch packed.coding {
    case .levels(let scale), .planes(let scale, _): return scale
    case .floats: return nil
    }
  }

  /// All samples unpacked, `[n, …]`: for sets that are small.
  public var tensor: Tensor<Float> {
    if case .numbers(let tensor) = storage, order == nil { return tensor }
    var tensor = Tensor<Float>(shape: shape.batched(count))
    tensor.elements.withUnsafeMutableBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      for row in 0..<count { copy(row, into: base + row * size) }
    }
    return tensor
  }
}

extension Samples: Equatable {
  /// Whether the numbers are the same, however they are stored.
  public static func == (left: Samples, right: Samples) -> Bool {
    guard left.shape == right.shape, left.count == right.count else { return false }
    var (a, b) = (
      [Float](repeating: 0, count: left.size), [Float](repeating: 0, count: left.size)
    )
    return (0..<left.count).allSatisfy { row in
      a.withUnsafeMutableBufferPointer {
        if let base = $0.baseAddress { left.copy(row, into: base) }
      }
      b.withUnsafeMutableBufferPointer {
        if let base = $0.baseAddress { right.copy(row, into: base) }
      }
      return a == b
    }
  }
}
