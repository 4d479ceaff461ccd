let instructionSet = "avx2"

/// 8 elements per register.
typealias Lanes = SIMD8<Float>
let registers = 16
/// Two accumulators per row take 12 registers; two more hold a row of B, one an element of A.
typealias TallestTile = Rows6<WideRow>

extension Lanes {
  /// self += a·b, rounded once.
  @inline(__always)
  mutating func accumulate(_ a: Lanes, _ b: Lanes) { addProduct(a, b) }
}
