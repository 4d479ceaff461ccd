/// Matrix times vector in one fixed order of summation, the same on every CPU.
///
/// Floating-point addition is not associative: another order of the same terms gives other last digits, and, where
/// sums overflow, other numbers of inf and nan. This order is that of the NumPy/OpenBLAS product behind the paper's
/// printed figures. A sum of n terms has 8 accumulators; lane l takes the terms k = l, l + 8, l + 16, … in
/// ascending k, each by one fused multiply-add (a single rounding for `a + w·x`); then `h_l = a_l + a_{l+4}` for l
/// = 0…3, and the sum is `(h_0 + h_1) + (h_2 + h_3)`. Lanes without a term, in short sums, stay 0.
///
/// A matrix is n×n, row-major; `scale` multiplies each weight, rounded to Float, before use.
public enum OrderedProduct {
  private static let lanes = 8

  /// W·x: y[i] = Σ_k (scale·W[i, k])·x[k].
  public static func product(_ matrix: [Float], scale: Float, _ x: [Float]) -> [Float] {
    let n = x.count
    precondition(matrix.count == n * n, "a matrix of \(matrix.count) weights for \(n) inputs")
    let whole = n - n % lanes
    return matrix.withUnsafeBufferPointer { matrix in
      x.withUnsafeBufferPointer { x in
        (0..<n).map { i in
          let row = UnsafeBufferPointer(rebasing: matrix[i * n..<(i + 1) * n])
          var sums = SIMD8<Float>.zero
          for k in stride(from: 0, to: whole, by: lanes) {
            sums.addProduct(eight(row, from: k) * scale, eight(x, from: k))
          }
          for k in whole..<n { sums[k - whole].addProduct(row[k] * scale, x[k]) }
          return combined(sums)
        }
      }
    }
  }

  /// Wᵀ·g, the backward pass: y[k] = Σ_i (scale·W[i, k])·g[i], in the same order over i.
  public static func transposedProduct(_ matrix: [Float], scale: Float, _ g: [Float]) -> [Float] {
    let n = g.count
    precondition(matrix.count == n * n, "a matrix of \(matrix.count) weights for \(n) outputs")
    // [lanes, n]: the accumulators of all columns, so that the matrix is read row by row.
    var sums = [Float](repeating: 0, count: lanes * n)
    matrix.withUnsafeBufferPointer { matrix in
      sums.withUnsafeMutableBufferPointer { sums in
        for i in 0..<n {
          let row = UnsafeBufferPointer(rebasing: matrix[i * n..<(i + 1) * n])
          let lane = i % lanes * n
          for k in 0..<n { sums[lane + k].addProduct(row[k] * scale, g[i]) }
        }
      }
    }
    return (0..<n).map { k in combined(SIMD8((0..<lanes).map { sums[$0 * n + k] })) }
  }

  @inline(__always)
  private static func eight(_ x: UnsafeBufferPointer<Float>, from k: Int) -> SIMD8<Float> {
    UnsafeRawBufferPointer(x).loadUnaligned(
      fromByteOffset: k * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
  }

  private static func combined(_ sums: SIMD8<Float>) -> Float {
    let halves = sums.lowHalf + sums.highHalf
    return (halves[0] + halves[1]) + (halves[2] + halves[3])
  }
}
