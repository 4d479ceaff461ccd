import Testing

@testable import Runs

@Suite struct PredictionTests {
  private let prediction = Prediction(
    name: "a.png", outputs: [0.125, 0.5, 0.125, 0.25], isProbability: true,
    classNames: ["cat", "horse", "dog", "ox"])

  @Test func `classes come from the most probable on, equals in their order`() {
    #expect(prediction.largest(9).map(\.output) == [1, 3, 0, 2])
    #expect(prediction.lines(top: 2) == ["a.png", "  horse  0.500", "  ox     0.250"])
    let wanted =
      #"{"file":"a.png","classes":[{"class":1,"name":"horse","probability":0.5}]}"#
    #expect(prediction.json(top: 1).line == wanted)
  }

  @Test func `what is no number comes last, and outputs may be values`() {
    let values = Prediction(
      name: "b", outputs: [.nan, -2, 3], isProbability: false, classNames: nil)
    #expect(values.largest(3).map(\.output) == [2, 1, 0])
    #expect(values.lines(top: 3) == ["b", "  2  3", "  1  -2", "  0  nan"])
    #expect(values.json(top: 1).line.contains("\"value\":3.0"))
  }
}
