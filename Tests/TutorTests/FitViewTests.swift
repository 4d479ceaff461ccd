import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite(.enabled(if: SpecifiedCases.isThere)) struct FitViewTests {
  private func subject(
    _ own: String, _ part: Stop.Part, _ layer: String? = nil, _ cell: [Int], update: Int = 1
  ) throws -> StopSubject {
    let names = [
      "line-half", "line-mse", "line-mae", "line-mbe", "line-half-long", "line-mae-long", "sure",
    ]
    let run = try SpecifiedCases.run(names, labels: ["d0": "Y"])
    let shown = try LessonRun(run.lesson, case: own, companions: run.companions)
    return try SpecifiedCases.subject(Walk(shown), part, layer: layer, update: update, cell: cell)
  }

  @Test func `first the points, and the line as it stands`() throws {
    let view = FitView(try subject("line-half", .input, nil, [4, 0]))
    #expect(
      SpecifiedCases.lines(view, 78, 10) == [
        "  5.4                                              >                w   b loss",
        "  4.6                                                     · start .50 .25    ·",
        "  3.7", "  2.8", "  1.9",
        "  1.1                                 ···O·············",
        "   .2               ··········O·······",
        "  -.7 ··············O",
        " -1.6    O",
        " -2.4",
      ])
    #expect(
      SpecifiedCases.lines(view, 18, 3) == [
        "  4.4            >", "  1.5      ···O···", " -1.4 O··O· O",
      ])
  }

  /// The mock V11 of the course, with a letter for every run of the lesson.
  @Test func `with the loss come the lines of all runs`() throws {
    let view = FitView(try subject("line-mae", .loss, nil, [0]))
    let lines = SpecifiedCases.lines(view, 78, 10)
    #expect(
      lines.prefix(8).map { String($0.suffix(36)).drop { $0 == " " }.description } == [
        "w    b  loss",
        "· start               .50  .25 1.250", "a half after 3       1.36  .42  .433",
        "b mse after 3        1.36  .42  .865", "c mae after 3        1.14  .05  .646",
        "d mbe after 3         .50 -.35 -.950", "e half-long after 60 1.60  .60  .360",
        "f mae-long after 60  1.01  .01  .603",
      ])
    #expect(lines[4].contains(">c mae"))
    #expect(SpecifiedCases.lines(view, 38, 6).count == 6)
    #expect(SpecifiedCases.lines(view, 198, 40).count == 30)
  }

  @Test func `the line after an update is that of a program of its own`() throws {
    let numbers = try SpecifiedNumbers.load().numbers
    let wanted = try #require(
      numbers.first { $0.lesson == "losses" && $0.tensor == "after W" })
    let own = try #require(wanted.case)
    let words = FitView(
      try subject(own, .correction, "d0", [0, 0], update: wanted.update ?? 1)
    ).plain()
    let row = try #require(words.first { $0.hasPrefix("now ") })
    let figures = row.split(separator: " ").compactMap { Double($0) }
    #expect(figures.contains { abs($0 - wanted.value) < 0.0051 }, "\(row) \(wanted)")
  }

  @Test func `E stands below where there is room, and is covered when it is asked for`() throws {
    var subject = try subject("line-half", .initialError, nil, [4, 0])
    let wide = SpecifiedCases.lines(FitView(subject), 198, 40)
    #expect(wide.contains { $0.hasSuffix(".25 .15 .05 -.05 -.75") })
    let cell = try #require(subject.cell)
    subject.covered.cover(cell.tensor, of: cell.event, at: cell.index)
    let covered = SpecifiedCases.lines(FitView(subject), 198, 40)
    #expect(covered.contains { $0.hasSuffix(".25 .15 .05 -.05 ?") })
  }

  @Test func `points are picked by the mouse`() throws {
    let view = FitView(try subject("line-half", .sum, "d0", [4, 0]))
    let links = SpecifiedCases.links(view.upper(Size(columns: 78, rows: 10)))
    #expect(links.count == 5)
    #expect(links.contains(try #require(view.subject.cell)))
  }

  @Test func `every room is kept`() throws {
    SpecifiedCases.expectFits(FitView.self, try subject("line-half", .input, nil, [4, 0]))
    SpecifiedCases.expectFits(FitView.self, try subject("line-mbe", .correction, "d0", [0, 0]))
  }

  @Test func `other networks are refused in a sentence`() throws {
    let subject = try SpecifiedCases.subject(
      Walk(SpecifiedCases.run(["neurons"])), .loss, cell: [0])
    #expect(
      FitView(subject).plain() == [
        "A fit shows one neuron with one input and no activation function; this network",
        "is another.",
      ])
    SpecifiedCases.expectFits(FitView.self, subject)
  }

  @Test func `it is drawn quickly`() throws {
    let view = FitView(try subject("line-mae", .loss, nil, [0]))
    #expect(SpecifiedCases.milliseconds(view, Size(columns: 198, rows: 40)) < 16 * 30)
  }
}
