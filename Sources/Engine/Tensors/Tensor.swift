/// Numbers in a row-major box. A value: a copy is a snapshot, storage is shared until one side
/// changes, and a tensor passed `inout` is overwritten in place.
public struct Tensor<Element: Scalar>: Equatable, Sendable {
  public private(set) var shape: Shape
  public var elements: [Element]

  /// Wraps `elements`; their number must be the shape's.
  public init(shape: Shape, elements: [Element]) {
    precondition(
      shape.count == elements.count, "a tensor \(shape) of \(elements.count) elements")
    self.shape = shape
    self.elements = elements
  }

  public init(shape: Shape, repeating value: Element = 0) {
    self.init(shape: shape, elements: [Element](repeating: value, count: shape.count))
  }

  /// No cells yet: a buffer that `resize` will give its size.
  public static var empty: Tensor { Tensor(shape: [0], elements: []) }

  public var count: Int { elements.count }

  /// The cell at `index`, which has one number per axis.
  public subscript(index: Int...) -> Element {
    get { elements[offset(index)] }
    set { elements[offset(index)] = newValue }
  }

  private func offset(_ index: [Int]) -> Int {
    guard let offset = shape.offset(of: index) else {
      preconditionFailure("cell \(index) is outside of \(shape)")
    }
    return offset
  }

  /// R: the same numbers in another shape of the same count.
  public func reshaped(_ shape: Shape) -> Tensor { Tensor(shape: shape, elements: elements) }

  /// Makes this buffer fit `shape`; allocates only when it grows. The old numbers mean nothing.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func resize(_ shape: Shape) {
    guard shape != self.shape else { return }
    let count = shape.count
    if count < elements.count {
      elements.removeLast(elements.count - count)
    } else if count > elements.count {
      elements.append(contentsOf: repeatElement(0, count: count - elements.count))
    }
    self.shape = shape
  }

  /// Sets every cell to `value`.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func fill(_ value: Element) {
    for i in elements.indices { elements[i] = value }
  }

  /// self += other, element by element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  mutating func add(_ other: Tensor) {
    elements.withUnsafeMutableBufferPointer { a in
      other.elements.withUnsafeBufferPointer { b in
        for i in a.indices { a[i] += b[i] }
      }
    }
  }

  /// self[c] = Σ over all rows of `other[…, c]`: a bias gradient from deltas.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  mutating func setToRowSums(of other: Tensor) {
    fill(0)
    elements.withUnsafeMutableBufferPointer { sums in
      other.elements.withUnsafeBufferPointer { x in
        for start in stride(from: 0, to: x.count, by: max(sums.count, 1)) {
          for c in sums.indices { sums[c] += x[start + c] }
        }
      }
    }
  }

  /// The same numbers in another precision.
  public func converted<Other: Scalar>(to type: Other.Type) -> Tensor<Other> {
    if let same = self as? Tensor<Other> { return same }
    return Tensor<Other>(shape: shape, elements: elements.map { Other($0) })
  }
}
