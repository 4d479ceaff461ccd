import Engine
import Foundation
import Testing

@Suite struct DatasetFingerprintTests {
  private func data(
    _ numbers: [Float] = [0, 1, 10, 11, 20, 21], classes: [Int] = [2, 0, 1], of count: Int = 3,
    shape: Shape = [3, 2]
  ) -> Dataset {
    Dataset(
      inputs: Tensor(shape: shape, elements: numbers), classes: classes, classCount: count)
  }

  @Test func `equal sets have equal fingerprints, however they came to be`() {
    let wanted = data().fingerprint
    #expect(data().fingerprint == wanted)
    let turned = data([20, 21, 10, 11, 0, 1], classes: [1, 0, 2])
    #expect(turned.fingerprint != wanted)
    #expect(turned.selecting([2, 1, 0]).fingerprint == wanted)
  }

  @Test func `another number, answer or shape has another one`() {
    let numbers: [Float] = [0, 1, 10, 11, 20, 21]
    let sets = [
      data(), data([0, 1, 10, 11, 20, Float(21).nextUp]), data(classes: [2, 0, 0]), data(of: 4),
      data(shape: [3, 2, 1]), data(shape: [3, 1, 2]),
      Dataset(
        inputs: Tensor(shape: [3, 2], elements: numbers),
        values: Tensor(shape: [3, 1], elements: [2, 0, 1])),
      Dataset(
        inputs: Tensor(shape: [3, 2], elements: numbers),
        values: Tensor(shape: [3, 1], elements: [2, 0, 2])),
    ]
    #expect(Set(sets.map(\.fingerprint)).count == sets.count)
  }

  /// The check value of CRC-32: that of the digits 1 to 9 is cbf43926.
  @Test func `the sum is zlib's over everything in turn`() throws {
    let empty = Dataset(
      inputs: Tensor(shape: [1, 1], elements: [1]), classes: [0], classCount: 1)
    // Shape [1], one sample; class 0; one class; then the bits of 1.
    let words: [Int] = [1, 1, 0, 1]
    var bytes = words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
    bytes += withUnsafeBytes(of: Float(1).bitPattern.littleEndian) { Array($0) }
    #expect(Self.crc32(Array("123456789".utf8)) == 0xcbf4_3926)
    #expect(empty.fingerprint == Self.crc32(bytes))
  }

  /// By the definition, bit by bit.
  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1) * 0xedb8_8320 }
    }
  }
}
