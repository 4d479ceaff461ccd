import Foundation
import Testing

@testable import Engine

@Suite struct NumpyFileTests {
  /// The file NumPy writes: magic, version, header padded with spaces to 64 bytes, numbers.
  static func npy(
    _ descriptor: String, shape: String, fortran: Bool = false, version: UInt8 = 1,
    numbers: [UInt8]
  ) -> Data {
    npy(
      header: "{'descr': '\(descriptor)', 'fortran_order': \(fortran ? "True" : "False"), "
        + "'shape': \(shape), }", version: version, numbers: numbers)
  }

  static func npy(header: String, version: UInt8 = 1, numbers: [UInt8] = []) -> Data {
    let field = version == 1 ? 2 : 4
    let pad = 63 - (8 + field + header.utf8.count) % 64
    let text = Array(header.utf8) + Array(repeating: UInt8(ascii: " "), count: pad) + [10]
    let length = (0..<field).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    return Data([0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + numbers)
  }

  static func littleEndian<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
    numbers.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
  }

  @Test(arguments: [1, 2] as [UInt8])
  func `every element type is read`(version: UInt8) throws {
    func read(_ descriptor: String, _ bytes: [UInt8]) throws -> NumpyFile {
      try NumpyFile(
        data: Self.npy(descriptor, shape: "(3,)", version: version, numbers: bytes), name: "x.npy")
    }
    #expect(try read("|u1", [0, 7, 255]).integers() == [0, 7, 255])
    #expect(try read("|u1", [0, 7, 255]).floats == [0, 7, 255])
    let whole = try read("<i4", Self.littleEndian([Int32.min, 0, 5]))
    #expect(try whole.integers() == [Int(Int32.min), 0, 5])
    #expect(whole.floats == [-2_147_483_648, 0, 5])
    let long = try read("<i8", Self.littleEndian([Int64.min, -1, 9]))
    #expect(try long.integers() == [Int.min, -1, 9])
    #expect(long.floats[1...] == [-1, 9])
    let single: [Float] = [1.5, -.infinity, .leastNonzeroMagnitude]
    #expect(try read("<f4", Self.littleEndian(single.map(\.bitPattern))).floats == single)
    let double: [Double] = [0.1, 1e300, -2]
    #expect(
      try read("<f8", Self.littleEndian(double.map(\.bitPattern))).floats == [0.1, .infinity, -2])
  }

  @Test func `shapes are read, also of none and of one axis`() throws {
    for (text, shape) in [("(2, 3)", [2, 3]), ("(6,)", [6]), ("(2,3,1)", [2, 3, 1])] {
      let file = try NumpyFile(
        data: Self.npy("|u1", shape: text, numbers: Array(0..<6)), name: "x.npy")
      #expect(file.shape.dimensions == shape)
      #expect(file.floats == [0, 1, 2, 3, 4, 5])
    }
    let scalar = try NumpyFile(data: Self.npy("|u1", shape: "()", numbers: [4]), name: "x.npy")
    #expect(scalar.shape.dimensions == [])
    let empty = try NumpyFile(data: Self.npy("<f8", shape: "(0, 5)", numbers: []), name: "x.npy")
    #expect(empty.floats == [])
  }

  static let broken: [(Data, String)] = [
    (Data(), "does not start with"),
    (Data("{\"format\":\"json\"}".utf8), "does not start with"),
    (npy("|u1", shape: "(3,)", version: 3, numbers: [1, 2, 3]), "version 3"),
    (npy("|u1", shape: "(3,)", numbers: [1, 2]), "cut off"),
    (npy("<f4", shape: "(2, 2)", numbers: [1, 2]), "cut off"),
    (npy("|u1", shape: "(3,)", numbers: [1, 2, 3, 4]), "too long"),
    (npy("|u1", shape: "(2, 3)", fortran: true, numbers: Array(0..<6)), "Fortran order"),
    (npy("|O", shape: "(3,)", numbers: [1, 2, 3]), "'|O'"),
    (npy(">f4", shape: "(1,)", numbers: [1, 2, 3, 4]), "'>f4'"),
    (npy("|u1", shape: "(-3,)", numbers: [1, 2, 3]), "no whole number"),
    (npy("|u1", shape: "(99999999999999999999,)", numbers: [1]), "no whole number"),
    (npy("<f8", shape: "(4611686018427387904, 4)", numbers: [1]), "cut off"),
    (npy("|u1", shape: "(4000000000, 4000000000, 0)", numbers: []), "cut off"),
    (npy(header: "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,)}"), "fields"),
    (npy(header: "{'descr': '|u1', 'fortran_order': False}"), "missing"),
    (npy(header: "{'descr': '|u1', 'descr': '|u1'}"), "twice"),
    (npy(header: "{'descr': '|u1', 'fortran_order': maybe}"), "neither True nor False"),
    (npy(header: "{'descr"), "without its end"),
    (npy(header: "garbage"), "expected '{'"),
    (npy("|u1", shape: "(3,)", numbers: [1, 2, 3]).prefix(40), "in its header"),
  ]

  @Test(arguments: broken)
  func `a broken file gets a sentence with its name`(data: Data, fragment: String) {
    let error = #expect(throws: FileError.self) { try NumpyFile(data: data, name: "x.npy") }
    let sentence = error?.description ?? ""
    #expect(sentence.hasPrefix("x.npy: ") && sentence.contains(fragment), "\(sentence)")
    #expect(!sentence.contains("\n"))
  }

  @Test func `no cut of a good file is read`() {
    let whole = Self.npy("<i4", shape: "(3,)", numbers: Array(0..<12))
    for length in 0..<whole.count {
      #expect(throws: FileError.self) {
        try NumpyFile(data: whole.prefix(length), name: "x.npy")
      }
    }
  }

  @Test func `no single garbled byte of a header traps`() {
    let whole = Self.npy("<i4", shape: "(3, 1)", numbers: Array(0..<12))
    for place in 0..<whole.count - 12 {
      for byte in [0, 0x27, 0x28, 0x39, 0x7b, 0xff] as [UInt8] {
        var garbled = whole
        garbled[place] = byte
        _ = try? NumpyFile(data: garbled, name: "x.npy")
      }
    }
  }

  @Test func `floats are no labels`() throws {
    let file = try NumpyFile(
      data: Self.npy("<f4", shape: "(1,)", numbers: [0, 0, 0, 0]), name: "x.npy")
    #expect(throws: FileError.self) { try file.integers() }
  }
}
