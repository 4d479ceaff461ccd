import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite(.enabled(if: SpecifiedCases.isThere)) struct LedgerViewTests {
  private func walk() throws -> Walk {
    Walk(try SpecifiedCases.run(["neurons"], labels: ["d0": "A", "d1": "B", "d2": "Y"]))
  }

  private func view(
    _ part: Stop.Part, _ layer: String?, _ cell: [Int], update: Int = 1,
    covering: Bool = false
  ) throws -> LedgerView {
    var subject = try SpecifiedCases.subject(
      walk(), part, layer: layer, update: update, cell: cell)
    if covering, let chosen = subject.cell {
      subject.covered.cover(chosen.tensor, of: chosen.event)
    }
    return LedgerView(subject)
  }

  /// The mock V1 of the course, with nothing asked.
  @Test func `every product, sum, output and delta stands in its place`() throws {
    let view = try view(.delta, "d0", [0, 2])
    #expect(
      SpecifiedCases.lines(view, 78, 10) == [
        "       X[0]=1  X[1]=2            b     S     Y           sent back      δ",
        " A[0]    .5×1    .2×2           .1  1.00  1.00  .6×-.325 + -.2×.52  -.299",
        " A[1]    .3×1   -.6×2           .1  -.80     x  -.5×-.325 + .4×.52      x",
        ">A[2]   -.4×1    .7×2          -.2   .80   .80    .5×-.325 + 1×.52  .3575",
        "         A[0]    A[1]    A[2]",
        " B[0]    .6×1   -.5×0   .5×.8   .1  1.10  1.10             .5×-.65  -.325",
        " B[1]   -.2×1    .4×0    1×.8  -.1   .50   .50            -.8×-.65    .52",
        "         B[0]    B[1]",
        " Y     .5×1.1  -.8×.5           .2   .35   .35              E -.65   -.65",
      ])
    #expect(view.upper(Size(columns: 80, rows: 8)).lines.count == 8)
    #expect(
      view.upper(Size(columns: 80, rows: 8)).heading.fitted(to: 77)
        == "ledger   loss .211   what came in, what it said, what it is blamed for")
  }

  @Test func `narrow rooms keep results, then the chosen cell`() throws {
    let view = try view(.delta, "d0", [0, 2])
    #expect(
      SpecifiedCases.lines(view, 38, 6) == [
        "          S     Y  sent back      δ",
        " A[0]  1.00  1.00      -.299  -.299",
        " A[1]  -.80     x      .3705      x",
        ">A[2]   .80   .80      .3575  .3575",
        " B[0]  1.10  1.10      -.325  -.325",
        " 2 more rows",
      ])
    let narrow = SpecifiedCases.lines(view, 18, 3)
    #expect(narrow.count == 3)
    #expect(narrow[2].hasPrefix(">A[2]  .80"))
    let wide = SpecifiedCases.lines(view, 198, 40)
    #expect(wide.count == 11, "layers stand apart where there is room")
    #expect(wide[0].contains("X[0]=1     X[1]=2"))
  }

  @Test func `what is not computed yet is a point`() throws {
    let sums = try view(.sum, "d0", [0, 1])
    #expect(
      SpecifiedCases.lines(sums, 80, 8) == [
        "       X[0]=1  X[1]=2            b     S     Y        sent back      δ",
        " A[0]    .5×1    .2×2           .1  1.00     ·                ·      ·",
        ">A[1]    .3×1   -.6×2           .1  -.80     ·                ·      ·",
        " A[2]   -.4×1    .7×2          -.2   .80     ·                ·      ·",
        "         A[0]    A[1]    A[2]",
        " B[0]    .6×·   -.5×·    .5×·   .1     ·     ·                ·      ·",
        " B[1]   -.2×·    .4×·     1×·  -.1     ·     ·                ·      ·",
        " Y       .5×·   -.8×·           .2     ·     ·                ·      ·",
      ])
    // Nothing is sent back to A before Rule 1 has come there.
    let row = SpecifiedCases.lines(try view(.delta, "d1", [0, 1]), 80, 8)[3]
    #expect(row.hasSuffix("·      ·"))
    #expect(
      SpecifiedCases.lines(try view(.input, nil, [0, 1]), 80, 8)[0].contains(">X[1]=2"))
  }

  @Test func `a question covers the delta and what would give it away`() throws {
    let lines = SpecifiedCases.lines(try view(.delta, "d0", [0, 2], covering: true), 80, 8)
    for row in lines[1...3] { #expect(row.hasSuffix("?      ?")) }
    #expect(lines[6].hasSuffix("-.8×-.65    .52"))
    let sums = SpecifiedCases.lines(try view(.sum, "d2", [0, 0], covering: true), 80, 8)
    #expect(sums[7].contains("?     ?"), "an output that is its sum is covered, too")
    let plain = try view(.delta, "d0", [0, 2], covering: true).plain().joined(separator: "\n")
    #expect(!plain.contains(".3575"))
  }

  @Test func `the numbers are those of a program of its own`() throws {
    for number in try SpecifiedNumbers.load().numbers
    // The lesson on checks shows a fault on purpose.
    where number.case == "neurons" && number.lesson != "wiggle"
      && ["S", "delta"].contains(number.tensor)
    {
      let (part, tensor): (Stop.Part, TensorName) =
        number.tensor == "S" ? (.sum, .weightedSum) : (.delta, .delta)
      let subject = try SpecifiedCases.subject(
        walk(), part, layer: number.layer, update: number.update ?? 1, cell: number.index,
        tensor: tensor)
      let view = LedgerView(subject)
      let span = view.upper(Size(columns: 78, rows: 10)).lines.flatMap(\.spans).first {
        $0.style == .chosen
      }
      let shown = try #require(span).text
      let value = shown == "x" ? 0 : Double(shown)
      #expect(abs((value ?? .nan) - number.value) < 0.00051, "\(number)")
    }
  }

  @Test func `cells are picked by the mouse`() throws {
    let view = try view(.delta, "d0", [0, 2])
    let links = SpecifiedCases.links(view.upper(Size(columns: 80, rows: 8)))
    let chosen = try #require(view.subject.cell)
    #expect(links.contains(chosen))
    #expect(links.contains(CellAddress(event: chosen.event, tensor: .delta, index: [0, 0])))
    #expect(links.contains { $0.tensor == .weights })
  }

  @Test func `in words`() throws {
    let words = try view(.delta, "d0", [0, 2]).plain()
    #expect(
      words.prefix(8) == [
        "Layer A reads X[0] = 1, X[1] = 2.",
        "A[0]: S = .5×1 + .2×2 + .1 = 1; Y = 1.00; sent back .6×-.325 + -.2×.52; δ =",
        "  -.299.",
        "A[1]: S = .3×1 + -.6×2 + .1 = -.8; Y = 0, off; sent back -.5×-.325 + .4×.52; δ",
        "  = 0, off.",
        "A[2]: S = -.4×1 + .7×2 + -.2 = .8; Y = .80; sent back .5×-.325 + 1×.52; δ =",
        "  .3575.",
        "Layer B reads A[0] = 1, A[1] = 0, A[2] = .8.",
      ])
  }

  @Test func `every room is kept, at every stop`() throws {
    let walk = try walk()
    for stop in Timeline(walk.trace).stops.prefix(12)
    where [.input, .loss, .delta, .gradient].contains(stop.part) {
      let cell = walk.run?.cell(for: stop)
      SpecifiedCases.expectFits(
        LedgerView.self,
        StopSubject(
          walk: walk, stop: stop, cell: cell, covered: CoveredCells(), glyphs: .unicode))
    }
  }

  @Test func `other networks are refused in a sentence`() throws {
    let maps = Walk(try SpecifiedCases.run(["pool-max"]))
    let subject = try SpecifiedCases.subject(maps, .sum, layer: "c0", cell: [0, 0, 0, 0])
    #expect(
      SpecifiedCases.lines(LedgerView(subject), 78, 10)
        == [" A ledger lists dense layers only; this network has others."])
    SpecifiedCases.expectFits(LedgerView.self, subject)
  }

  @Test func `it is drawn quickly`() throws {
    let view = try view(.delta, "d0", [0, 2])
    #expect(SpecifiedCases.milliseconds(view, Size(columns: 80, rows: 8)) < 16 * 30)
  }
}
