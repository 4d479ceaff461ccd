import Foundation
import TestSupport
import Testing

@testable import Engine

@Suite struct SafetensorsTests {
  static func file(_ header: String, data: Int) -> Data {
    var file = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    file.append(Data(header.utf8))
    file.append(Data(repeating: 0, count: data))
    return file
  }

  static func entry(_ shape: String, _ begin: Int, _ end: Int, type: String = "F32") -> String {
    "{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(begin),\(end)]}"
  }

  @Test func `what is written is read back bit for bit`() throws {
    let directory = try TemporaryDirectory()
    let numbers: [Float] = [
      0, -0.0, .infinity, .leastNonzeroMagnitude, 0.1, -.greatestFiniteMagnitude,
    ]
    let stored = Safetensors(
      tensors: [
        "d1.weight": Tensor(shape: [2, 3], elements: numbers),
        "d1.bias": Tensor(shape: [1], elements: [7]),
        "nothing": Tensor(shape: [0, 4]),
      ], metadata: ["seed": "9", "note": "\"quoted\" ünïcode"])
    let path = directory.path("x.safetensors")
    try stored.write(to: path)
    let read = try Safetensors(contentsOf: path)
    #expect(read == stored)
    #expect(read.tensors["d1.weight"]?.elements.map(\.bitPattern) == numbers.map(\.bitPattern))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(bytes[0] % 8 == 0, "the data begins at a multiple of 8 bytes")
  }

  static let broken: [(Data, String)] = [
    (Data([1, 2, 3]), "3 bytes only"),
    (Data(repeating: 0xff, count: 16), "no safetensors file"),
    (file("{}", data: 0).prefix(9), "cut off"),
    (file("not json", data: 0), "is not the JSON"),
    (file("[1,2]", data: 0), "is not the JSON"),
    (file(String(repeating: "[", count: 5000), data: 0), "is not the JSON"),
    (file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", data: 4), "is not the JSON"),
    (file("{\"a\":\(entry("[1]", 0, 4, type: "F16"))}", data: 4), "only F32"),
    (file("{\"a\":\(entry("[2]", 0, 4))}", data: 4), "has the shape 2"),
    (file("{\"a\":\(entry("[2]", 0, 8))}", data: 4), "cut off"),
    (file("{\"a\":\(entry("[1]", 4, 0))}", data: 4), "before it begins"),
    (file("{\"a\":\(entry("[1]", -4, 0))}", data: 4), "before it begins"),
    (file("{\"a\":\(entry("[-1]", 0, 4))}", data: 4), "has the shape"),
    (file("{\"a\":\(entry("[4611686018427387904,4]", 0, 4))}", data: 4), "has the shape"),
    (file("{\"a\":\(entry("[99999999999999999999]", 0, 4))}", data: 4), "is not the JSON"),
    (
      file("{\"a\":\(entry("[2]", 0, 8)),\"b\":\(entry("[1]", 4, 8))}", data: 8),
      "'b' begins at byte 4"
    ),
    (
      file("{\"a\":\(entry("[1]", 0, 4)),\"b\":\(entry("[1]", 8, 12))}", data: 12),
      "'b' begins at byte 8"
    ),
    (
      file("{\"a\":\(entry("[1]", 0, 4)),\"a\":\(entry("[1]", 4, 8))}", data: 8), "names 'a' twice"
    ),
    (file("{\"a\":\(entry("[1]", 0, 4))}", data: 8), "4 bytes follow"),
    (
      file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", data: 4), "two numbers"
    ),
    (file("{\"__metadata__\":{\"a\":1}}", data: 0), "is not the JSON"),
  ]

  @Test(arguments: broken)
  func `a broken file gets a sentence with its name`(data: Data, fragment: String) {
    let error = #expect(throws: FileError.self) { try Safetensors(data: data, name: "x") }
    let sentence = error?.description ?? ""
    #expect(sentence.hasPrefix("x: ") && sentence.contains(fragment), "\(sentence)")
    #expect(!sentence.contains("\n"))
  }

  @Test func `an old file is replaced only by a whole one`() throws {
    let directory = try TemporaryDirectory()
    let stored = Safetensors(tensors: ["a": Tensor(shape: [1], elements: [3])])
    let path = directory.path("x.safetensors")
    try stored.write(to: path)
    try Safetensors(tensors: ["a": Tensor(shape: [1], elements: [4])]).write(to: path)
    #expect(try Safetensors(contentsOf: path).tensors["a"]?.elements == [4])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["x.safetensors"])
    #expect(throws: FileError.self) { try stored.write(to: directory.path("none/x")) }
  }
}
