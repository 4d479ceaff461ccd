import Testing

@testable import Tutor

/// docs/screens.md, "Numbers and signs".
@Suite struct NumbersTests {
  @Test(
    arguments: [
      (0.25, " .25"), (-0.25, "-.25"), (1.1, "1.10"), (-1.1, "-1.1"), (12.3, "12.3"),
      (-123, "-123"),
      (2e38, "2e38"), (-2e38, "-big"), (0, "   0"), (-0.0, "   0"), (0.004, " +~0"),
      (-1e-30, " -~0"),
      (0.005001, " .01"), (1, "1.00"), (99.96, " 100"), (1234.4, "1234"), (-1234.4, "-1e3"),
      (9999.6, " 1e4"), (12345, " 1e4"), (-99_999, "-1e5"), (0.996, "1.00"), (-0.996, "-1.0"),
      (.nan, " nan"), (.infinity, "+inf"), (-.infinity, "-inf"), (.leastNonzeroMagnitude, " +~0"),
    ] as [(Float, String)])
  func `a map number takes four places`(value: Float, text: String) {
    #expect(Numbers.map(value) == text)
  }

  @Test func `with five places a number keeps its decimals`() {
    #expect(Numbers.map(-1.1, width: 5) == "-1.10")
    #expect(Numbers.map(12.3, width: 5) == "12.30")
    #expect(Numbers.map(-0.5, width: 5) == " -.50")
    #expect(Numbers.map(-2e38, width: 5) == "-2e38")
  }

  @Test func `a number that finds no room is not cut`() {
    #expect(Numbers.map(0.25, width: 2) == ".3")
    #expect(Numbers.map(0.25, width: 1) == "#")
    #expect(Numbers.map(-4e36, width: 4) == "-big")
    #expect(Numbers.map(4e36, width: 3) == "###")
    #expect(Numbers.map(.nan, width: 2) == "##")
    #expect(Numbers.map(1, width: 0) == "")
    #expect(Numbers.map(1, width: -1) == "")
    for value: Float in [0, 1e-9, 0.25, -1.5, 99.5, -12345, 3.4e38, -3.4e38, .nan, -.infinity] {
      for width in 0...9 { #expect(Numbers.map(value, width: width).count == width) }
    }
  }

  /// Every exponent, both signs, in every width: the text is the number to its last printed digit, or
  /// one of the designed signs, and then it is true.
  @Test func `no cell says another number than its own`() {
    for bits in stride(from: UInt32(0), to: 0x7fff_ffff, by: 0x0013_5791) {
      for value in [Float(bitPattern: bits), -Float(bitPattern: bits)] {
        for width in 0...7 { expectTrue(Numbers.map(value, width: width), value, width) }
        _ = Numbers.thumbnail(value, scale: Float(bitPattern: bits ^ 0x1234_5678))
      }
    }
  }

  private func expectTrue(_ text: String, _ value: Float, _ width: Int) {
    #expect(text.count == width)
    let shown = text.drop { $0 == " " }
    let isTrue =
      switch shown {
      case "nan": value.isNaN
      case "+inf", "-inf": value.isInfinite && (value < 0) == (shown.first == "-")
      case "0": value == 0
      case "+~0", "-~0":
        value.magnitude < 0.005 && value != 0 && (value < 0) == (shown.first == "-")
      case "+big", "-big": value.magnitude >= 1000 && (value < 0) == (shown.first == "-")
      case _ where shown.allSatisfy({ $0 == "#" }): true
      default:
        Double(shown).map {
          abs($0 - Double(value)) <= 0.5000001 * unit(of: shown) && $0 != 0
        } ?? false
      }
    #expect(isTrue, "\(value) reads \(text) in \(width) places")
  }

  /// What the last printed digit counts: `1.25` .01, `2e38` 1e38.
  private func unit(of text: Substring) -> Double {
    let parts = text.split(separator: "e")
    let decimals =
      parts[0].split(separator: ".", omittingEmptySubsequences: false).dropFirst()
      .first?.count ?? 0
    return Double("1e\((parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - decimals)") ?? 0
  }

  /// Ninths of the printed scale, from the thumbnails of the golden screens `sum-of-A` and `sum-of-B`.
  @Test func `a thumbnail shows the sign and ninths of the scale`() {
    #expect(
      [0.3, 0.7, 1.1, 1.1, 0.7, 0.3].map { Numbers.thumbnail($0, scale: 1.1) }.joined()
        == "+2+6+9+9+6+2")
    #expect(
      [-0.5, -0.9, -0.9, -0.7, -0.3, -0.3].map { Numbers.thumbnail($0, scale: 1.1) }.joined()
        == "-4-7-7-6-2-2")
    #expect(Numbers.thumbnail(0, scale: 1) == " 0")
    #expect(Numbers.thumbnail(-1e-6, scale: 1) == "-1")
    #expect(Numbers.thumbnail(7, scale: 1) == "+9")
    #expect(Numbers.thumbnail(7, scale: 0) == "+1")
    #expect(Numbers.thumbnail(.nan, scale: 1) == "na")
    #expect(Numbers.thumbnail(-.infinity, scale: 1) == "-!")
    #expect(Numbers.thumbnail(1, scale: .nan) == "+1")
  }

  @Test(
    arguments: [
      (0.125, ".125"), (0.9, ".9"), (-0.116, "-.116"), (1, "1"), (-1.0, "-1"), (0, "0"),
      (2.4967, "2.497"), (-3.6021, "-3.602"), (1.2, "1.2"), (0.0702, ".07"), (0.00372, ".0037"),
      (0.00042, "4.2e-4"), (-1e-20, "-1e-20"), (123.4567, "123.457"), (12345.67, "12345.7"),
      (999_999.9, "1000000"), (2.5e6, "2.5e6"), (-2e38, "-2e38"), (.nan, "nan"),
      (.infinity, "+inf"),
      (9.996e6, "1e7"),
    ] as [(Double, String)])
  func `the rule pane shows up to three decimals`(value: Double, text: String) {
    #expect(Numbers.rule(value) == text)
  }

  @Test func `more decimals come on demand`() {
    #expect(Numbers.rule(0.27756, decimals: 4) == ".2776")
    #expect(Numbers.rule(1.28155, decimals: 4) == "1.2816")
    #expect(Numbers.rule(0.24785049, decimals: 7) == ".2478505")
    #expect(Numbers.rule(0.5, decimals: 0) == "5e-1")
  }

  @Test func `equals is for figures that say it all`() {
    #expect(Numbers.relation(shown: ".9", for: Double(Float(0.9))) == "=")
    #expect(Numbers.relation(shown: ".475", for: 0.4747) == "≈")
    #expect(Numbers.relation(shown: "0", for: 0) == "=")
    #expect(Numbers.relation(shown: "0", for: 1e-9) == "≈")
    #expect(Numbers.relation(shown: "4.2e-4", for: 4.21e-4) == "≈")
    #expect(Numbers.isExact(shown: "nan", for: .nan))
    #expect(Numbers.isExact(shown: "-inf", for: -.infinity))
    #expect(!Numbers.isExact(shown: "·", for: 1))
  }

  @Test func `the loss keeps its decimals`() {
    #expect(Numbers.loss(1.28155384) == "1.282")
    #expect(Numbers.loss(1.28155384, decimals: 4) == "1.2816")
    #expect(Numbers.loss(0.7296) == ".730")
    #expect(Numbers.loss(0) == "0")
    #expect(Numbers.loss(2.5e-5) == "2.5e-5")
    #expect(Numbers.loss(.nan) == "nan")
    #expect(Numbers.loss(3e7) == "3e7")
  }

  @Test func `a sum of figures has its signs between`() {
    let figures = [0.2, 0.4, -0.1, -.infinity, .infinity].map { Figure($0) }
    #expect(figures.sum == ".2 + .4 - .1 - inf + inf")
    #expect([Figure]().sum == "0")
    #expect([Figure(-0.722), Figure(-0.32)].product == "-.722 × (-.32)")
    #expect([Figure(0.5), Figure(Float(0.1))].relation == "=")
    #expect([Figure(0.5), Figure(1.0 / 3)].relation == "≈")
  }
}
