import Engine
import Foundation
import Testing
import Tracer

@testable import Tutor

@Suite struct LessonExpressionCheckTests {
  /// The network of four-layer.json: `C(3,1,r);C(3,2,r);M(2);F();D(3,sm)` on 8×8×1, or as the file says.
  private let experiment: Case

  init() throws {
    let path = RecordedCases.root.appendingPathComponent("lessons/four-layer.json").path
    experiment = try Case(contentsOf: path)
  }

  private func check(_ text: String) throws {
    let template = try LessonTemplate("{\(text)}", layers: experiment.header.names)
    for case .placeholder(let expression, _) in template.parts { try expression.check(experiment) }
  }

  private var last: String { experiment.header.names.last ?? "" }

  @Test func `a cell beyond the end is told with the shape`() throws {
    let outputs = experiment.header.output(of: experiment.header.layers.count - 1)[0]
    try check("S(\(last))[0,\(outputs - 1)]")
    for text in [
      "S(\(last))[0,\(outputs)]:3", "Y(\(last))[1,0]", "E[0,\(outputs)]", "X[0,0]",
      "sum(X) + S(\(last))[0,99]", "S(\(last))[0,99]@update", "if(update = 1, E[0,99], 0)",
    ] {
      let error = #expect(throws: LessonExpressionError.self, "\(text)") { try check(text) }
      #expect(
        error?.description.contains("there is no cell") == true, "\(error?.description ?? "")")
    }
  }

  @Test func `a map that is not there, and parameters of a layer without`() {
    let map = #expect(throws: LessonExpressionError.self) { try check("on(map(Y(c0), 9))") }
    #expect(map?.description.contains("there is no map 9") == true)
    let weights = #expect(throws: LessonExpressionError.self) { try check("sum(W(m2))") }
    #expect(weights?.description == "m2 has no parameters, so no W")
  }

  @Test(arguments: [
    "S(c0)[farthest(S(c0))]", "Y(c0)[0,0,0,0]", "W(c0)[0,0,0,0]", "on(map(Y(c0), 0))", "loss",
    "sum(gradientb(c0))", "place(winner(m2, farthest(S(m2))))",
  ])
  func `what the run decides, and what is there, passes`(text: String) throws {
    try check(text)
  }

  @Test func `a file names its line`() throws {
    let head = "---\nformat: 1\nid: small\ntitle: T\nsummary: S\ncase: four-layer.json\n---\n"
    let folder = RecordedCases.root.appendingPathComponent("lessons")
    let error = #expect(throws: FileError.self) {
      try LessonFile.read(head + "\n# T\n\nThe last is {S(\(last))[0,77]:3}.\n", name: "small.md") {
        try Data(contentsOf: folder.appendingPathComponent($0))
      }
    }
    #expect(error?.line == 11 && error?.reason.contains("[0,77]") == true)
  }
}
