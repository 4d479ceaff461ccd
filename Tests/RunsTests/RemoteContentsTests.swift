import Engine
import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite struct RemoteContentsTests {
  private func contents(
    _ data: Data, _ packing: DataCatalogue.Packing, _ names: [String]
  ) throws -> [[UInt8]] {
    let directory = try TemporaryDirectory()
    try directory.write(data, to: "x")
    let files = names.map { KnownFile(name: $0, size: 0, md5: "") }
    let remote = DataCatalogue.Remote(name: "x", packing: packing, files: files)
    return try remote.contents(of: directory.path("x")).map { $0.bytes.withBytes { Array($0) } }
  }

  @Test func `archives are unpacked, also when the server has unpacked gzip already`() throws {
    let packed = try #require(Data(base64Encoded: TarArchiveTests.packed))
    for data in [packed, try TarArchiveTests.archive()] {
      let files = try contents(data, .tar, ["b.bin", "a.bin"])
      #expect(files[0].count == 600 && files[1] == Array("hello".utf8))
    }
    let error = #expect(throws: FileError.self) { try contents(packed, .tar, ["c.bin"]) }
    #expect(error?.reason == "the archive has no c.bin")
    #expect(try contents(Data("plain".utf8), .gzip, ["x"]) == [Array("plain".utf8)])
  }
}
