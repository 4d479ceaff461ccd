import Engine
import Foundation
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite struct BandsViewTests {
  private static let cases = ["depth-1", "depth-half", "depth-quarter"]

  private func view(
    _ part: Stop.Part, _ layer: String?, at name: String = "depth-1", glyphs: Glyphs = .unicode,
    covered: [(TensorName, TraceKind, String?)] = []
  ) throws -> BandsView {
    BandsView(
      try StopViewCases.subject(
        StopViewCases.walk(Self.cases, at: name), part, layer, covered: covered, glyphs: glyphs))
  }

  private func words(_ view: BandsView, _ room: Size) -> [[String]] {
    view.upper(room).lines.map { $0.text.split(separator: " ").map(String.init) }
  }

  @Test func `all cases stand on one scale where there is room`() throws {
    let view = try view(.gradient, "d0")
    let pane = view.upper(Size(columns: 78, rows: 22))
    #expect(pane.heading.forms[0].hasSuffix("two places to the right are a factor 2"))
    let lines = pane.lines.map(\.text)
    #expect(lines.count == 22)
    // The first signal of weights ±1, 6, is two places a factor 2 left of the second, 12.
    func mark(_ line: String) -> Int? { Array(line).firstIndex(of: "█") }
    let rows = lines.filter { $0.contains("█") }
    #expect(rows.count == 18)
    let marks = rows.prefix(6).compactMap(mark)
    #expect(zip(marks, marks.dropFirst()).allSatisfy { $0 - $1 == 2 }, "\(marks)")
  }

  @Test func `sizes are those that were computed elsewhere`() throws {
    let rows = words(try view(.gradient, "d0"), Size(columns: 80, rows: 23))
    // The numbers of the lesson: 6 12 24 48 96 192, deltas 32 to 1, gradients 96 in every layer.
    let top = try #require(rows.first { $0.first == "d5" })
    #expect(top.contains("192") && top.contains("1") && top.last == "96")
    let bottom = try #require(rows.first { $0.first == ">d0" || $0.contains("d0") })
    #expect(bottom.contains("6") && bottom.contains("32") && bottom.last == "96")
    #expect(rows.contains { $0.contains(".0469") || $0.contains(".047") })
  }

  @Test func `outputs stand in the place of sums at an activation`() throws {
    let subject = try StopViewCases.subject(
      StopViewCases.walk("depth-relu-half"), .activation, "d5")
    let table = BandsTable(subject)
    #expect(table.showsOutputs)
    guard case .value(let size) = table.bands[0].rows[0].entry(.signal) else {
      Issue.record("no size")
      return
    }
    #expect(abs(size - 5.0.squareRoot()) < 1e-6)
  }

  @Test func `the case at hand comes first, and nothing before its time`() throws {
    let table = BandsTable(
      try StopViewCases.subject(
        StopViewCases.walk(Self.cases, at: "depth-quarter"), .sum, "d2"))
    #expect(table.bands.map(\.name) == ["depth-quarter", "depth-1", "depth-half"])
    for band in table.bands {
      #expect(band.rows[2].entry(.signal).magnitude != nil)
      #expect(band.rows[3].entry(.signal) == .notComputed)
      #expect(band.rows[0].entry(.delta) == .notComputed)
    }
  }

  @Test func `a covered tensor has no size`() throws {
    let view = try view(.delta, "d0", at: "depth-quarter", covered: [(.delta, .delta, "d0")])
    let rows = words(view, Size(columns: 78, rows: 10))
    #expect(rows.contains { $0.contains("d0") && $0.contains("?") })
    #expect(!rows.contains { $0.contains(".0313") })
  }

  @Test func `every room and glyph`() throws {
    for (part, layer) in [
      (Stop.Part.sum, "d5"), (.delta, "d0"), (.gradient, "d0"),
    ] {
      try StopViewCases.expectFits { try view(part, layer, glyphs: $0) }
    }
    for index in RecordedCases.odd.indices {
      let walk = Walk(try RecordedCases.odd(index).trace, title: "odd")
      for stop in Timeline(walk.trace).stops {
        try StopViewCases.expectFits { glyphs in
          BandsView(
            StopSubject(
              walk: walk, stop: stop, cell: nil, covered: CoveredCells(), glyphs: glyphs))
        }
      }
    }
  }

  @Test func `a hundred layers are a column each`() throws {
    let layers = String(repeating: "D(3);", count: 100)
    let json = """
      {"network":"\(layers)","inputShape":[3],"loss":"mse","seed":1,
       "optimizer":{"name":"sgd","learningRate":0.01},
       "steps":[{"input":{"shape":[1,3],"data":[1,-1,0.5]},"target":{"shape":[1,3],"data":[0,0,0]}}]}
      """
    let walk = Walk(try Case(Data(json.utf8), name: "deep").record(), title: "deep")
    let subject = try StopViewCases.subject(walk, .gradient, "d0")
    let lines = BandsView(subject).upper(Size(columns: 198, rows: 40)).lines.map(\.text)
    #expect(lines[0].hasPrefix(" S   layer 1: "))
    for quantity in BandsTable.Quantity.allCases {
      let known = BandsTable(subject).bands[0].rows.filter { $0.entry(quantity).magnitude != nil }
      #expect(known.count == 100)
    }
    #expect(lines.reduce(0) { $0 + $1.count { $0 == "█" } } == 300)
    try StopViewCases.expectFits { glyphs in
      BandsView(
        StopSubject(
          walk: walk, stop: subject.stop, cell: nil, covered: CoveredCells(), glyphs: glyphs))
    }
  }
}
