import Engine
import Foundation
import TestSupport
import Testing

@Suite struct PictureTests {
  @Test func `kinds are told apart by their bytes`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(PNGTests.grey, to: "a")
    try directory.write(Data("P2 1 1 255\n7 ".utf8), to: "b")
    try directory.write(Data("GIF89a".utf8), to: "c.png")
    #expect(try Picture(contentsOf: directory.path("a")).shape == [2, 3, 1])
    #expect(try Picture(contentsOf: directory.path("b")).levels == [7])
    #expect(try Picture(contentsOf: directory.path("b"), channels: 3).levels == [7, 7, 7])
    let error = #expect(throws: FileError.self) {
      try Picture(contentsOf: directory.path("c.png"))
    }
    #expect(error?.description.contains("c.png: is neither PNG nor PGM; convert it") == true)
  }
}
