extension Lanes {
  /// From memory, at any alignment.
  @inline(__always)
  init(at p: UnsafePointer<Float>) {
    self = UnsafeRawPointer(p).loadUnaligned(as: Lanes.self)
  }

  /// To memory, at any alignment.
  @inline(__always)
  func store(to p: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(p).storeBytes(of: self, as: Lanes.self)
  }

  /// max(self, 0) by number; nan stays nan.
  @inline(__always)
  var rectified: Lanes { replacing(with: 0, where: self .<= 0) }

  /// self where `y` is positive, 0 elsewhere: the derivative of ReLU.
  @inline(__always)
  func gated(by y: Lanes) -> Lanes { Lanes.zero.replacing(with: self, where: y .> 0) }
}
