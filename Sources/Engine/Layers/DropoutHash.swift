/// Random bits for dropout from a number's place: any thread can draw any mask, forward and backward, and keep none.
///
/// Two rounds of multiply and xor-shift (the constants are those of the search "lowbias32", nullprogram.com) mix
/// a Weyl sequence of the places with the key of the pass.
public enum DropoutHash {
  /// 32 bits that look independent for neighbouring places and for different keys.
  public static func bits(_ place: UInt32, key: UInt32) -> UInt32 {
    var x = place &* 0x9e37_79b9 ^ key
    x ^= x >> 16
    x = x &* 0x7feb_352d
    x ^= x >> 15
    x = x &* 0x846c_a68b
    return x ^ (x >> 16)
  }

  /// A number is kept when its bits are at least this.
  static func threshold(_ rate: Double) -> UInt32 {
    UInt32(clamping: Int64((rate * 4_294_967_296).rounded()))
  }

  /// What a kept number is multiplied by: 1/(1 − rate), in Float throughout, as the reference divides.
  static func scale(_ rate: Double) -> Float { 1 / (1 - Float(rate)) }
}
