import Engine
import Foundation
import Testing

@testable import Runs

@Suite struct MatlabFileTests {
  /// `scipy.io.savemat` of a 2 × 3 matrix `faces` of bytes behind another one.
  static let plain =
    "TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IFN1biBOb3YgMjIgMDM6NDQ6"
    + "MDMgMjAyNgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0OAAAA"
    + "QAAAAAYAAAAIAAAABgAAAAAAAAAFAAAACAAAAAEAAAACAAAAAQABAHAAAAAJAAAAEAAAAAAAAAAAAPg/AAAAAAAA"
    + "BEAOAAAAQAAAAAYAAAAIAAAACQAAAAAAAAAFAAAACAAAAAIAAAADAAAAAQAAAAUAAABmYWNlcwAAAAIAAAAGAAAA"
    + "B/oICwkMAAA="
  /// The same, compressed.
  static let packed =
    "TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IFN1biBOb3YgMjIgMDM6NDQ6"
    + "MDMgMjAyNgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0PAAAA"
    + "LQAAAHic42NgYHAAYjYg5oDSIMAK5TMCMROYZmQoANKcQCzAAAM/7CE0iwMAN20CeQ8AAAAyAAAAeJzjY2BgcABi"
    + "NiDmAGJOBghghfKZgJgZiBmhYmmJyanFUHGQHvZfHNycPAwMAFJ7A7E="
  /// The same numbers as doubles.
  static let doubles =
    "TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IFN1biBOb3YgMjIgMDM6NDQ6"
    + "MDMgMjAyNgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0OAAAA"
    + "aAAAAAYAAAAIAAAABgAAAAAAAAAFAAAACAAAAAIAAAADAAAAAQAAAAUAAABmYWNlcwAAAAkAAAAwAAAAAAAAAAAA"
    + "HEAAAAAAAEBvQAAAAAAAACBAAAAAAAAAJkAAAAAAAAAiQAAAAAAAAChA"

  private func levels(_ data: Data, rows: Int = 2) throws(FileError) -> [UInt8] {
    try MatlabFile(ByteStore(data), name: "x").matrix("faces", rows: rows, columns: 3)
  }

  @Test(arguments: [plain, packed, doubles])
  func `a matrix is read column by column`(text: String) throws {
    let data = try #require(Data(base64Encoded: text))
    #expect(try levels(data) == [7, 250, 8, 11, 9, 12])
  }

  @Test func `what is not there is told`() throws {
    let data = try #require(Data(base64Encoded: Self.plain))
    for (data, rows, fragment) in [
      (data, 3, "'faces' is no matrix of 3 × 3 levels"),
      (data.dropLast(9), 2, "is cut off"), (data.prefix(128), 2, "no MATLAB 5 file"),
      (data.prefix(136), 2, "is cut off"), (data.prefix(130), 2, "holds no matrix 'faces'"),
    ] {
      let error = #expect(throws: FileError.self) { try levels(data, rows: rows) }
      #expect(error?.reason.contains(fragment) == true, "\(error?.description ?? "")")
    }
  }

  @Test func `mutated files never trap`() throws {
    for (seed, text) in [Self.plain, Self.packed, Self.doubles].enumerated() {
      let whole = try #require(Data(base64Encoded: text))
      var random = RandomSource(seed: UInt32(seed))
      for _ in 0..<1000 {
        var data = whole
        let place = 124 + Int(random.integer(through: UInt32(whole.count - 125)))
        data[place] = UInt8(random.integer(through: 255))
        _ = try? levels(data)
      }
    }
  }
}
