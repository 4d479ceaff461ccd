import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite(.enabled(if: SpecifiedCases.isThere)) struct WiggleViewTests {
  private func subject(_ name: String, _ layer: String, _ cell: [Int]) throws -> StopSubject {
    try SpecifiedCases.subject(
      Walk(SpecifiedCases.run([name], labels: ["d0": "A", "d1": "B", "d2": "Y"])), .gradient,
      layer: layer, cell: cell)
  }

  /// The mock V10 of the course.
  @Test func `half of h is a quarter of the error, until rounding takes over`() throws {
    let view = WiggleView(try subject("neurons-tanh", "d1", [1, 2]))
    let pane = view.upper(Size(columns: 78, rows: 10))
    #expect(
      pane.heading.fitted(to: 77)
        == "wiggle   neurons-tanh   W_B[1,2] = 1, Rule 2 says .257988")
    let lines = SpecifiedCases.lines(view, 78, 10)
    #expect(
      lines.prefix(7) == [
        "     h  one side  both sides  error of both, logarithmic",
        "   0.5   .295327     .243572  ############### 1e-2",
        "   0.1   .268383     .257374  ############## 6e-4",
        "  0.05   .263349     .257834  ############# 2e-4",
        "  0.01   .259086     .257982  ########### 6e-6",
        "  1e-4   .257999     .257988  ##### 6e-10",
        "  1e-5   .257989     .257988  ## 6e-12",
      ])
    #expect(lines.last?.hasPrefix(" 1e-12") == true)
    #expect(
      SpecifiedCases.lines(view, 38, 6).prefix(3) == [
        "      h  one side  both sides  error",
        "    0.5   .295327     .243572   1e-2",
        "    0.1   .268383     .257374   6e-4",
      ])
    #expect(SpecifiedCases.lines(view, 38, 6).last == " Rule 2               .257988")
    #expect(SpecifiedCases.lines(view, 18, 3)[1] == "   0.1    .257374")
    let wide = SpecifiedCases.lines(view, 198, 40)
    #expect(wide.count == 19)
    #expect(wide[3].contains("   0.1    .149888158493    .098413322622    .26838260     .25737418"))
  }

  @Test func `the losses are those of a program of its own`() throws {
    let numbers = try SpecifiedNumbers.load().numbers.filter { $0.lesson == "wiggle" }
    let subject = try subject("neurons", "d1", [1, 2])
    let check = try GradientCheck(try #require(subject.walk.experiment), update: 1)
    let measured = try #require(
      check.quotients(.weights(layer: 1), at: [1, 2], steps: [0.1])?.quotients.first)
    func number(_ name: String) throws -> Double {
      try #require(numbers.first { $0.tensor == name }).value
    }
    #expect(abs(measured.lossPlus - (try number("lossWith(W(d1)[1,2], 1.1)"))) < 1e-6)
    #expect(abs(measured.lossMinus - (try number("lossWith(W(d1)[1,2], 0.9)"))) < 1e-6)
    // On a parabola the bend cancels for every h.
    #expect(abs(measured.central - (try number("gradient W"))) < 1e-7)
    #expect(abs(measured.oneSided - 0.4365) < 1e-4)
  }

  @Test func `a gate that turns is named`() throws {
    let view = WiggleView(try subject("neurons", "d0", [1, 1]))
    let lines = SpecifiedCases.lines(view, 78, 10)
    #expect(lines[1] == "   0.5   .161196     .080598  ################ 8e-2       gate of A[1]")
    #expect(lines[2] == "   0.1         0           0  0")
    #expect(view.plain().contains { $0.hasSuffix("gate of A[1]") })
  }

  @Test func `a question covers what would answer it`() throws {
    var subject = try subject("neurons-tanh", "d1", [1, 2])
    let cell = try #require(subject.cell)
    subject.covered.cover(cell.tensor, of: cell.event, at: cell.index)
    let view = WiggleView(subject)
    let text = (SpecifiedCases.lines(view, 78, 10) + view.plain()).joined()
    #expect(!text.contains(".2579"))
    #expect(
      view.upper(Size(columns: 78, rows: 10)).heading.forms.allSatisfy {
        $0.hasSuffix("?") || $0 == "wiggle"
      })
  }

  @Test func `deltas and inputs are wiggled as well, other numbers are not`() throws {
    let walk = Walk(try SpecifiedCases.run(["neurons"], labels: ["d0": "A", "d1": "B", "d2": "Y"]))
    let delta = WiggleView(
      try SpecifiedCases.subject(walk, .delta, layer: "d1", cell: [0, 1]))
    #expect(
      delta.upper(Size(columns: 78, rows: 8)).heading.fitted(to: 77)
        == "wiggle   neurons   S_B[1] = .5, Rule 1 says .520000")
    #expect(
      SpecifiedCases.lines(
        WiggleView(try SpecifiedCases.subject(walk, .loss, cell: [0])), 78, 8) == [
          " Choose a weight, a delta or an input: the loss is a function of these."
        ])
  }

  @Test func `every room is kept`() throws {
    for (name, layer, cell) in [("neurons", "d0", [1, 1]), ("neurons-tanh", "d1", [1, 2])] {
      SpecifiedCases.expectFits(WiggleView.self, try subject(name, layer, cell))
    }
  }

  @Test func `it is drawn quickly`() throws {
    let view = WiggleView(try subject("neurons-tanh", "d1", [1, 2]))
    #expect(SpecifiedCases.milliseconds(view, Size(columns: 198, rows: 40)) < 16 * 30)
  }
}
