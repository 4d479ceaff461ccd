import Foundation
import Testing

@testable import Engine

@Suite struct ByteStoreTests {
  @Test func `a file is mapped, a gzipped one inflated`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Data([1, 2, 3]), to: "plain")
    try directory.write(GzipTests.packed, to: "packed.gz")
    #expect(
      try ByteStore.content(of: directory.path("plain")).withBytes { Array($0) } == [1, 2, 3])
    let text = try ByteStore.content(of: directory.path("packed.gz")).withBytes { Array($0) }
    #expect(text == Array("signals\n".utf8))
    #expect(
      try ByteStore.mapped(directory.path("packed.gz")).count == GzipTests.packed.count)
  }

  @Test func `data of a mapped file are no copy, and outlive the store`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Data(repeating: 7, count: 1 << 16), to: "large")
    var store: ByteStore? = try .mapped(directory.path("large"))
    let place = store?.withBytes { $0.baseAddress }
    let data = try #require(store?.data)
    store = nil
    data.withUnsafeBytes { #expect($0.baseAddress == place) }
    #expect(data == Data(repeating: 7, count: 1 << 16))
    try directory.write(Data(), to: "empty")
    #expect(try ByteStore.mapped(directory.path("empty")).data.isEmpty)
  }

  @Test func `an empty file has no bytes`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Data(), to: "empty")
    #expect(try ByteStore.content(of: directory.path("empty")).count == 0)
    #expect(ByteStore([UInt8]()).count == 0)
  }

  @Test func `what is no file is named`() throws {
    let directory = try TemporaryDirectory()
    for (path, fragment) in [
      (directory.path("none"), "no such file"), (directory.path, "is a directory"),
      ("/dev/null", "is not a regular file"),
    ] {
      let error = #expect(throws: FileError.self) { try ByteStore.content(of: path) }
      #expect(error?.description == "\(path): \(error?.reason ?? "")")
      #expect(error?.reason.contains(fragment) == true)
    }
  }
}
