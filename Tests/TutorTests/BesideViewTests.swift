import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite(.enabled(if: SpecifiedCases.isThere)) struct BesideViewTests {
  private func subject(
    _ own: String, _ part: Stop.Part, _ layer: String? = nil, _ cell: [Int]
  ) throws -> StopSubject {
    let run = try SpecifiedCases.run(
      ["pool-max", "pool-average"],
      labels: ["c0": "A", "m1": "P", "a1": "P", "f2": "R", "d3": "Y"])
    let shown = try LessonRun(run.lesson, case: own, companions: run.companions)
    return try SpecifiedCases.subject(Walk(shown), part, layer: layer, cell: cell)
  }

  /// The part of the mock V7 of the course that stands at this stop.
  @Test func `the winner gets all, or each cell a quarter`() throws {
    let view = BesideView(try subject("pool-average", .delta, "c0", [0, 3, 1, 0]))
    #expect(
      SpecifiedCases.lines(view, 78, 10) == [
        " pool-average   loss 1.790            │  pool-max   loss 2.031",
        " δ_P 0  δ of A, map 0  scale ±.29     │  δ_P 0  δ of A, map 0  scale ±1.22",
        "   0 1      0    1    2    3    4     │    0 1      0    1    2    3    4",
        "0 -5-3 0 -.15 -.15 -.08 -.08    0     │ 0 -5-3 0    0 -.61    0    0    0",
        "1 +8-3 1 -.15 -.15 -.08 -.08    0     │ 1 +8-3 1    0    0 -.35    0    0",
        "       2  .27  .27 -.10 -.10    0     │        2    0    0    0 -.43    0",
        "       3  .27[ .27]-.10 -.10    0     │        3    0[1.13]   0    0    0",
        "       4    0    0    0    0    0     │        4    0    0    0    0    0",
        ">δ_A[3,1,0] = .2707 in pool-average, 1.1294 in pool-max; difference -.8586",
      ])
    #expect(SpecifiedCases.lines(view, 80, 8).count == 8)
  }

  @Test func `small rooms keep both numbers`() throws {
    let view = BesideView(try subject("pool-average", .delta, "c0", [0, 3, 1, 0]))
    #expect(
      SpecifiedCases.lines(view, 38, 6) == [
        " δ_P 0  δ of A, map 0  scale ±.29", "   0 1      0    1    2    3    4",
        "0 -5-3 2  .27  .27 -.10 -.10    0", "1 +8-3 3  .27[ .27]-.10 -.10    0",
        ">.2707 in pool-average", " 1.1294 in pool-max",
      ])
    #expect(SpecifiedCases.lines(view, 18, 3) == [">.2707 average", " 1.1294 max"])
    let wide = SpecifiedCases.lines(view, 198, 40)
    #expect(wide[6].hasPrefix(" δ of A, map 0  scale ±.29    δ of A, map 1"))
  }

  @Test func `the numbers are those of a program of its own`() throws {
    let wanted = try SpecifiedNumbers.load().numbers.filter {
      $0.lesson == "pooling" && $0.update == 1 && $0.tensor == "delta" && $0.layer == "c0"
        && $0.inTrace != false
    }
    #expect(!wanted.isEmpty)
    for number in wanted {
      let own = try #require(number.case)
      let view = BesideView(try subject(own, .delta, "c0", number.index))
      let line = try #require(SpecifiedCases.lines(view, 142, 33).last)
      let figures = line.split(separator: " ").map(String.init)
      let place = try #require(figures.firstIndex(of: "="))
      #expect(abs((Double(figures[place + 1]) ?? .nan) - number.value) < 0.000051, "\(number)")
    }
  }

  @Test func `what is covered here is not told by the other run`() throws {
    var subject = try subject("pool-max", .gradient, "c0", [0, 0, 0, 0])
    let cell = try #require(subject.cell)
    subject.covered.cover(cell.tensor, of: cell.event)
    let view = BesideView(subject)
    let last = SpecifiedCases.lines(view, 78, 10).last
    #expect(last?.contains("= ? in pool-max") == true)
    #expect(last?.contains("difference") == false)
    #expect(SpecifiedCases.links(view.upper(Size(columns: 78, rows: 10))).contains(cell))
  }

  @Test func `in words`() throws {
    let words = try BesideView(subject("pool-average", .sum, "a1", [0, 1, 0, 0])).plain()
    #expect(
      words.prefix(6) == [
        "pool-average: P[1,0,0] = .6", "P", "map 0", "      0     1", "0   .33   .45",
        "1   .60   .30",
      ])
    #expect(words.contains("pool-max: P[1,0,0] = .9"))
  }

  @Test func `every room is kept`() throws {
    SpecifiedCases.expectFits(
      BesideView.self, try subject("pool-average", .delta, "c0", [0, 3, 1, 0]))
    SpecifiedCases.expectFits(
      BesideView.self, try subject("pool-max", .gradient, "c0", [0, 0, 0, 0]))
  }

  @Test func `one run alone says so`() throws {
    let subject = try SpecifiedCases.subject(
      Walk(SpecifiedCases.run(["neurons"])), .sum, layer: "d0", cell: [0, 0])
    #expect(
      SpecifiedCases.lines(BesideView(subject), 78, 10)
        == [" There is no other run with this step to lay beside this one."])
    SpecifiedCases.expectFits(BesideView.self, subject)
  }

  @Test func `it is drawn quickly`() throws {
    let view = BesideView(try subject("pool-average", .delta, "c0", [0, 3, 1, 0]))
    #expect(SpecifiedCases.milliseconds(view, Size(columns: 198, rows: 40)) < 16 * 30)
  }
}
