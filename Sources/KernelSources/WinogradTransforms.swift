import KernelInterface

// Winograd's one-dimensional transforms for the points 0, ±1, ±2, ∞; a tile of 6×6 takes one along each axis.

/// Six numbers of every lane.
struct Six {
  var a: Lanes, b: Lanes, c: Lanes, d: Lanes, e: Lanes, f: Lanes

  @inline(__always)
  init(_ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes, _ e: Lanes, _ f: Lanes) {
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }

  @inline(__always)
  init(at p: UnsafePointer<Float>, stride: Int) {
    self.init(
      Lanes(at: p), Lanes(at: p + stride), Lanes(at: p + 2 * stride), Lanes(at: p + 3 * stride),
      Lanes(at: p + 4 * stride), Lanes(at: p + 5 * stride))
  }

  @inline(__always)
  func store(to p: UnsafeMutablePointer<Float>, stride: Int) {
    a.store(to: p)
    b.store(to: p + stride)
    c.store(to: p + 2 * stride)
    d.store(to: p + 3 * stride)
    e.store(to: p + 4 * stride)
    f.store(to: p + 5 * stride)
  }

  /// Bᵀ: a stretch of the input into the domain.
  @inline(__always)
  var inputTransformed: Six {
    let (even1, odd1) = (e - 4 * c, d - 4 * b)
    let (even2, odd2) = (e - c, 2 * (d - b))
    return Six(
      4 * (a - c) - (c - e), even1 + odd1, even1 - odd1, even2 + odd2, even2 - odd2,
      4 * (b - d) - (d - f))
  }

  /// Aᵀ with four rows: out of the domain, four outputs.
  @inline(__always)
  var fourOutputs: (Lanes, Lanes, Lanes, Lanes) {
    let (sum1, difference1) = (b + c, b - c)
    let (sum2, difference2) = (d + e, d - e)
    return (
      a + sum1 + sum2, difference1 + 2 * difference2, sum1 + 4 * sum2,
      difference1 + 8 * difference2 + f
    )
  }

  /// Aᵀ with two rows: out of the domain, two outputs.
  @inline(__always)
  var twoOutputs: (Lanes, Lanes) { (a + (b + c) + (d + e), (b - c) + 2 * (d - e) + f) }

  /// A of four deltas: into the domain on the way back.
  @inline(__always)
  init(deltas a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes) {
    let (even1, odd1) = (a + c, b + d)
    let (even2, odd2) = (a + 4 * c, 2 * b + 8 * d)
    self.init(a, even1 + odd1, even1 - odd1, even2 + odd2, even2 - odd2, d)
  }

  /// A of two deltas.
  @inline(__always)
  init(deltas a: Lanes, _ b: Lanes) { self.init(a, a + b, a - b, a + 2 * b, a - 2 * b, b) }
}
