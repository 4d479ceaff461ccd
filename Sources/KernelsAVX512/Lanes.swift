let instructionSet = "avx512"

/// 16 elements per register.
typealias Lanes = SIMD16<Float>
let registers = 32
/// Two accumulators per row take 28 registers; two more hold a row of B, one an element of A.
typealias TallestTile = Rows14<WideRow>

extension Lanes {
  /// self += a·b, rounded once.
  @inline(__always)
  mutating func accumulate(_ a: Lanes, _ b: Lanes) { addProduct(a, b) }
}
