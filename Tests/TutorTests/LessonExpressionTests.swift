import Engine
import Testing
import Tracer

@testable import Tutor

@Suite struct LessonExpressionTests {
  private static let layers = ["c0", "c1", "m2", "f3", "d4"]

  private func text(_ placeholder: String, update: Int = 1) throws -> String {
    let run = try LessonRun(LessonLibrary.lesson("four-layer"))
    let scope = LessonScope(trace: run.trace, classes: run.experiment.classes, update: update)
    return try LessonTemplate("{\(placeholder)}", layers: Self.layers).filled(in: scope)
  }

  @Test(arguments: [
    ("1 + 2 * 3 - 4 / 8", "6.500"), ("-(2 - 5)", "3.000"), ("-2 * -3", "6.000"),
    ("1 / 0", "+inf"), ("0 / 0", "nan"),
  ])
  func `arithmetic`(expression: String, result: String) throws {
    #expect(try text("\(expression):3") == result)
  }

  // Numbers of the expected results in the case file.
  @Test(arguments: [
    ("loss:6", "1.281554"), ("loss@2:6", "0.729580"), ("share(answer):6", "0.277606"),
    ("Y(d4)[0,0]:6", "0.474946"), ("delta(c0)[0,3,2,0]:6", "-0.444493"),
    ("gradientW(c1)[0,0,0,0]:6", "0.247850"), ("gradientb(c1)[0]:6", "0.070244"),
    ("W(c1)[0,0,0,0]:6", "0.500000"), ("W(c1)[0,0,0,0]@2:6", "0.475215"),
    ("E[0,2]:6", "-3.602233"), ("X[0,1,1,0]", "1"), ("target[0,2]", "1"),
    ("S(c0)[0,3,2,0]", "0.9"), ("argmax(m2)[0,1,1,0]", "2"), ("rate", "0.1"),
    ("update@3", "3"), ("updates", "3"), ("b(d4)[2]", "-0.2"),
  ])
  func `numbers of the trace`(expression: String, result: String) throws {
    #expect(try text(expression) == result)
  }

  @Test func `the class that leads, and whether it is right`() throws {
    let verdict = "if(leader = answer, \"right\", \"wrong\")"
    #expect(try text("leader") == "T")
    #expect(try text(verdict) == "wrong")
    #expect(try text("leader", update: 2) == "7")
    #expect(try text(verdict, update: 2) == "right")
    #expect(try text("share(leader):%", update: 4) == "84 %")
  }

  @Test func `the rate is that of the update where a schedule changes it`() throws {
    let lesson = try LessonLibrary.lesson("four-layer")
    var experiment = lesson.case
    experiment.header.learningRates = [0.1, 0.05, 0.02]
    let trace = try LessonRun(lesson, with: experiment).trace
    for (update, rate) in [(1, "0.1"), (2, "0.05"), (3, "0.02"), (4, "0.02")] {
      let scope = LessonScope(trace: trace, classes: [], update: update)
      #expect(try LessonTemplate("{rate}", layers: []).filled(in: scope) == rate)
      guard update < 4 else { continue }
      let foretold = try LessonTemplate("{foretold / rate:6}", layers: []).filled(in: scope)
      // Σ g² from the gradients themselves.
      let sum = trace.events.filter { $0.update == update && $0.event.kind == .gradient }
        .flatMap { $0.event.tensors.values.flatMap(\.elements) }
        .reduce(0) { $0 + Double($1) * Double($1) }
      #expect(abs((Double(foretold) ?? .nan) - sum) < 1e-4 * sum, "\(foretold) and \(sum)")
    }
  }

  @Test func `what the trace does not hold is not computed`() throws {
    #expect(try text("delta(c0)[0,0,0,0]", update: 4) == "·")
    #expect(try text("loss@9") == "·")
    #expect(try text("S(c0)[0,6,0,0]") == "·")
    #expect(try text("S(c0)[0.5,0,0,0]") == "·")
    #expect(try text("on(map(Y(c0), 2))") == "·")
    #expect(try text("firstLead(\"L\")") == "·")
    #expect(try text("share(\"Q\")") == "·")
  }

  @Test(arguments: [
    ("1 +", "\"}\" is not expected here"), ("(1", "a ) is missing"), ("\"a", "a \" is missing"),
    ("frobnicate", "neither a layer"), ("c9", "neither a layer"), ("on(1)", "on takes (tensor)"),
    ("loss(1)", "loss takes no arguments"), ("leader + 1", "wanted is a number"),
    ("X", "cannot show a tensor"), ("leader:3", "cannot show a text"), ("1 = leader", "compared"),
    ("loss:x", "wanted is a number of decimals"), ("1 2", "a } is missing"),
    ("S(c0)[leader]", "[ ] takes"), ("loss[0]", "wanted is a tensor"), ("1.2.3", "is no number"),
    ("if(1, 2, 3)", "if takes a comparison"), ("loss@leader", "wanted is a number"),
    ("$", "not expected"),
  ])
  func `what is wrong is said`(expression: String, complaint: String) throws {
    let error = #expect(throws: LessonExpressionError.self) {
      try LessonTemplate("{\(expression)}", layers: Self.layers)
    }
    #expect(error?.description.contains(complaint) == true, "\(error?.description ?? "")")
  }

  @Test func `parentheses without end are refused, not followed`() {
    #expect(throws: LessonExpressionError(description: "too many parentheses")) {
      try LessonTemplate("{\(String(repeating: "(", count: 100_000))", layers: [])
    }
  }

  @Test func `an open placeholder is refused`() {
    #expect(throws: LessonExpressionError(description: "a } is missing")) {
      try LessonTemplate("loss {loss", layers: [])
    }
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (1e-9, "0"), (-0.0004, "0"), (19, "19"), (0.73, "0.73"),
    (1.28155, "1.282"), (-0.5, "-0.5"), (1e9, "1e+09"), (123456, "123456"),
  ])
  func `numbers without a format have up to three decimals`(value: Double, text: String) {
    #expect(LessonTemplate.Format.short.text(value) == text)
  }
}
