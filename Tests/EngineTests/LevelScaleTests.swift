import Testing

@testable import Engine

@Suite struct LevelScaleTests {
  @Test func `the training levels fill the range from -1 to 1`() {
    let scale = LevelScale(low: 3, high: 240, largest: 242)
    #expect(scale.numbers[3] == -1 && scale.numbers[240] == 1)
    #expect(scale.numbers[0] < -1 && scale.numbers[242] > 1)
    #expect(scale.numbers.count == 256)
  }

  /// The paper's code divides by 255 in Float.
  @Test func `the full scale is level / 255 * 2 - 1`() {
    for level in 0...255 {
      let wanted = Float(level) / 255 * 2 - 1
      #expect(LevelScale.full.numbers[level].bitPattern == wanted.bitPattern)
    }
  }
}
