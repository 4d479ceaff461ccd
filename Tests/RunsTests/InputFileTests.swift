import Engine
import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite struct InputFileTests {
  private func read(
    _ name: String, _ bytes: [UInt8], shape: Shape
  ) throws -> [(name: String, input: Tensor<Float>)] {
    let directory = try TemporaryDirectory()
    try directory.write(Data(bytes), to: name)
    return try InputFile.read(directory.path(name), shape: shape, scale: .full)
  }

  /// An NPY file of version 1.
  private func npy(_ type: String, _ shape: String, _ numbers: [UInt8]) -> [UInt8] {
    let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count), 0] + Array(text.utf8) + numbers
  }

  @Test func `a picture fits its shape, its pixels in a row, or colours of it`() throws {
    let pgm = Array("P5 2 1 255\n".utf8) + [0, 255]
    #expect(try read("a", pgm, shape: [1, 2, 1])[0].input.elements == [-1, 1])
    #expect(try read("a", pgm, shape: [2])[0].input.shape == [1, 2])
    #expect(try read("a", pgm, shape: [1, 2, 3])[0].input.elements == [-1, -1, -1, 1, 1, 1])
    let error = #expect(throws: FileError.self) { try read("a", pgm, shape: [2, 2, 1]) }
    #expect(error?.reason == "is 1×2×1, but the network takes 2×2×1; scale the picture")
  }

  @Test func `an array is one sample or many`() throws {
    let one = try read("x.npy", npy("|u1", "(1, 2)", [0, 255]), shape: [1, 2, 1])
    #expect(one.count == 1 && one[0].input.elements == [-1, 1])
    let many = try read("x.npy", npy("|u1", "(2, 1, 2)", [0, 255, 255, 0]), shape: [1, 2, 1])
    #expect(many.count == 2 && many[1].name.hasSuffix("x.npy[1]"))
    #expect(many[1].input == Tensor(shape: [1, 1, 2, 1], elements: [1, -1]))
    let half = try read("x.npy", npy("<f4", "(1,)", [0, 0, 0, 0x3f]), shape: [1])
    #expect(half[0].input.elements == [0.5])
    #expect(throws: FileError.self) {
      try read("x.npy", npy("|u1", "(3,)", [1, 2, 3]), shape: [2])
    }
    #expect(throws: FileError.self) {
      try read("x.npy", npy("<f4", "(1,)", [0, 0, 0xc0, 0x7f]), shape: [1])
    }
  }
}
