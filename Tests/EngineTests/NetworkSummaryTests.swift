import Engine
import Testing

@Suite struct NetworkSummaryTests {
  /// Counted by hand: C(5,8) on 28×28×1 has 25·8 + 8 parameters and 28·28·25·8 multiplications.
  @Test func `shapes and costs are those of the layers`() throws {
    let summary = try NetworkSummary(
      StructureString.parse("C(5,8,r);M(2);DR(0.25);F();D(10,sm)").layers, inputShape: [28, 28, 1])
    #expect(summary.layers.map(\.name) == ["c0", "m1", "dr2", "f3", "d4"])
    #expect(
      summary.layers.map(\.outputShape) == [[28, 28, 8], [14, 14, 8], [14, 14, 8], [1568], [10]])
    #expect(summary.layers.map(\.parameters) == [208, 0, 0, 0, 15690])
    #expect(summary.layers.map(\.multiplications) == [156_800, 0, 0, 0, 15_680])
    #expect(summary.parameters == 15898)
    #expect(summary.multiplications == 172_480)
  }

  @Test func `what does not fit is named, however large`() {
    for (network, shape, fragment) in [
      ("M(9)", [4, 4, 1], "layer m0: the window 9×9"), ("D(1)", [4, 4, 1], "layer d0"),
      ("C(999999,1000000)", [1000, 1000, 64], "layer c0: "),
      ("F()", [1_000_000, 1_000_000, 1_000_000], ""), ("D(3)", [2, 2], "neither"),
    ] as [(String, Shape, String)] {
      let error = #expect(throws: NetworkError.self) {
        try NetworkSummary(StructureString.parse(network).layers, inputShape: shape)
      }
      #expect(error?.description.contains(fragment) == true || fragment.isEmpty, "\(network)")
    }
  }
}
