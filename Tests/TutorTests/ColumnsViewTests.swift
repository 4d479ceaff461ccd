import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite struct ColumnsViewTests {
  private func view(
    _ name: String, _ part: Stop.Part, _ layer: String, cell: [Int], glyphs: Glyphs = .unicode,
    covered: [(TensorName, TraceKind, String?)] = []
  ) throws -> ColumnsView {
    ColumnsView(
      try StopViewCases.subject(
        StopViewCases.walk(name), part, layer, cell: cell, covered: covered, glyphs: glyphs))
  }

  private let standard = Size(columns: 78, rows: 10)

  private func lines(_ pane: StopPane?) -> [String] { (pane?.lines ?? []).map(\.text) }

  @Test func `windows of the mock stand as columns`() throws {
    let view = try view("window", .sum, "c0", cell: [0, 1, 1, 0])
    let pane = view.upper(standard)
    #expect(
      pane.heading.forms[0] == "columns   R: each window a column of 9   S: 12 of them side by side"
    )
    let text = lines(pane)
    #expect(text.count == 10)
    let rows = [
      "o o o o o[0]1 2 o 1 3 1", "o o o o 0[1]2 0 1 3 1 0", "o o o o 1[2]0 o 3 1 0 o",
      "o 0 1 2 o[1]3 1 o 0 2 0", "0 1 2 0 1[3]1 0 0 2 0 1", "1 2 0 o 3[1]0 o 2 0 1 o",
      "o 1 3 1 o[0]2 0 o o o o", "1 3 1 0 0[2]0 1 o o o o", "3 1 0 o 2[0]1 o o o o o",
    ]
    for (line, row) in zip(text.dropFirst(), rows) {
      #expect(line.filter { $0 != " " }.hasSuffix(row.filter { $0 != " " }), "\(line)")
    }
    #expect(text.contains { $0.contains("(0)(1)(2) 0") })
    #expect(text.contains { $0.contains("window of (1,1)") })
  }

  @Test func `the product gives both maps and writes the sum out`() throws {
    let view = try view("window", .sum, "c0", cell: [0, 1, 1, 0])
    let pane = try #require(view.lower(Size(columns: 78, rows: 5)))
    #expect(
      pane.heading.forms[0] == "product   W [2,9] × columns [9,12] = S [2,12], then R to 3×4×2")
    let text = lines(pane).map { $0.split(separator: " ").joined(separator: " ") }
    #expect(text[0] == "kernel 0 -.1 0 .2 -.3 .1 .4 -.1 0 .2 b .1")
    #expect(text[1] == "kernel 1 .3 .2 .1 0 .1 0 -.2 -.2 -.1 b -.2")
    #expect(text[2] == "S map 0 1.1 1.1 -.3 -.6 2.0[ .9] -.8 -.4 1.5 .4 -.4 .1")
    #expect(text[3] == "S map 1 -.7 -1.0 -.8 -.4 -.2 .1 .1 .2 .3 1.0 .9 .2")
    #expect(text[4].hasPrefix("S_c0[1,1,0] = "))
    #expect(text[4].hasSuffix("= .9"))
    let known = try StopViewCases.number("window", "S", "c0", [0, 1, 1, 0])
    #expect(abs(known - 0.9) < 1e-9)
  }

  @Test func `the chosen cell moves the column and links lead to cells`() throws {
    let view = try view("window", .sum, "c0", cell: [0, 2, 3, 1])
    #expect(view.choice.column == 11)
    #expect(view.choice.kernel == 1)
    let pane = view.upper(standard)
    let links = pane.lines.flatMap(\.spans).compactMap { $0.link as? TutorLink }
    let event = try #require(view.table?.result.event)
    #expect(
      links.contains(
        .cell(CellAddress(event: event, tensor: .weightedSum, index: [0, 2, 3, 1]))))
    #expect(lines(view.lower(Size(columns: 78, rows: 5))).contains { $0.contains("[  .2]") })
  }

  @Test func `a pixel is marked in every column it stands in`() throws {
    let walk = try StopViewCases.walk("window")
    var subject = try StopViewCases.subject(walk, .sum, "c0", cell: [0, 1, 1, 0])
    let input = try #require(walk.trace.position(.input, layer: nil, update: 1))
    subject = StopSubject(
      walk: walk, stop: subject.stop,
      cell: CellAddress(event: input, tensor: .input, index: [0, 1, 1, 0]),
      covered: CoveredCells(), glyphs: .unicode)
    let chosen = ColumnsView(subject).upper(standard).lines.flatMap(\.spans).filter {
      $0.style == .chosen && $0.text.contains("3")
    }
    // Nine places in the columns, one in the picture.
    #expect(chosen.count == 10)
  }

  @Test func `rule 1 takes windows of deltas and the turned kernel`() throws {
    let view = try view("stamp-two", .delta, "c0", cell: [0, 1, 2, 0])
    let table = try #require(view.table)
    #expect(table.form == .ruleOne)
    let text = lines(view.lower(Size(columns: 78, rows: 5)))
      .map { $0.split(separator: " ").joined(separator: " ") }
    #expect(text[0].hasPrefix("turned .9 .8 .7 .6 .5 .4 .3 .2 .1"))
    let known = try StopViewCases.number("stamp-two", "delta", "c0", [0, 1, 2, 0])
    #expect(abs(known - 0.35) < 1e-9)
    #expect(text.last?.hasSuffix("= .35") == true)
    for column in 0..<table.columns {
      let cell = table.sum(kernel: 0, column: column)
      let sum = try (0..<table.rows).reduce(0.0) { sum, row in
        let x =
          table.entry(row: row, column: column)
          .flatMap { view.subject.provenance.value(at: $0) } ?? 0
        let w = try #require(view.subject.provenance.value(at: table.weight(kernel: 0, row: row)))
        return sum + Double(x) * Double(w)
      }
      let derivation = try #require(view.subject.provenance.derivation(of: cell))
      #expect(abs(sum - derivation.sum) < 1e-6)
    }
  }

  @Test func `rule 2 multiplies columns of signals by deltas`() throws {
    let view = try view("stamp", .gradient, "c1", cell: [0, 0, 0, 0])
    let table = try #require(view.table)
    #expect(table.form == .ruleTwo)
    #expect(view.choice.row == 0)
    let pane = try #require(view.lower(Size(columns: 78, rows: 3)))
    #expect(pane.heading.forms[0] == "product   columns [9,16] × δ [16,1] = ∂W [9,1]")
    #expect(lines(pane).last?.hasSuffix("= .5") == true)
    for row in 0..<table.rows {
      let sum = (0..<table.columns).reduce(0.0) { sum, column in
        let x =
          table.entry(row: row, column: column)
          .flatMap { view.subject.provenance.value(at: $0) } ?? 0
        let d = view.subject.provenance.value(at: table.delta(kernel: 0, column: column)) ?? .nan
        return sum + Double(x) * Double(d)
      }
      let value = view.subject.provenance.value(at: table.weight(kernel: 0, row: row)) ?? .nan
      #expect(abs(sum - Double(value)) < 1e-5)
    }
  }

  @Test func `rule 1 stands below rule 2 where there is room`() throws {
    let view = try view("stamp-two", .gradient, "c1", cell: [0, 0, 0, 0])
    let lower = lines(view.lower(Size(columns: 80, rows: 7)))
    #expect(
      lower.contains(" Rule 1: turned W [1,9] × columns of δ [9,16] = sent back [1,16]"), "\(lower)"
    )
    #expect(lower.last?.split(separator: " ").first == "turned")
    let upper = lines(view.upper(Size(columns: 140, rows: 32)))
    #expect(upper.contains(" Rule 1: windows of δ_c1 as columns"))
    #expect(lines(view.upper(standard)).count <= 10)
  }

  @Test func `what a question covers is not shown`() throws {
    let view = try view(
      "window", .sum, "c0", cell: [0, 1, 1, 0],
      covered: [(.weightedSum, .weightedSum, "c0")])
    let text = lines(view.lower(Size(columns: 78, rows: 5)))
    #expect(text[2].contains("[") && text[2].contains("?"))
    #expect(!text.joined().contains("2.0"))
    #expect(text.last == " S_c0[1,1,0] = ?")
  }

  @Test func `sums are not computed before their step`() throws {
    let walk = try StopViewCases.walk("window")
    let view = ColumnsView(try StopViewCases.subject(walk, .input))
    let text = lines(view.lower(Size(columns: 78, rows: 5)))
    #expect(text[2].contains("·") && !text[2].contains("1.1"))
  }

  @Test func `every room and glyph`() throws {
    let places: [(String, Stop.Part, String, [Int])] = [
      ("window", .sum, "c0", [0, 1, 1, 0]), ("window", .activation, "c0", [0, 2, 3, 1]),
      ("stamp-two", .delta, "c0", [0, 1, 2, 0]), ("stamp-two", .gradient, "c1", [0, 0, 0, 0]),
      ("stamp", .delta, "c1", [0, 1, 2, 0]),
    ]
    for (name, part, layer, cell) in places {
      try StopViewCases.expectFits { glyphs in
        try view(name, part, layer, cell: cell, glyphs: glyphs)
      }
    }
    for index in RecordedCases.odd.indices {
      let walk = Walk(try RecordedCases.odd(index).trace, title: "odd")
      for stop in Timeline(walk.trace).stops {
        let run = StopSubject(
          walk: walk, stop: stop, cell: nil, covered: CoveredCells(), glyphs: .unicode)
        let cell = ColumnsTable(run).flatMap { table in
          table.form == .ruleTwo
            ? table.weight(kernel: 0, row: table.rows - 1)
            : table.sum(kernel: table.kernels - 1, column: table.columns - 1)
        }
        try StopViewCases.expectFits { glyphs in
          ColumnsView(
            StopSubject(
              walk: walk, stop: stop, cell: cell, covered: CoveredCells(), glyphs: glyphs))
        }
      }
    }
  }

  @Test func `elsewhere it says so`() throws {
    let view = try view("neurons", .sum, "d0", cell: [0, 0])
    #expect(view.lower(standard) == nil)
    #expect(lines(view.upper(standard)).joined().contains("computes nothing with the kernels"))
    #expect(lines(view.upper(Size(columns: 18, rows: 1))) == [" no convolution"])
  }
}
