let instructionSet = "avx512"

/// 16 numbers a register, 32 registers.
typealias Lanes = SIMD16<Float>
/// Two accumulators a row: 28 registers, two for B, one for a scalar of A.
typealias TallestTile = Rows14<WideRow>

extension Lanes {
  /// self += a·b, rounded once.
  @inline(__always)
  mutating func accumulate(_ a: Lanes, _ b: Lanes) { addProduct(a, b) }
}
