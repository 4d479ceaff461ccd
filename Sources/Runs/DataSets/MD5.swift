import Foundation

/// The MD5 digest (RFC 1321): no protection against an attacker, but enough to recognise a broken download.
package struct MD5 {
  private var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]

  /// By how many bits step 4r + i of round r rotates its sum.
  private static let turns: [UInt32] = [
    7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21,
  ]
  /// ⌊2³² |sin(i + 1)|⌋.
  private static let sines = (0..<64).map { UInt32(abs(sin(Double($0 + 1))) * 4_294_967_296) }

  /// The digest in 32 hexadecimal digits.
  static func digest(_ bytes: UnsafeRawBufferPointer) -> String {
    var md5 = MD5()
    let whole = bytes.count / 64 * 64
    md5.take(UnsafeRawBufferPointer(rebasing: bytes[..<whole]))
    // The padding: a bit 1, zeros up to 8 bytes before the end of a block, then the length in bits.
    var tail = Array(bytes[whole...]) + [0x80]
    tail += Array(repeating: 0, count: (120 - tail.count) % 64)
    withUnsafeBytes(of: (UInt64(bytes.count) &* 8).littleEndian) { tail += Array($0) }
    tail.withUnsafeBytes { md5.take($0) }
    return md5.state.map { word in
      withUnsafeBytes(of: word.littleEndian) { raw in
        raw.map { String(format: "%02x", $0) }.joined()
      }
    }.joined()
  }

  /// Adds whole blocks of 64 bytes to the digest.
  private mutating func take(_ blocks: UnsafeRawBufferPointer) {
    var words = [UInt32](repeating: 0, count: 16)
    var (a0, b0, c0, d0) = (state[0], state[1], state[2], state[3])
    Self.turns.withUnsafeBufferPointer { turns in
      Self.sines.withUnsafeBufferPointer { sines in
        words.withUnsafeMutableBufferPointer { words in
          for start in stride(from: 0, to: blocks.count, by: 64) {
            for i in 0..<16 {
              let word = blocks.loadUnaligned(fromByteOffset: start + 4 * i, as: UInt32.self)
              words[i] = UInt32(littleEndian: word)
            }
            var (a, b, c, d) = (a0, b0, c0, d0)
            for i in 0..<64 {
              let (mixed, place) = Self.mix(b, c, d, step: i)
              let sum = a &+ mixed &+ sines[i] &+ words[place]
              let turn = turns[i / 16 * 4 + i % 4]
              (a, d, c) = (d, c, b)
              b = b &+ (sum << turn | sum >> (32 - turn))
            }
            (a0, b0, c0, d0) = (a0 &+ a, b0 &+ b, c0 &+ c, d0 &+ d)
          }
        }
      }
    }
    state = [a0, b0, c0, d0]
  }

  /// The function that a round applies to three words, and the index of the word of the block that is added.
  @inline(__always)
  private static func mix(
    _ b: UInt32, _ c: UInt32, _ d: UInt32, step i: Int
  ) -> (value: UInt32, word: Int) {
    switch i / 16 {
    case 0: ((b & c) | (~b & d), i)
    case 1: ((d & b) | (~d & c), (5 * i + 1) % 16)
    case 2: (b ^ c ^ d, (3 * i + 5) % 16)
    default: (c ^ (b | ~d), 7 * i % 16)
    }
  }
}
