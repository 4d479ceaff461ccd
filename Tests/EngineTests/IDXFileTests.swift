import Foundation
import Testing

@testable import Engine

@Suite struct IDXFileTests {
  static func idx(_ shape: [UInt32], _ levels: [UInt8], type: UInt8 = 8) -> Data {
    let extents = shape.flatMap { withUnsafeBytes(of: $0.bigEndian, Array.init) }
    return Data([0, 0, type, UInt8(shape.count)] + extents + levels)
  }

  @Test func `shape and levels are read`() throws {
    let file = try IDXFile(ByteStore(Self.idx([2, 1, 3], [1, 2, 3, 4, 5, 255])), name: "x")
    #expect(file.shape == [2, 1, 3])
    #expect(file.levels == [1, 2, 3, 4, 5, 255])
    #expect(try IDXFile(ByteStore(Self.idx([0], [])), name: "x").levels.isEmpty)
  }

  static let broken: [(Data, String)] = [
    (Data(), "no IDX file"),
    (Data("\u{1f}hello".utf8), "no IDX file"),
    (idx([], []), "no IDX file"),
    (idx([1], [0, 0, 0, 0], type: 0x0d), "type 13"),
    (idx([2, 3], []).prefix(9), "cut off in its header of 12 bytes"),
    (idx([2, 3], [1, 2, 3]), "3 bytes follow the header, but an array 2×3 takes 6"),
    (idx([2], [1, 2, 3]), "3 bytes follow"),
    (idx([.max, .max, .max], [1]), "more than any file has"),
    (idx([.max, .max, .max, 0], [1]), "1 bytes follow"),
  ]

  @Test(arguments: broken)
  func `a broken file gets a sentence`(data: Data, fragment: String) {
    let error = #expect(throws: FileError.self) { try IDXFile(ByteStore(data), name: "x") }
    #expect(error?.reason.contains(fragment) == true, "\(error?.description ?? "")")
  }
}
