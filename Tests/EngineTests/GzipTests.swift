import Foundation
import Testing

@testable import Engine

@Suite struct GzipTests {
  /// `gzip` of "signals\n".
  static let packed = Data([
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0x2b, 0xce, 0x4c, 0xcf, 0x4b, 0xcc,
    0x29, 0xe6, 0x02, 0x00, 0xeb, 0xd7, 0xb0, 0x4c, 0x08, 0x00, 0x00, 0x00,
  ])

  private func inflate(_ data: Data, limit: Int = Gzip.largestContent) throws(FileError) -> [UInt8]
  {
    try Gzip.inflate(ByteStore(data), name: "x.gz", limit: limit).withBytes { Array($0) }
  }

  @Test func `members are joined`() throws {
    let text = Array("signals\n".utf8)
    #expect(try inflate(Self.packed) == text)
    #expect(try inflate(Self.packed + Self.packed + Self.packed) == text + text + text)
  }

  @Test func `every cut and every changed byte of the data is told`() {
    for count in 2..<Self.packed.count {
      let error = #expect(throws: FileError.self) { try inflate(Self.packed.prefix(count)) }
      #expect(error?.reason.contains("cut off") == true, "\(count)")
    }
    // Bytes 4 to 9 hold time and system, byte 19 the bits after the end; a change of any other byte must be found.
    for place in 10..<Self.packed.count where place != 19 {
      var damaged = Self.packed
      damaged[place] ^= 0x10
      #expect(throws: FileError.self, "\(place)") { try inflate(damaged) }
    }
    #expect(throws: FileError.self) { try inflate(Self.packed + Data([7, 7])) }
  }

  @Test func `a content beyond the limit is refused`() throws {
    #expect(try inflate(Self.packed, limit: 8).count == 8)
    let error = #expect(throws: FileError.self) { try inflate(Self.packed, limit: 7) }
    #expect(error?.description == "x.gz: its content is larger than 7 bytes; unpack it with gunzip")
  }
}
