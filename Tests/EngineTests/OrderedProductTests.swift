import Engine
import Foundation
import Testing

@Suite struct OrderedProductTests {
  /// The order of docs/algorithms.md §5 written out, one term at a time.
  private func reference(_ w: [Float], _ x: [Float]) -> Float {
    var a = [Float](repeating: 0, count: 8)
    for l in 0..<8 {
      for k in stride(from: l, to: x.count, by: 8) { a[l] = fmaf(w[k], x[k], a[l]) }
    }
    let h = (0..<4).map { a[$0] + a[$0 + 4] }
    return (h[0] + h[1]) + (h[2] + h[3])
  }

  @Test(arguments: [1, 2, 7, 8, 9, 15, 16, 31, 64, 100])
  func `rows and columns are summed in the stated order`(n: Int) {
    var random = RandomSource(seed: UInt32(n))
    let matrix = (0..<n * n).map { _ in Float(random.normal()) }
    let x = (0..<n).map { _ in Float(random.normal()) }
    let scale: Float = 0.3
    let scaled = matrix.map { $0 * scale }
    #expect(
      OrderedProduct.product(matrix, scale: scale, x)
        == (0..<n).map { i in reference(Array(scaled[i * n..<(i + 1) * n]), x) })
    #expect(
      OrderedProduct.transposedProduct(matrix, scale: scale, x)
        == (0..<n).map { k in reference((0..<n).map { scaled[$0 * n + k] }, x) })
  }

  @Test func `inf minus inf is nan and inf alone stays`() {
    let products = OrderedProduct.product(
      [3e38, 3e38, 3e38, -3e38], scale: 10, [1, 1])
    #expect(products[0] == .infinity)
    #expect(products[1].isNaN)
  }
}
