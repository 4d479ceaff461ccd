import Engine
import Foundation
import Testing

@testable import Runs

@Suite struct TarArchiveTests {
  /// A directory, `a.bin` of "hello" and `b.bin` of 600 bytes, by Python's tarfile, gzipped.
  static let packed =
    "H4sIAAAAAAACA0vOTEss0jU00E1KLEnOSC3WTcrM02egLjAAAjMTEzANBOg0JtvQ0MTIkEHBlIEOoLS4JLEIaD3D"
    + "yATJ2OI/UQ9I0jP+TdHi38jYGBj/BqPxT3OQkZqTk88wChhG8z8i/yfRNf8bGhobYOZ/o9H8TxfAyMTMwsrGzsHJ"
    + "xc3Dy8cvICgkLCIqJi4hKSUtIysnr6CopKyiqqauoamlraOrpw+KGxNTM3MLSytrG1s7ewdHJ2cXVzd3D08vbx9f"
    + "P/+AwKDgkNCw8IjIqOiY2Lj4hMSk5JTUtPSMzKzsnNy8/ILCouKS0rLyisqq6prauvqGxqbmlta29o7Oru6e3r7+"
    + "CRMnTZ4yddr0GTNnzZ4zd978BQsXLV6ydNnyFStXrV6zdt36DRs3bd6yddv2HTt37d6zd9/+AwcPHT5y9NjxUX8M"
    + "Mn+MglEwCkbBKBgFo2AUjIJRMApGwSgYBaNgFIyCUTAKRsEoGAWjYBSMglEwCkbBKKArAACYCw5cACgAAA=="

  static func archive() throws -> Data {
    let data = try #require(Data(base64Encoded: packed))
    return try Gzip.inflate(ByteStore(data), name: "x").withBytes { Data($0) }
  }

  @Test func `the files are found, the directory is passed over`() throws {
    let bytes = ByteStore(try Self.archive())
    let entries = try TarArchive(bytes, name: "x").entries
    #expect(entries.map(\.name) == ["a.bin", "b.bin"].map { "cifar-10-batches-bin/" + $0 })
    #expect(bytes.part(entries[0].range).withBytes { Array($0) } == Array("hello".utf8))
    #expect(entries[1].range.count == 600)
  }

  @Test func `a damaged header or a cut is told`() throws {
    let whole = try Self.archive()
    var damaged = whole
    damaged[600] ^= 1
    for (data, fragment) in [
      (damaged, "byte 512: no header of a tar archive"),
      (whole.prefix(1024 + 3), "the archive is cut off in cifar-10-batches-bin/a.bin"),
    ] {
      let error = #expect(throws: FileError.self) { try TarArchive(ByteStore(data), name: "x") }
      #expect(error?.reason.contains(fragment) == true, "\(error?.description ?? "")")
    }
    #expect(try TarArchive(ByteStore(Data()), name: "x").entries.isEmpty)
  }

  @Test func `mutated archives never trap`() throws {
    let whole = try Self.archive().prefix(3072)
    var random = RandomSource(seed: 3)
    for _ in 0..<2000 {
      var data = Data(whole)
      for _ in 0..<3 {
        data[Int(random.integer(through: 3071))] = UInt8(random.integer(through: 255))
      }
      guard let archive = try? TarArchive(ByteStore(data), name: "x") else { continue }
      #expect(archive.entries.allSatisfy { $0.range.upperBound <= data.count })
    }
  }
}
