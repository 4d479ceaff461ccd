import Engine
import Testing
import Tracer

@testable import Tutor

/// Wide and narrow panes of the four-layer lesson.
@Suite struct RuleTableTests {
  private func table(
    _ kind: TraceKind, _ layer: String, _ tensor: TensorName, _ index: [Int], rows: Int
  )
    throws -> [String]
  {
    let lesson = try RecordedCases.fourLayer()
    return lesson.pane.table(
      for: lesson.cell(kind, layer, tensor, index), columns: 66, rows: rows
    ).map(\.text)
  }

  /// As on the golden screen `sum-of-B` at 200×60.
  @Test func `the running sum of a cell of B ends in its value`() throws {
    #expect(
      try table(.weightedSum, "c1", .weightedSum, [0, 3, 2, 0], rows: 34)
        == [
          " S_B[j,k,q] = b[q] + Σ W[u,v,p,q] × Y_A[j+u-1, k+v-1, p]",
          " cell j=3  k=2  map q=0",
          "",
          " from A (j,k,p)   value   weight   product   sum so far",
          " bias                                  .10          .10",
          " (2,1,0)             .3       .5       .15          .25",
          " (2,2,0)             .5      -.1      -.05          .20",
          " (2,3,0)             .5       .1       .05          .25",
          " (3,1,0)             .1      -.2      -.02          .23",
          " (3,2,0)             .9      -.1      -.09          .14",
          " (3,3,0)             .3      -.4      -.12          .02",
          " (4,1,0)             .5      -.3      -.15         -.13",
          " (4,2,0)             .9       .2       .18          .05",
          " (4,3,0)              x       .1         0          .05",
          " (2,1,1)              x       .4         0          .05",
          " (2,2,1)              x      -.3         0          .05",
          " (2,3,1)              x      -.5         0          .05",
          " (3,1,1)             .1       .1       .01          .06",
          " (3,2,1)             .3       .5       .15          .21",
          " (3,3,1)              x      -.1         0          .21",
          " (4,1,1)             .3       .2       .06          .27",
          " (4,2,1)             .1       .5       .05          .32",
          " (4,3,1)              x      -.4         0          .32",
          " S_B[3,2,0] = .32",
          "",
          " largest products",
          " (4,2,0)      .18              │████████████",
          " (2,1,0)      .15              │██████████  ",
          " (4,1,0)     -.15    ██████████│            ",
          " (3,2,1)      .15              │██████████  ",
        ])
  }

  /// As on the golden screen `rule1-A` at 200×60.
  @Test func `the running sum of a delta of A ends before the gate`() throws {
    let lines = try table(.delta, "c0", .delta, [0, 3, 2, 0], rows: 38)
    #expect(lines[0] == " δ_A[j,k,p] = ReLU'(S_A) × Σ W_B[u,v,p,q] × δ_B[j-u+1, k-v+1, q]")
    #expect(lines[3] == " from B (j,k,q)   delta   weight   product   sum so far")
    #expect(lines[4] == " (2,1,0)              x       .1         0            0")
    #expect(lines[5] == " (2,2,0)              0       .2         0            0")
    #expect(lines[7] == " (3,1,0)           .336      -.4    -.1346       -.1346")
    #expect(lines[21] == " (4,3,1)            .26      -.3    -.0781       -.4445")
    #expect(lines[22] == " sum ≈ -.4445")
    #expect(lines[23] == " gate: S_A[3,2,0] = .9 > 0")
    #expect(lines[24] == " δ_A[3,2,0] ≈ -.444")
  }

  @Test func `a short pane shows the largest terms and what is left`() throws {
    #expect(
      try table(.weightedSum, "d4", .weightedSum, [0, 0], rows: 8) == [
        " S_Y[c] = b[c] + Σ W_Y[c,i] × R[i]",
        "",
        " from R (i)       value   weight   product   sum so far",
        " bias                                 .200         .200",
        " (2)                .79      -.5     -.395        -.195",
        " (3)                .96       .3      .288         .093",
        " 14 more                              .822         .915",
        " S_Y[T] = .915",
      ])
  }

  /// As on the golden screens `sum-of-A` at 40×12 and 20×5.
  @Test func `narrow panes say the same in fewer words`() throws {
    let lesson = try RecordedCases.fourLayer()
    let cell = lesson.cell(.weightedSum, "c0", .weightedSum, [0, 3, 2, 0])
    func lines(_ columns: Int, _ rows: Int) -> [String] {
      lesson.pane.lines(
        for: cell, stop: lesson.timeline.stops[1], columns: columns, rows: rows
      ).map(\.text)
    }
    #expect(lines(40, 2) == ["S_A[3,2,0] = Σ W×X(2–4, 1–3) + b", "= .2 + .4 + .4 - .1 = .9"])
    #expect(lines(20, 3) == ["S_A[3,2,0] = .9", "= .2 + .4 + .4 - .1"])
    #expect(lines(20, 1) == ["S_A[3,2,0] = .9"])
    #expect(lines(10, 3) == ["S_A[3,2,0]", "= .9", "= 1 - .1"])
    #expect(lines(4, 3) == ["= .9"])
    #expect(lines(2, 3) == [".9"])
    #expect(lines(1, 3) == ["…"])
    #expect(lines(80, 1) == [" S_A[3,2,0] = 1 - .1 = .9"])
  }

  @Test func `the kernel can be shown as it is stored`() throws {
    let lesson = try RecordedCases.fourLayer()
    let lines = lesson.pane.lines(
      for: lesson.cell(.delta, "c0", .delta, [0, 3, 2, 0]), stop: lesson.timeline.stops[17],
      columns: 80, rows: 7, options: RuleOptions(storedKernel: true)
    ).map(\.text)
    #expect(lines[1].hasPrefix(" through sheet p=0 q=0, as stored "))
    #expect(lines[2].hasPrefix("       0×.5     0×-.1      0×.1 = 0 "))
    #expect(lines.last == " δ_A[3,2,0] = 1 × (-.123 - .321) ≈ -.444")
  }

  @Test func `ASCII spells what it has no sign for`() throws {
    let lesson = try RecordedCases.fourLayer()
    let lines = lesson.pane.lines(
      for: lesson.cell(.gradient, "c1", .weights, [0, 0, 0, 0]), stop: lesson.timeline.stops[16],
      columns: 80, rows: 7, options: RuleOptions(ascii: true)
    ).map(\.text)
    #expect(lines[0].hasPrefix(" gW_B[u,v,p,q] = sum d_B[j,k,q] * Y_A[j+u-1, k+v-1, p]"))
    #expect(lines.contains(" gW_B[0,0,0,0] = .1009 - .0347 - .1826 + .0427 + .3215 ~= .248"))
    #expect(lines.joined().utf8.allSatisfy { $0 < 0x80 })
  }
}
