import Engine
import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite struct KnownFileTests {
  @Test(.enabled(if: SharedData.has(SharedData.mnist)))
  func `gzipped files are known by their content`() throws {
    for file in DataCatalogue.mnist.files {
      #expect(try file.state(in: SharedData.mnist) == .good, "\(file.name)")
      let path = try #require(file.path(in: SharedData.mnist))
      #expect(try ByteStore.content(of: path).count == file.size)
    }
  }

  @Test(.enabled(if: SharedData.has(SharedData.cifar10)))
  func `what is missing is told`() throws {
    let states = try DataCatalogue.cifar10.files.map { try $0.state(in: SharedData.cifar10) }
    #expect(states == [.good, .missing, .missing, .missing, .missing, .good])
  }

  @Test(.enabled(if: SharedData.has(SharedData.olivetti)))
  func `of an array the numbers count`() throws {
    for file in DataCatalogue.olivetti.files {
      #expect(try file.state(in: SharedData.olivetti) == .good, "\(file.name)")
    }
  }

  @Test func `another content is told by its sum`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Data("abc".utf8), to: "x")
    let abc = "900150983cd24fb0d6963f7d28e17f72"
    #expect(try KnownFile(name: "x", size: 3, md5: abc).state(in: directory.path) == .good)
    #expect(try KnownFile(name: "x", size: 3, md5: "0").state(in: directory.path) == .other(abc))
    try directory.write(Data([0x93]), to: "x.npy")
    let cut = KnownFile(name: "x.npy", size: 1, md5: "5c5aa2ba6e48a0e559c149cdd4ce7a9e")
    #expect(try cut.state(in: directory.path) == .good, "an array without a header")
  }
}
