let instructionSet = "baseline"

/// 4 elements per register.
typealias Lanes = SIMD4<Float>

#if arch(arm64)
  let registers = 32
  /// Two accumulators per row take 28 registers; two more hold a row of B, one an element of A. Untested.
  typealias TallestTile = Rows14<WideRow>

  extension Lanes {
    /// self += a·b, rounded once.
    @inline(__always)
    mutating func accumulate(_ a: Lanes, _ b: Lanes) { addProduct(a, b) }
  }
#else
  /// Those of SSE.
  let registers = 16
  /// Two accumulators per row take 12 registers; two more hold a row of B, one an element of A.
  typealias TallestTile = Rows6<WideRow>

  extension Lanes {
    /// self += a·b, rounded twice: SSE has no fused instruction, and a library call per element would be slow.
    @inline(__always)
    mutating func accumulate(_ a: Lanes, _ b: Lanes) { self += a * b }
  }
#endif
