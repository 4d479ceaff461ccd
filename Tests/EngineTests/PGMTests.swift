import Foundation
import Testing

@testable import Engine

@Suite struct PGMTests {
  private func decode(_ data: some Collection<UInt8>) throws(FileError) -> Picture {
    try PGM.decode(ByteStore(data), name: "x.pgm")
  }

  @Test func `decimal, binary and wide levels mean the same`() throws {
    let wanted = Picture(height: 2, width: 3, channels: 1, levels: [0, 1, 2, 100, 200, 255])
    #expect(try decode("P2 # grey\n3 2\n# size\n255\n0 1 2\n100 200\t255".utf8) == wanted)
    #expect(try decode(Array("P5\n3 2 255\n".utf8) + wanted.levels) == wanted)
    let wide = wanted.levels.flatMap { [UInt8(0), $0] }.enumerated().map { place, byte in
      place % 2 == 0 ? wanted.levels[place / 2] : byte
    }
    #expect(try decode(Array("P5 3 2 65535\n".utf8) + wide) == wanted, "257·k of 65535 is k of 255")
    #expect(try decode("P2 2 1 1 0 1".utf8).levels == [0, 255])
    #expect(PGM.isPGM(ByteStore("P5 1".utf8)) && !PGM.isPGM(ByteStore("P6 1".utf8)))
  }

  static let broken: [(String, String)] = [
    ("P2", "byte 2: the width is missing"),
    ("P2 x", "the width is missing"),
    ("P2 3 0 255\n", "a size or the largest level is 0"),
    ("P2 3 2 70000\n", "the largest level is above 65535"),
    ("P2 99999999 2 255\n", "the width is above 1048576"),
    ("P2 1000000 1000000 255\n", "pixels are more than is read"),
    ("P5 3 2 255\n12345", "is cut off: 6 bytes follow the header, but 3×2 pixels take 7"),
    ("P2 3 1 255\n1 2 300 ", "level 300 of pixel 2 is above 255"),
    ("P2 3 1 255\n1 2 x3 ", "a level is missing"),
    ("P2 99999999999999999999999 2 255\n", "the width is above"),
  ]

  @Test(arguments: broken)
  func `a broken file gets a sentence`(text: String, fragment: String) {
    let error = #expect(throws: FileError.self) { try decode(text.utf8) }
    #expect(error?.reason.contains(fragment) == true, "\(error?.description ?? "")")
  }
}
