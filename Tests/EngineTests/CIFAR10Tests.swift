import Engine
import Foundation
import TestSupport
import Testing

@Suite struct CIFAR10Tests {
  /// A record whose red is `level`, green 0 and blue 255.
  static func record(_ label: UInt8, red level: UInt8) -> [UInt8] {
    [label] + Array(repeating: level, count: 1024) + Array(repeating: 0, count: 1024)
      + Array(repeating: 255, count: 1024)
  }

  @Test func `five files are one training part`() throws {
    let directory = try TemporaryDirectory()
    let folder = directory.path("cifar-10-batches-bin")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for batch in 1...5 {
      let records =
        Self.record(UInt8(batch), red: UInt8(batch)) + Self.record(0, red: UInt8(50 + batch))
      try directory.write(Data(records), to: "cifar-10-batches-bin/data_batch_\(batch).bin")
    }
    let data = try CIFAR10(directory: directory.path, order: .stored).part(.training)
    #expect(data.answers == .classes([1, 0, 2, 0, 3, 0, 4, 0, 5, 0], count: 10))
    #expect(data.sampleShape == [32, 32, 3])
    let last = data.selecting([9]).inputs.elements
    #expect(last.count == 3072)
    for pixel in stride(from: 0, to: 3072, by: 3) {
      #expect(last[pixel] == Float(55) / 255 * 2 - 1)
      #expect(last[pixel + 1] == -1 && last[pixel + 2] == 1)
    }
    #expect(data.className(ofRow: 2) == "bird")
    // By class: 1, 3, 5, 7, 9, 0, 2, …; then the permutation of ten with seed 0 (NumPy).
    let paper = try CIFAR10(directory: directory.path).part(.training)
    let byClass = [1, 3, 5, 7, 9, 0, 2, 4, 6, 8]
    let permutation = [2, 8, 4, 9, 1, 6, 7, 3, 0, 5]
    #expect(paper == data.selecting(permutation.map { byClass[$0] }))
  }

  @Test func `what is missing or broken is named`() throws {
    let directory = try TemporaryDirectory()
    func sentence() -> String {
      do {
        _ = try CIFAR10(directory: directory.path).part(.test)
        return ""
      } catch { return error.description }
    }
    #expect(sentence().contains("test_batch.bin: no such file"))
    let record = Self.record(3, red: 0)
    try directory.write(Data(record.dropLast()), to: "test_batch.bin")
    #expect(sentence().contains("3072 bytes are no whole records of 3073"))
    try directory.write(Data(), to: "test_batch.bin")
    #expect(sentence().contains("0 bytes"))
    try directory.write(Data(record + Self.record(10, red: 0)), to: "test_batch.bin")
    #expect(sentence().contains("class 10 of picture 1 is not from 0 to 9"))
    try directory.write(Data(record), to: "test_batch.bin")
    #expect(sentence().isEmpty)
  }

  @Test(.enabled(if: SharedData.has(SharedData.cifar10)))
  func `the test part is the published one`() throws {
    let data = try CIFAR10(directory: SharedData.cifar10).part(.test)
    guard case .classes(let classes, _) = data.answers else {
      Issue.record("photographs have classes")
      return
    }
    #expect(classes == (0..<10).flatMap { Array(repeating: $0, count: 1000) })
  }
}
