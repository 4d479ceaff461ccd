/// The extents of a tensor, outermost axis first; the last axis varies fastest (row-major).
///
/// A batch of images is `[n, height, width, channels]`, a batch of vectors `[n, features]`,
/// convolution weights are `[kh, kw, c_in, c_out]`, dense weights `[out, in]`.
public struct Shape: Hashable, Sendable {
  public let dimensions: [Int]

  public init(_ dimensions: [Int]) { self.dimensions = dimensions }

  /// How many numbers a tensor of this shape holds; 1 for the empty shape.
  public var count: Int { dimensions.reduce(1, *) }
  /// Whether a tensor of this shape holds at most `limit` numbers; asked before `count` could overflow.
  func fits(_ limit: Int) -> Bool {
    var count = 1
    for extent in dimensions {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= limit else { return false }
      count = product
    }
    return true
  }
  public var rank: Int { dimensions.count }
  public subscript(axis: Int) -> Int { dimensions[axis] }

  /// The same samples in a batch: `[n]` in front of the shape of one sample.
  public func batched(_ n: Int) -> Shape { Shape([n] + dimensions) }
  /// The shape of one sample: without the leading batch axis.
  public var sample: Shape { Shape(Array(dimensions.dropFirst())) }

  /// The row-major position of a cell, or nil when an index lies outside.
  public func offset(of index: [Int]) -> Int? {
    guard index.count == rank else { return nil }
    var offset = 0
    for (i, extent) in zip(index, dimensions) {
      guard i >= 0, i < extent else { return nil }
      offset = offset * extent + i
    }
    return offset
  }

  /// The indices of the cell at a row-major position.
  public func index(at offset: Int) -> [Int] {
    var rest = offset
    var index = [Int](repeating: 0, count: rank)
    for axis in stride(from: rank - 1, through: 0, by: -1) {
      index[axis] = rest % dimensions[axis]
      rest /= dimensions[axis]
    }
    return index
  }
}

extension Shape: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: CustomStringConvertible {
  /// For people: `6×6×1`.
  public var description: String { dimensions.map(String.init).joined(separator: "×") }
}

extension Shape: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(try [Int](from: decoder))
  }
  public func encode(to encoder: any Encoder) throws { try dimensions.encode(to: encoder) }
}
