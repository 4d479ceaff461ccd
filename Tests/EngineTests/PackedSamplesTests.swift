import Foundation
import TestSupport
import Testing

@testable import Engine

@Suite struct PackedSamplesTests {
  private func copy(_ samples: PackedSamples, _ index: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: samples.size) { buffer, count in
      if let base = buffer.baseAddress { samples.copy(index, into: base) }
      count = samples.size
    }
  }

  @Test func `runs follow each other`() {
    let runs = [[1, 2, 3, 4], [], [5, 6]].map { levels in
      PackedSamples.Run(
        bytes: ByteStore(levels.map { UInt8($0) }), start: 0, stride: 2, count: levels.count / 2)
    }
    let scale = LevelScale(low: 0, high: 2, largest: 1)
    let samples = PackedSamples(runs, coding: .levels(scale), size: 2)
    #expect(samples.count == 3)
    #expect((0..<3).map { copy(samples, $0) } == [[0, 1], [2, 3], [4, 5]])
  }

  @Test func `planes become channels`() {
    let run = PackedSamples.Run(
      bytes: ByteStore([7, 0, 2, 0, 2, 2, 0, 2, 2]), start: 1, stride: 8, count: 1)
    let scale = LevelScale(low: 0, high: 2, largest: 1)
    let samples = PackedSamples([run], coding: .planes(scale, channels: 2), size: 8)
    // Planes 0 2 0 2 and 2 0 2 2.
    #expect(copy(samples, 0) == [-1, 1, 1, -1, -1, 1, 1, 1])
  }

  @Test func `floats may begin anywhere`() {
    let numbers: [Float] = [1.5, -2, .pi]
    let bytes = [0] + NumpyFileTests.littleEndian(numbers.map(\.bitPattern))
    let run = PackedSamples.Run(bytes: ByteStore(bytes), start: 1, stride: 4, count: 3)
    let samples = PackedSamples([run], coding: .floats, size: 1)
    #expect((0..<3).map { copy(samples, $0) } == numbers.map { [$0] })
  }

  @Test func `a file that may be larger than memory gives the same samples`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("large")
    try directory.write(Data(), to: "large")
    let (size, stride) = (5000, 1 << 26)
    // A file of holes, which take no room.
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    for sample in 0..<4 {
      try file.seek(toOffset: UInt64(sample * stride))
      try file.write(contentsOf: Data((0..<size).map { UInt8(($0 + sample) % 3) }))
    }
    try file.truncate(atOffset: UInt64(4 * stride))
    try file.close()
    let run = PackedSamples.Run(bytes: try .mapped(path), start: 0, stride: stride, count: 4)
    #expect(run.bytes.isLargeFile)
    let scale = LevelScale(low: 0, high: 2, largest: 1)
    let samples = PackedSamples([run], coding: .levels(scale), size: size)
    for sample in [2, 0, 3, 1] {
      samples.prefetch(sample)
      #expect(copy(samples, sample) == (0..<size).map { Float(($0 + sample) % 3) - 1 })
    }
  }
}
