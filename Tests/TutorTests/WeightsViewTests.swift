import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite(.enabled(if: SpecifiedCases.isThere)) struct WeightsViewTests {
  private func subject(_ own: String, _ cell: [Int] = [0, 1]) throws -> StopSubject {
    let names = ["weights-l2", "weights-free", "weights-l1", "weights-adam", "weights-adam-weak"]
    let run = try SpecifiedCases.run(names, labels: ["d0": "Y"])
    let shown = try LessonRun(run.lesson, case: own, companions: run.companions)
    return try SpecifiedCases.subject(Walk(shown), .correction, layer: "d0", cell: cell)
  }

  /// The mock V13 of the course.
  @Test func `three weights under three penalties`() throws {
    let view = WeightsView(try subject("weights-l2"))
    #expect(
      view.upper(Size(columns: 78, rows: 11)).heading.fitted(to: 77)
        == "weights   w[0], w[1], w[2] of Y after every update   > now: L2 .5, η = .25")
    #expect(
      SpecifiedCases.lines(view, 78, 11) == [
        "                >L2 .5                   none                   L1 .5",
        " update   w[0]    w[1]   w[2]      w[0]  w[1]   w[2]      w[0]   w[1]   w[2]",
        "      0  1.000    .750  -.500     1.000  .750  -.500     1.000   .750  -.500",
        "     >1  1.125    .656  -.250     1.250  .750  -.313     1.125   .625  -.188",
        "      2  1.203    .574  -.094     1.438  .750  -.172     1.219   .500   .047",
        "      3  1.252    .502   .004     1.578  .750  -.066     1.289   .375  -.027",
        "      4  1.282    .440   .065     1.684  .750   .013     1.342   .250   .167",
        "      5  1.302    .385   .103     1.763  .750   .072     1.381   .125   .063",
        "      6  1.313    .337   .127     1.822  .750   .117     1.411      0  -.015",
        "      7  1.321    .295   .142     1.867  .750   .150     1.433      0   .176",
        "      8  1.326    .258   .151     1.900  .750   .175     1.450      0   .069",
      ])
  }

  @Test func `with little room the middle updates go first, then other weights and runs`() throws {
    let view = WeightsView(try subject("weights-l2"))
    #expect(
      SpecifiedCases.lines(view, 78, 10).map { $0.prefix(7) }.suffix(8)
        == ["      0", "     >1", "      2", "      4", "      5", "      6", "      7", "      8"])
    #expect(
      SpecifiedCases.lines(view, 38, 6) == [
        " update >L2 .5 none L1 .5 adam L2 .1",
        "      0   .750 .750  .750       .750",
        "     >1   .656 .750  .625       .700",
        "      6   .337 .750     0       .454",
        "      7   .295 .750     0       .406",
        "      8   .258 .750     0       .359",
      ])
    #expect(SpecifiedCases.lines(view, 18, 3).count == 3)
    #expect(SpecifiedCases.lines(view, 198, 40)[0].contains("adam L2 .01"))
  }

  @Test func `the run at hand is always among those that are shown`() throws {
    let lines = SpecifiedCases.lines(WeightsView(try subject("weights-adam")), 78, 8)
    #expect(lines[0] == " update L2 .5 none L1 .5 >adam L2 .1 adam L2 .01")
    #expect(lines.last == "      8  .258 .750     0        .359        .359")
  }

  @Test func `the weights are those of a program of its own`() throws {
    let numbers = try SpecifiedNumbers.load().numbers
    let after = numbers.filter { $0.lesson == "weights" && $0.tensor == "after W" }
    #expect(after.count == 8)
    for number in after {
      let own = try #require(number.case)
      let weight = try #require(number.index.last)
      let run = try SpecifiedCases.run([own])
      let view = WeightsView(
        try SpecifiedCases.subject(Walk(run), .correction, layer: "d0", cell: number.index))
      let rows = SpecifiedCases.lines(view, 78, 40)
      let row = rows[2 + (number.update ?? 0)]
      let figures = row.split(separator: " ").map(String.init)
      let shown = try #require(Double(figures[1 + weight]))
      #expect(abs(shown - number.value) < 0.00051, "\(number)")
    }
  }

  @Test func `what a question asks for is covered`() throws {
    var subject = try subject("weights-l2")
    let event = try #require(subject.trace.position(.parameters, layer: "d0", update: 2))
    subject.covered.cover(.weights, of: event, at: [0, 1])
    let view = WeightsView(subject)
    #expect(SpecifiedCases.lines(view, 78, 11)[4].hasPrefix("      2  1.203       ?  -.094"))
    #expect(view.plain()[4] == "     2  1.203     ?  -.094")
    let links = SpecifiedCases.links(view.upper(Size(columns: 78, rows: 11)))
    #expect(links.contains(try #require(subject.cell)))
  }

  @Test func `every room is kept`() throws {
    SpecifiedCases.expectFits(WeightsView.self, try subject("weights-l1", [0, 2]))
  }

  @Test func `a view of a trace of its own, and of one without such weights`() throws {
    let walk = Walk(try SpecifiedCases.experiment("weights-l2").record(), title: "mine")
    let own = try SpecifiedCases.subject(walk, .correction, layer: "d0", cell: [0, 0])
    #expect(SpecifiedCases.lines(WeightsView(own), 78, 11)[3] == "     >1   1.125     .656   -.250")
    let maps = Walk(try SpecifiedCases.run(["window"]))
    let other = try SpecifiedCases.subject(maps, .loss, cell: [0])
    SpecifiedCases.expectFits(WeightsView.self, other)
  }

  @Test func `it is drawn quickly`() throws {
    let view = WeightsView(try subject("weights-l2"))
    #expect(SpecifiedCases.milliseconds(view, Size(columns: 198, rows: 40)) < 16 * 30)
  }
}
