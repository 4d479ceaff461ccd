import Foundation

/// NumPy's legacy random numbers: the same as `np.random.seed`, `rand`, `randn` and `permutation` give.
///
/// MT19937 (Matsumoto, Nishimura 1998), seeded and used as in docs/algorithms.md §9. A value: a copy
/// draws the same numbers again, and the whole state can be stored.
public struct RandomSource: Equatable, Sendable, Codable {
  private var words: [UInt32]
  private var position: Int
  /// The second number of a polar pair, kept for the next normal draw.
  private var spareNormal: Double?

  private static let size = 624
  private static let middle = 397

  public init(seed: UInt32) {
    words = [UInt32](repeating: seed, count: Self.size)
    for i in 1..<Self.size {
      words[i] = 1_812_433_253 &* (words[i - 1] ^ (words[i - 1] >> 30)) &+ UInt32(i)
    }
    position = Self.size
  }

  /// A stored state.
  ///
  /// - Throws: `DecodingError` when it is not the state of a generator.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    words = try values.decode([UInt32].self, forKey: .words)
    position = try values.decode(Int.self, forKey: .position)
    spareNormal = try values.decodeIfPresent(Double.self, forKey: .spareNormal)
    guard words.count == Self.size, (0...Self.size).contains(position) else {
      throw DecodingError.dataCorruptedError(
        forKey: .words, in: values, debugDescription: "not the state of an MT19937 generator")
    }
  }

  /// The next 32 bits.
  public mutating func nextWord() -> UInt32 {
    if position == Self.size { twist() }
    var y = words[position]
    position += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9d2c_5680
    y ^= (y << 15) & 0xefc6_0000
    return y ^ (y >> 18)
  }

  /// Computes the next block of words. There are three loops and no branch on a random bit, since a deep demo draws
  /// tens of millions of numbers.
  private mutating func twist() {
    let (size, middle) = (Self.size, Self.middle)
    words.withUnsafeMutableBufferPointer { mt in
      func twisted(_ upper: UInt32, _ lower: UInt32, _ far: UInt32) -> UInt32 {
        let y = (upper & 0x8000_0000) | (lower & 0x7fff_ffff)
        return far ^ (y >> 1) ^ ((0 &- (y & 1)) & 0x9908_b0df)
      }
      for i in 0..<size - middle { mt[i] = twisted(mt[i], mt[i + 1], mt[i + middle]) }
      for i in size - middle..<size - 1 {
        mt[i] = twisted(mt[i], mt[i + 1], mt[i + middle - size])
      }
      mt[size - 1] = twisted(mt[size - 1], mt[0], mt[middle - 1])
    }
    position = 0
  }

  /// Uniform in [0, 1) with 53 random bits: `rand()`.
  public mutating func uniform() -> Double {
    let high = Double(nextWord() >> 5)
    let low = Double(nextWord() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// Standard normal by the polar method: `randn()`.
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let x1 = 2 * uniform() - 1
      let x2 = 2 * uniform() - 1
      let r2 = x1 * x1 + x2 * x2
      if r2 >= 1 || r2 == 0 { continue }
      let factor = (-2 * log(r2) / r2).squareRoot()
      spareNormal = factor * x1
      return factor * x2
    }
  }

  /// Uniform integer in 0…bound: masked words, drawn again while too large.
  public mutating func integer(through bound: UInt32) -> UInt32 {
    guard bound > 0 else { return 0 }
    let mask = UInt32.max >> UInt32(bound.leadingZeroBitCount)
    while true {
      let candidate = nextWord() & mask
      if candidate <= bound { return candidate }
    }
  }

  /// 0…n−1 in random order: `permutation(n)`.
  public mutating func permutation(_ n: Int) -> [Int] {
    var order = Array(0..<n)
    for i in stride(from: n - 1, to: 0, by: -1) {
      order.swapAt(i, Int(integer(through: UInt32(i))))
    }
    return order
  }
}
