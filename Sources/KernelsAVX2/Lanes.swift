let instructionSet = "avx2"

/// 8 numbers a register, 16 registers.
typealias Lanes = SIMD8<Float>
/// Two accumulators a row: 12 registers, two for B, one for a scalar of A.
typealias TallestTile = Rows6<WideRow>

extension Lanes {
  /// self += a·b, rounded once.
  @inline(__always)
  mutating func accumulate(_ a: Lanes, _ b: Lanes) { addProduct(a, b) }
}
