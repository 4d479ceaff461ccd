import Engine
import Testing

/// Expects two tensors to agree within `absolute` + `relative` × the largest magnitude wanted; a failure names
/// the worst element.
public func expectClose<Element: Scalar>(
  _ got: Tensor<Element>, _ wanted: Tensor<Element>, absolute: Double = 0, relative: Double = 0,
  _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  guard got.shape == wanted.shape else {
    Issue.record(
      "\(what): shape \(got.shape), wanted \(wanted.shape)", sourceLocation: sourceLocation)
    return
  }
  let largest = wanted.elements.reduce(0.0) { max($0, Double(abs($1))) }
  let gaps = zip(got.elements, wanted.elements).map { Double(abs($0 - $1)) }
  guard let worst = gaps.indices.max(by: { gaps[$0] < gaps[$1] || gaps[$1].isNaN }) else { return }
  #expect(
    gaps[worst] <= absolute + relative * largest,
    "\(what) \(wanted.shape.index(at: worst)): wanted \(wanted.elements[worst]), got \(got.elements[worst])",
    sourceLocation: sourceLocation)
}

extension Tensor {
  /// Standard normal numbers.
  public static func normal(_ shape: Shape, _ random: inout RandomSource) -> Tensor {
    Tensor(shape: shape, elements: (0..<shape.count).map { _ in Element(random.normal()) })
  }
}
