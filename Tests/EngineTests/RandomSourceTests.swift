import Engine
import TestSupport
import Testing

@Suite struct RandomSourceTests {
  @Test(arguments: NumpyStream.all)
  func `words, rand, randn and permutation are NumPy's`(stream: NumpyStream) {
    let fresh = RandomSource(seed: stream.seed)
    var random = fresh
    #expect(stream.words.map { _ in random.nextWord() } == stream.words)
    random = fresh
    #expect(stream.rand.map { _ in random.uniform() } == stream.rand)
    random = fresh
    expectClose(stream.randn.map { _ in random.normal() }, stream.randn)
    random = fresh
    #expect(random.permutation(20) == stream.permutation20)
  }

  @Test(arguments: NumpyStream.all)
  func `mixed calls share one stream, and half a polar pair waits`(stream: NumpyStream) {
    var random = RandomSource(seed: stream.seed)
    let mixed = stream.mixed
    #expect(mixed.rand6.map { _ in random.uniform() } == mixed.rand6)
    expectClose(mixed.randn3.map { _ in random.normal() }, mixed.randn3)
    #expect(random.permutation(11) == mixed.permutation11)
    #expect(mixed.rand2.map { _ in random.uniform() } == mixed.rand2)
    expectClose(mixed.randn2.map { _ in random.normal() }, mixed.randn2)
  }

  @Test(arguments: NumpyStream.all)
  func `the stream stays right after several twists`(stream: NumpyStream) {
    var random = RandomSource(seed: stream.seed)
    for _ in 0..<1997 { _ = random.uniform() }
    #expect(stream.late.map { _ in random.uniform() } == stream.late)
  }

  @Test(arguments: TrainingStream.all)
  func `draws are those of the published training runs`(stream: TrainingStream) {
    let fresh = RandomSource(seed: stream.seed)
    var random = fresh
    #expect(stream.words.map { _ in random.nextWord() } == stream.words)
    random = fresh
    #expect(stream.rand.map { _ in random.uniform() } == stream.rand)
    for _ in stream.rand.count..<999 { _ = random.uniform() }
    #expect(random.uniform() == stream.thousandth)

    random = fresh
    #expect(random.permutation(280) == stream.permutation280)
    var counted = fresh
    for _ in 0..<stream.wordsDrawn { _ = counted.nextWord() }
    #expect(random.nextWord() == counted.nextWord())

    random = fresh
    for _ in 0..<3 { _ = random.uniform() }
    #expect(random.permutation(10) == stream.permutation10)
  }

  @Test func `a copy draws the same numbers`() {
    var random = RandomSource(seed: 5)
    _ = random.normal()
    var copy = random
    #expect((0..<700).map { _ in random.normal() } == (0..<700).map { _ in copy.normal() })
    #expect(random == copy)
  }

  @Test func `permutations of none and of one draw nothing`() {
    var random = RandomSource(seed: 0)
    #expect(random.permutation(0) == [])
    #expect(random.permutation(1) == [0])
    #expect(random.nextWord() == 2_357_136_044)
  }

  /// The logarithm of the C library may differ from NumPy's in the last bit.
  private func expectClose(
    _ got: [Double], _ wanted: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (i, (g, w)) in zip(got, wanted).enumerated() {
      #expect(
        abs(g - w) <= 4e-16 * abs(w), "element \(i): wanted \(w), got \(g)",
        sourceLocation: sourceLocation)
    }
  }
}
