/// Inverted dropout of `count` elements that lie side by side, in place or not: Y = m ∘ X. The backward pass is the
/// same with deltas.
///
/// Element i is kept when `DropoutHash.bits(first + i, key:)` is at least `threshold`.
public struct DropoutTask {
  public var input: UnsafePointer<Float>
  public var output: UnsafeMutablePointer<Float>
  public var count: Int
  public var key: UInt32
  public var first: UInt32
  public var threshold: UInt32
  /// 1/(1 − rate).
  public var scale: Float

  public init(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, count: Int, key: UInt32,
    first: UInt32, threshold: UInt32, scale: Float
  ) {
    self.input = input
    self.output = output
    self.count = count
    self.key = key
    self.first = first
    self.threshold = threshold
    self.scale = scale
  }
}
