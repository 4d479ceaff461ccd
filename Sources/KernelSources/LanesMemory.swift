extension Lanes {
  /// Loads a register from memory, at any alignment.
  @inline(__always)
  init(at p: UnsafePointer<Float>) {
    self = UnsafeRawPointer(p).loadUnaligned(as: Lanes.self)
  }

  /// Stores a register to memory, at any alignment.
  @inline(__always)
  func store(to p: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(p).storeBytes(of: self, as: Lanes.self)
  }

  /// Loads half a register from each of two addresses.
  @inline(__always)
  init(halfAt low: UnsafePointer<Float>, andAt high: UnsafePointer<Float>) {
    self.init()
    lowHalf = Self.half(at: low)
    highHalf = Self.half(at: high)
  }

  /// Stores half a register to each of two addresses.
  @inline(__always)
  func storeHalves(to low: UnsafeMutablePointer<Float>, and high: UnsafeMutablePointer<Float>) {
    let (first, second) = (lowHalf, highHalf)
    UnsafeMutableRawPointer(low).storeBytes(of: first, as: type(of: first))
    UnsafeMutableRawPointer(high).storeBytes(of: second, as: type(of: second))
  }

  @inline(__always)
  private static func half<Half: SIMD>(at p: UnsafePointer<Float>) -> Half
  where Half.Scalar == Float {
    UnsafeRawPointer(p).loadUnaligned(as: Half.self)
  }

  /// max(self, 0) per element; nan stays nan.
  @inline(__always)
  var rectified: Lanes { replacing(with: 0, where: self .<= 0) }

  /// self where `y` is positive, 0 elsewhere: the derivative of ReLU.
  @inline(__always)
  func gated(by y: Lanes) -> Lanes { Lanes.zero.replacing(with: self, where: y .> 0) }
}
