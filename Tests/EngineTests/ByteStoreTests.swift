import Foundation
import TestSupport
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

  @Test func `bytes asked for come without being touched`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Data(repeating: 7, count: 1 << 20), to: "cold")
    let file = open(directory.path("cold"), O_RDONLY)
    defer { close(file) }
    fsync(file)
    // Where the system keeps the pages all the same, they are there already.
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
    let store = try ByteStore.mapped(directory.path("cold"))
    let page = Int(getpagesize())
    store.prefetch(40 * page + 1..<42 * page + 1)
    let base = try #require(store.withBytes { $0.baseAddress })
    var isThere = [UInt8](repeating: 0, count: 3)
    for _ in 0..<1000 {
      let pages = UnsafeMutableRawPointer(mutating: base + 40 * page)
      #expect(mincore(pages, 3 * page, &isThere) == 0)
      if isThere.allSatisfy({ $0 & 1 == 1 }) { break }
      usleep(2000)
    }
    #expect(isThere.allSatisfy { $0 & 1 == 1 })
    // Nothing to ask for; no fault either.
    store.prefetch((1 << 20) - 1..<(1 << 20) + 1)
    ByteStore([1, 2, 3]).prefetch(0..<3)
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
