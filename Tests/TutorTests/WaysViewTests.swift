import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite struct WaysViewTests {
  private func view(
    _ name: String = "ways", _ part: Stop.Part = .sum, cell: [Int] = [0, 0, 1, 0],
    glyphs: Glyphs = .unicode, covered: [(TensorName, TraceKind, String?)] = []
  ) throws -> WaysView {
    WaysView(
      try StopViewCases.subject(
        StopViewCases.walk(name), part, part == .input ? nil : "c0", cell: cell, covered: covered,
        glyphs: glyphs))
  }

  private func text(_ pane: StopPane?) -> String {
    (pane?.lines ?? []).map(\.text).joined(separator: " ")
      .split(separator: " ").joined(separator: " ")
  }

  @Test func `the sums of the mock in all ways`() throws {
    let pane = try view().upper(Size(columns: 80, rows: 8))
    #expect(pane.heading.forms[0] == "ways   pixels 1 3 2 -1   taps 2 -1 1   sums 1 and 3")
    let text = text(pane)
    for part in [
      "1×2 + 3×-1 + 2×1 = 1", "3×2 + 2×-1 + -1×1 = 3", "6 products", "m1 (1-2)×2 = -2",
      "m2 (3+2)×1 = 5", "m3 (2-3)×2 = -2", "m4 (3+1)×1 = 4", "m1+m2+m3 = 1", "m2-m3-m4 = 3",
      "4 products", "(5, -1-4i, 1, -1+4i) × (2, 1-i, 4, 1+i) = (10, -5-3i, 4, -5+3i)",
      "back: 1 and 3", "[2 -1 1] × [1 3; 3 2; 2 -1] = [1 3]",
    ] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
    #expect(try StopViewCases.number("ways", "S", "c0", [0, 0, 1, 0]) == 1)
  }

  @Test func `the products of a layer`() throws {
    let pane = try #require(try view().lower(Size(columns: 80, rows: 7)))
    let rows = pane.lines.map { $0.text.split(separator: " ").map(String.init) }
    #expect(rows[1] == ["3", "18.9", "18.9", ".29", "4.7", "72.9", "Winograd"])
    #expect(rows[2] == ["5", "52.4", "52.4", ".82", "8.4", "72.9", "Winograd"])
    #expect(rows[3] == ["7", "102.8", "102.8", "1.61", "-", "72.9", "FFT"])
    #expect(rows[4] == ["9", "169.9", "169.9", "2.65", "-", "72.9", "FFT"])
  }

  @Test func `covered or later sums give nothing away`() throws {
    let covered = text(
      try view(covered: [(.weightedSum, .weightedSum, "c0")]).upper(Size(columns: 80, rows: 8)))
    #expect(covered.contains("= ?") && !covered.contains("= 5") && !covered.contains("= -2"))
    let early = try StopViewCases.subject(StopViewCases.walk("ways"), .input)
    let before = text(WaysView(early).upper(Size(columns: 80, rows: 8)))
    #expect(before.contains("= ·") && !before.contains("= 3"))
  }

  @Test func `the chosen sum is marked and links to its cell`() throws {
    let view = try view(cell: [0, 0, 2, 0])
    let spans = view.upper(Size(columns: 80, rows: 8)).lines.flatMap(\.spans)
    let chosen = spans.filter { $0.style == .chosen }
    #expect(chosen.count == 3 && chosen.allSatisfy { $0.text == "3" })
    let links = spans.compactMap { $0.link as? TutorLink }
    #expect(links.count == 6)
  }

  @Test func `a picture of many rows has its own counts`() throws {
    let text = text(try view("window", cell: [0, 1, 1, 0]).upper(Size(columns: 80, rows: 8)))
    #expect(text.contains("definition 216 products"))
    // One tile of 4×4 sums for 3×4 pixels, two pairs of maps.
    #expect(text.contains("Winograd 72 products"))
  }

  @Test func `every room and glyph`() throws {
    try StopViewCases.expectFits { try view(glyphs: $0) }
    try StopViewCases.expectFits { try view("window", cell: [0, 1, 1, 0], glyphs: $0) }
    let other = Walk(try RecordedCases.fourLayer().trace, title: "four-layer")
    for stop in Timeline(other.trace).stops {
      try StopViewCases.expectFits { glyphs in
        WaysView(
          StopSubject(
            walk: other, stop: stop, cell: nil, covered: CoveredCells(), glyphs: glyphs))
      }
    }
  }
}
