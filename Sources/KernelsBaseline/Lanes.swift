let instructionSet = "baseline"

/// 4 numbers a register, 16 registers (SSE); arm64 has 32.
typealias Lanes = SIMD4<Float>

#if arch(arm64)
  /// Two accumulators a row: 28 registers, two for B, one for a scalar of A. Untested.
  typealias TallestTile = Rows14<WideRow>

  extension Lanes {
    /// self += a·b, rounded once.
    @inline(__always)
    mutating func accumulate(_ a: Lanes, _ b: Lanes) { addProduct(a, b) }
  }
#else
  /// Two accumulators a row: 12 registers, two for B, one for a scalar of A.
  typealias TallestTile = Rows6<WideRow>

  extension Lanes {
    /// self += a·b, rounded twice: without an instruction for it, a fused one is a library call a number.
    @inline(__always)
    mutating func accumulate(_ a: Lanes, _ b: Lanes) { self += a * b }
  }
#endif
