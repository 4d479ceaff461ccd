import Engine
import Testing

@Suite struct WeightScaleTests {
  @Test(
    arguments: [
      ("1", 1), ("0.01", 0.01), (".5", 0.5), ("1e-3", 1e-3), ("-2", -2), ("n", 16),
      ("1/sqrt(n)", 0.25), ("1 / sqrt( n )", 0.25), ("sqrt(2/n)", 0.125.squareRoot()),
      ("2*n/4/2", 4), ("1/(2*n)", 1 / 32.0), ("sqrt(6/(n*6))", 0.25),
    ] as [(String, Double)])
  func `numbers and formulas are read`(text: String, value: Double) throws {
    let scale = try WeightScale(text)
    #expect(scale.value(width: 16) == value)
    #expect(scale.description == text)
  }

  @Test(arguments: [
    "", "x", "1/", "sqrt(n", "sqrt n", "1//n", "1 2", "nn", "1/sqrt(n))", "nan", "inf", "+",
    String(repeating: "(", count: 50_000),
  ])
  func `anything else is refused in one sentence`(text: String) {
    let error = #expect(throws: WeightScaleError.self) { try WeightScale(text) }
    #expect(error?.description.contains("is not a scale: write") == true)
    #expect((error?.description.count ?? 0) < 160)
  }

  @Test func `the standard scales are what they say`() throws {
    #expect(try WeightScale.one == WeightScale("1"))
    #expect(try WeightScale.inverseRoot == WeightScale("1/sqrt(n)"))
    #expect(WeightScale(0.25).value(width: 3) == 0.25)
  }
}
