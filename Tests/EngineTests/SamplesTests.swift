import Testing

@testable import Engine

@Suite struct SamplesTests {
  private func copy(_ samples: Samples, _ row: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: samples.shape.count) { buffer, count in
      if let base = buffer.baseAddress { samples.copy(row, into: base) }
      count = samples.shape.count
    }
  }

  @Test func `numbers in memory come row by row, also chosen and reordered`() {
    let samples = Samples(Tensor(shape: [3, 2], elements: [0, 1, 10, 11, 20, 21]))
    #expect(copy(samples, 2) == [20, 21])
    let chosen = samples.selecting([2, 0, 2])
    #expect(chosen.count == 3 && copy(chosen, 1) == [0, 1])
    #expect(copy(chosen.selecting([0, 1]), 0) == [20, 21], "an order of an order")
    #expect(chosen.tensor == Tensor(shape: [3, 2], elements: [20, 21, 0, 1, 20, 21]))
  }

  @Test func `samples that are packed and samples in memory may be equal`() {
    let bytes = ByteStore([9, 0, 255, 9, 255, 255])
    let run = PackedSamples.Run(bytes: bytes, start: 1, stride: 3, count: 2)
    let packed = Samples(PackedSamples([run], coding: .levels(.full), size: 2), shape: [2])
    #expect(packed == Samples(Tensor(shape: [2, 2], elements: [-1, 1, 1, 1])))
    #expect(packed != Samples(Tensor(shape: [2, 2], elements: [-1, 1, 1, 0])))
    #expect(packed != packed.selecting([0]))
  }
}
