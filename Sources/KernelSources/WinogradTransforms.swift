import KernelInterface

// Winograd's one-dimensional transforms; a tile needs one along each axis. Their tables are in `WinogradTables`.
// Here the rows for the points p and −p are computed together, since they have the same even powers, and the same
// odd powers but for the sign.

/// The elements of a tile along one axis, one per point; every lane holds another channel.
protocol WinogradLine {
  /// The number of points: 4 outputs + kernel size − 1.
  static var points: Int { get }
  init(at lines: TileLines, _ offset: Int)
  init(at p: UnsafePointer<Float>, stride: Int)
  func store(to p: UnsafeMutablePointer<Float>, stride: Int)

  /// Bᵀ: brings inputs into the domain.
  var inputTransformed: Self { get }
  /// Aᵀ: brings sums out of the domain.
  var outputs: Four { get }
  /// A: brings deltas into the domain, for Rule 2.
  init(deltas: Four)
}

/// The four output pixels of a tile along one axis.
struct Four {
  let a: Lanes, b: Lanes, c: Lanes, d: Lanes

  @inline(__always)
  init(_ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  @inline(__always)
  init(at p: UnsafePointer<Float>, stride: Int) {
    self.init(
      Lanes(at: p), Lanes(at: p + stride), Lanes(at: p + 2 * stride), Lanes(at: p + 3 * stride))
  }

  @inline(__always)
  init(at lines: TileLines, _ offset: Int) {
    self.init(
      Lanes(at: lines.a + offset), Lanes(at: lines.b + offset), Lanes(at: lines.c + offset),
      Lanes(at: lines.d + offset))
  }

  @inline(__always)
  func store(to p: UnsafeMutablePointer<Float>, stride: Int) {
    a.store(to: p)
    b.store(to: p + stride)
    c.store(to: p + 2 * stride)
    d.store(to: p + 3 * stride)
  }
}

/// The six points 0, ±1, ±2, ∞, for 3×3 kernels.
struct Six: WinogradLine {
  let a: Lanes, b: Lanes, c: Lanes, d: Lanes, e: Lanes, f: Lanes

  static var points: Int { 6 }

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
  init(at lines: TileLines, _ offset: Int) {
    self.init(
      Lanes(at: lines.a + offset), Lanes(at: lines.b + offset), Lanes(at: lines.c + offset),
      Lanes(at: lines.d + offset), Lanes(at: lines.e + offset), Lanes(at: lines.f + offset))
  }

  @inline(__always)
  func store(to p: UnsafeMutablePointer<Float>, stride: Int) {
    Four(a, b, c, d).store(to: p, stride: stride)
    e.store(to: p + 4 * stride)
    f.store(to: p + 5 * stride)
  }

  @inline(__always)
  var inputTransformed: Six {
    let (even1, odd1) = (e.plus(-4, c), d.plus(-4, b))
    let (even2, odd2) = (e - c, d - b)
    return Six(
      e.plus(4, a).plus(-5, c), even1 + odd1, even1 - odd1, even2.plus(2, odd2),
      even2.plus(-2, odd2), f.plus(4, b).plus(-5, d))
  }

  @inline(__always)
  var outputs: Four {
    let (sum1, difference1) = (b + c, b - c)
    let (sum2, difference2) = (d + e, d - e)
    return Four(
      a + sum1 + sum2, difference1.plus(2, difference2), sum1.plus(4, sum2),
      (difference1 + f).plus(8, difference2))
  }

  @inline(__always)
  init(deltas x: Four) {
    let (even1, odd1) = (x.a + x.c, x.b + x.d)
    let (even2, odd2) = (x.a.plus(4, x.c), x.b.plus(4, x.d))
    self.init(
      x.a, even1 + odd1, even1 - odd1, even2.plus(2, odd2), even2.plus(-2, odd2), x.d)
  }
}

/// The eight points 0, ±1, ±2, ±1/2, ∞, for 5×5 kernels.
struct Eight: WinogradLine {
  let a: Lanes, b: Lanes, c: Lanes, d: Lanes, e: Lanes, f: Lanes, g: Lanes, h: Lanes

  static var points: Int { 8 }

  @inline(__always)
  init(
    _ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes, _ e: Lanes, _ f: Lanes, _ g: Lanes, _ h: Lanes
  ) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
    (self.e, self.f, self.g, self.h) = (e, f, g, h)
  }

  @inline(__always)
  init(at p: UnsafePointer<Float>, stride: Int) {
    self.init(
      Lanes(at: p), Lanes(at: p + stride), Lanes(at: p + 2 * stride), Lanes(at: p + 3 * stride),
      Lanes(at: p + 4 * stride), Lanes(at: p + 5 * stride), Lanes(at: p + 6 * stride),
      Lanes(at: p + 7 * stride))
  }

  @inline(__always)
  init(at lines: TileLines, _ offset: Int) {
    self.init(
      Lanes(at: lines.a + offset), Lanes(at: lines.b + offset), Lanes(at: lines.c + offset),
      Lanes(at: lines.d + offset), Lanes(at: lines.e + offset), Lanes(at: lines.f + offset),
      Lanes(at: lines.g + offset), Lanes(at: lines.h + offset))
  }

  @inline(__always)
  func store(to p: UnsafeMutablePointer<Float>, stride: Int) {
    Four(a, b, c, d).store(to: p, stride: stride)
    Four(e, f, g, h).store(to: p + 4 * stride, stride: stride)
  }

  @inline(__always)
  var inputTransformed: Eight {
    let (even1, odd1) = ((c + g).plus(-4.25, e), (b + f).plus(-4.25, d))
    let (even2, odd2) = (g.plus(0.25, c).plus(-1.25, e), f.plus(0.25, b).plus(-1.25, d))
    let (even3, odd3) = (g.plus(4, c).plus(-5, e), f.plus(4, b).plus(-5, d))
    return Eight(
      (g - a).plus(5.25, c - e), even1 + odd1, even1 - odd1, even2.plus(2, odd2),
      even2.plus(-2, odd2), even3.plus(0.5, odd3), even3.plus(-0.5, odd3),
      (h - b).plus(5.25, d - f))
  }

  @inline(__always)
  var outputs: Four {
    let (sum1, difference1) = (b + c, b - c)
    let (sum2, difference2) = (d + e, d - e)
    let (sum3, difference3) = (f + g, f - g)
    return Four(
      a + sum1 + (sum2 + sum3), difference1.plus(2, difference2).plus(0.5, difference3),
      sum1.plus(4, sum2).plus(0.25, sum3),
      (difference1 + h).plus(8, difference2).plus(0.125, difference3))
  }

  @inline(__always)
  init(deltas x: Four) {
    let (even1, odd1) = (x.a + x.c, x.b + x.d)
    let (even2, odd2) = (x.a.plus(4, x.c), x.b.plus(4, x.d))
    let (even3, odd3) = (x.a.plus(0.25, x.c), x.b.plus(0.25, x.d))
    self.init(
      x.a, even1 + odd1, even1 - odd1, even2.plus(2, odd2), even2.plus(-2, odd2),
      even3.plus(0.5, odd3), even3.plus(-0.5, odd3), x.d)
  }
}

extension Lanes {
  /// self + factor·x.
  @inline(__always)
  fileprivate func plus(_ factor: Float, _ x: Lanes) -> Lanes {
    var sum = self
    sum.accumulate(Lanes(repeating: factor), x)
    return sum
  }
}
