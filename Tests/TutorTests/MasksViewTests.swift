import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite(.enabled(if: SpecifiedCases.isThere)) struct MasksViewTests {
  private func subject(
    _ part: Stop.Part = .sum, _ layer: String? = "dr1", _ cell: [Int] = [0, 0], update: Int = 1
  ) throws -> StopSubject {
    try SpecifiedCases.subject(
      Walk(SpecifiedCases.run(["drop", "drop-off"], labels: ["d0": "A", "dr1": "D", "d2": "Y"])),
      part, layer: layer, update: update, cell: cell)
  }

  /// The mock V12 of the course.
  @Test func `all sixteen masks, the mean and the test`() throws {
    let view = MasksView(try subject())
    #expect(
      view.upper(Size(columns: 78, rows: 10)).heading.fitted(to: 77)
        == "masks   all 16 masks of D (rate .5): score of yes, share of yes, loss   > now")
    #expect(
      SpecifiedCases.lines(view, 78, 10) == [
        " ····   -.10  .450   .798    2···   -.82  .086  2.450",
        " ···2    .90  .550   .598   >2··2    .18  .123  2.092",
        " ··2·   -.94  .168  1.784    2·2·  -1.66  .023  3.783",
        " ··22    .06  .231  1.463    2·22   -.66  .034  3.394",
        " ·2··   1.66  .935   .068    22··    .94  .622   .474",
        " ·2·2   2.66  .955   .046    22·2   1.94  .711   .341",
        " ·22·    .82  .779   .250    222·    .10  .289  1.241",
        " ·222   1.82  .840   .174    2222   1.10  .378   .974",
        " mean    .50  .448  1.246    test    .50  .413   .883",
      ])
  }

  @Test func `all masks fit on the usual screen, fewer numbers on small ones`() throws {
    let view = MasksView(try subject())
    let usual = SpecifiedCases.lines(view, 80, 8)
    #expect(usual.joined().count { $0 == ">" } == 1)
    #expect(usual.count == 7)
    #expect(usual[0] == " ····  -.10 .450  .798   ·22·   .82 .779  .250   22··   .94 .622  .474")
    #expect(
      SpecifiedCases.lines(view, 38, 6) == [
        " 2···   -.82  .086  2.450",
        ">2··2    .18  .123  2.092",
        " 2·2·  -1.66  .023  3.783",
        " 13 more rows",
        " mean    .50  .448  1.246",
        " test    .50  .413   .883",
      ])
    #expect(
      SpecifiedCases.lines(view, 18, 3) == [">2··2  2.092", " mean  1.246", " test   .883"])
    #expect(SpecifiedCases.lines(view, 198, 40).count == 17)
  }

  @Test func `the means are those of a program of its own`() throws {
    let numbers = try SpecifiedNumbers.load().numbers.filter { $0.tensor.contains("16 masks") }
    #expect(numbers.count == 3)
    let experiment = try SpecifiedCases.experiment("drop")
    let masks = try #require(try MaskOutcomes(experiment, update: 1, layer: 1))
    let all = masks.all()
    #expect(all.count == 16)
    func mean(_ value: (MaskOutcomes.Outcome) -> Double) -> Double {
      all.reduce(0) { $0 + value($1) } / 16
    }
    for number in numbers {
      let own =
        number.tensor.contains("score")
        ? mean { $0.sum.elements[1] }
        : number.tensor.contains("share") ? mean { $0.output.elements[1] } : mean { $0.loss }
      #expect(abs(own - number.value) < 1e-6, "\(number)")
    }
    // Without dropout the score is the mean of all.
    #expect(abs(masks.unmasked().sum.elements[1] - mean { $0.sum.elements[1] }) < 1e-12)
    #expect(masks.own == [2, 0, 0, 2])
  }

  @Test func `the next update has another mask and other weights`() throws {
    let lines = SpecifiedCases.lines(
      MasksView(try subject(.sum, "dr1", [0, 1], update: 2)), 78, 10)
    #expect(lines.contains { $0.contains(">·22·") })
  }

  @Test func `a test has none of the masks`() throws {
    let walk = Walk(
      try SpecifiedCases.run(["drop-off"], labels: ["d0": "A", "dr1": "D", "d2": "Y"]))
    let subject = try SpecifiedCases.subject(walk, .sum, layer: "dr1", cell: [0, 0])
    #expect(!SpecifiedCases.lines(MasksView(subject), 78, 10).joined().contains(">"))
  }

  @Test func `what a question asks for is covered`() throws {
    var subject = try subject(.loss, nil, [0])
    let cell = try #require(subject.cell)
    subject.covered.cover(cell.tensor, of: cell.event)
    let view = MasksView(subject)
    #expect(SpecifiedCases.lines(view, 78, 10)[1].contains(">2··2    .18  .123      ?"))
    #expect(!view.plain().joined().contains("2.092"))
    #expect(SpecifiedCases.links(view.upper(Size(columns: 78, rows: 10))).contains(cell))
  }

  @Test func `every room is kept`() throws {
    SpecifiedCases.expectFits(MasksView.self, try subject())
    SpecifiedCases.expectFits(MasksView.self, try subject(.loss, nil, [0]))
  }

  @Test func `other networks are refused in a sentence`() throws {
    let walk = Walk(try SpecifiedCases.run(["neurons"]))
    let subject = try SpecifiedCases.subject(walk, .loss, cell: [0])
    #expect(
      SpecifiedCases.lines(MasksView(subject), 78, 10)
        == [" This network has no dropout layer, so there is no mask to show."])
    SpecifiedCases.expectFits(MasksView.self, subject)
  }

  @Test func `it is drawn quickly`() throws {
    let view = MasksView(try subject())
    #expect(SpecifiedCases.milliseconds(view, Size(columns: 80, rows: 8)) < 16 * 30)
  }
}
