/// Random bits for dropout, computed from the index of an element: any thread can compute any part of a mask,
/// forward and backward, and none is stored.
///
/// Two rounds of multiply and xor-shift (the constants are those of the search "lowbias32", nullprogram.com) mix a
/// Weyl sequence of the indices with the key of the pass.
public enum DropoutHash {
  /// 32 bits that look independent for neighbouring indices and for different keys.
  public static func bits(_ place: UInt32, key: UInt32) -> UInt32 {
    var x = place &* 0x9e37_79b9 ^ key
    x ^= x >> 16
    x = x &* 0x7feb_352d
    x ^= x >> 15
    x = x &* 0x846c_a68b
    return x ^ (x >> 16)
  }

  /// An element is kept when its bits are at least this.
  static func threshold(_ rate: Double) -> UInt32 {
    UInt32(clamping: Int64((rate * 4_294_967_296).rounded()))
  }

  /// The factor of a kept element, 1/(1 − rate), computed in Float as `Dropout` does.
  static func scale(_ rate: Double) -> Float { 1 / (1 - Float(rate)) }
}
