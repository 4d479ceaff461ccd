import Engine
import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite struct MatlabFacesTests {
  /// A MATLAB file of one matrix `faces`, written by hand.
  static func file(_ levels: [UInt8]) -> Data {
    func element(_ type: UInt32, _ content: [UInt8]) -> [UInt8] {
      let tag = [type, UInt32(content.count)].flatMap {
        withUnsafeBytes(of: $0.littleEndian, Array.init)
      }
      return tag + content + Array(repeating: 0, count: (8 - content.count % 8) % 8)
    }
    let extents = [UInt32(4096), 400].flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
    let parts =
      element(6, [9, 0, 0, 0, 0, 0, 0, 0]) + element(5, extents) + element(1, Array("faces".utf8))
      + element(2, levels)
    let header = Array(repeating: UInt8(ascii: " "), count: 124) + [0, 1] + Array("IM".utf8)
    return Data(header + element(14, parts))
  }

  /// 400 pictures, column by column.
  private static func turned(
    _ level: (_ picture: Int, _ row: Int, _ column: Int) -> UInt8
  ) -> [UInt8] {
    var levels: [UInt8] = []
    for picture in 0..<400 {
      for column in 0..<64 {
        for row in 0..<64 { levels.append(level(picture, row, column)) }
      }
    }
    return levels
  }

  /// Pictures are stored column by column, and their smallest level need not be 0.
  @Test func `pictures are turned and begin at level 0`() throws {
    let levels = Self.turned { picture, row, column in
      UInt8(5 + (picture + 3 * column + row) % 240)
    }
    let faces = try MatlabFaces(ByteStore(Self.file(levels)), name: "x")
    #expect(faces.pictures.count == 128 + 400 * 4096)
    for (picture, row, column) in [(0, 0, 0), (0, 1, 0), (0, 0, 1), (7, 33, 12), (399, 63, 63)] {
      let wanted = (picture + 3 * column + row) % 240
      let place = 128 + (picture * 64 + row) * 64 + column
      #expect(faces.pictures[place] == UInt8(wanted))
    }
  }

  @Test(.enabled(if: SharedData.has(SharedData.olivetti)))
  func `the published faces come out with the published sums`() throws {
    let stored = try Data(contentsOf: URL(fileURLWithPath: SharedData.olivetti + "/faces.npy"))
      .dropFirst(128)
    let pictures = Array(stored)
    let levels = Self.turned { picture, row, column in
      pictures[(picture * 64 + row) * 64 + column]
    }
    let directory = try TemporaryDirectory()
    try directory.write(Self.file(levels), to: "olivettifaces.mat")
    let remote = DataCatalogue.olivetti.remotes[0]
    for (file, bytes) in try remote.contents(of: directory.path("olivettifaces.mat")) {
      #expect(KnownFile.md5(of: bytes, name: file.name) == file.md5, "\(file.name)")
      #expect(bytes.count == file.size)
      try bytes.write(to: directory.path(file.name))
    }
    let faces = try OlivettiFaces(directory: directory.path).split(4).test
    #expect(try faces == OlivettiFaces(directory: SharedData.olivetti).split(4).test)
  }
}
