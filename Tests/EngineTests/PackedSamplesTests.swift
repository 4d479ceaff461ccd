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
}
