import Engine
import Testing
import Tracer

@testable import Tutor

/// The rule of every step of the four-layer lesson at 80×7, at the cells of the golden screens.
///
/// The golden screens with these names show the same cells on the whole screen.
@Suite struct RuleLessonTests {
  private func expect(
    _ lesson: RecordedCase, step: Int, _ cell: CellAddress?, heading: String, lines: [String]
  ) {
    let stop = lesson.timeline.stops[step - 1]
    #expect(lesson.pane.heading(for: stop).forms.first == heading)
    let printed = lesson.pane.lines(for: cell, stop: stop, columns: 80, rows: 7).map(\.text)
    #expect(printed == lines)
  }

  /// As on the golden screen `sum-of-A`.
  @Test func `one cell inspected`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 2, lesson.cell(.weightedSum, "c0", .weightedSum, [0, 3, 2, 0]),
      heading: "rule   weighted sum: one window, one kernel, one bias",
      lines: [
        " S_A[j,k,q] = b[q] + Σ W[u,v,p,q] × X[j+u-1, k+v-1, p]    cell j=3  k=2  map q=0",
        "                    0×-.4      0×0    .5×.4   row sum .2",
        " window × kernel    0×-.4      0×0     1×.4   row sum .4",
        "                    0×-.4     .5×0     1×.4   row sum .4",
        " sum of the window .2 + .4 + .4 = 1     bias -.1",
        " S_A[3,2,0] = 1 - .1 = .9",
        " next step: ReLU. .9 > 0, so the cell stays on and Y_A[3,2,0] = .9",
      ])
  }

  /// As on the golden screen `sum-of-B`.
  @Test func `a cell fed by two maps`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 4, lesson.cell(.weightedSum, "c1", .weightedSum, [0, 3, 2, 0]),
      heading: "rule   weighted sum: the same window in both maps",
      lines: [
        " S_B[j,k,q] = b[q] + Σ W[u,v,p,q] × Y_A[j+u-1, k+v-1, p]    cell (3,2), q=0",
        " from map p=0                            from map p=1",
        "     .3×.5   .5×-.1    .5×.1 = .15            0×.4    0×-.3    0×-.5 = 0",
        "    .1×-.2   .9×-.1   .3×-.4 = -.23          .1×.1    .3×.5    0×-.1 = .16",
        "    .5×-.3    .9×.2     0×.1 = .03           .3×.2    .1×.5    0×-.4 = .11",
        " sum -.05                                sum .27",
        " S_B[3,2,0] = -.05 + .27 + bias .1 = .32",
      ])
  }

  /// As on the golden screen `pooling`.
  @Test func `max pooling with its winners`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 6, lesson.cell(.weightedSum, "m2", .weightedSum, [0, 1, 1, 0]),
      heading: "rule   the largest of four, and its address",
      lines: [
        " P[j,k,p] = max of Y_B[2j+a, 2k+b, p], a, b in 0…1    cell j=1  k=1  map p=0",
        " the window, rows 2–3, columns 2–3 of map 0:",
        "       .03     x",
        "       .32     x   largest .32, at (1,0) of the window, (3,2) of the map",
        " P[1,1,0] = .32       kept for the way back: the address (3,2)",
        " Two windows are all off: P[2,0,0] and P[2,2,1] are x. By convention the",
        " first place of such a window counts as its winner; it will not matter.",
      ])
  }

  /// As on the golden screen `softmax`.
  @Test func `scores`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 8, lesson.cell(.weightedSum, "d4", .weightedSum, [0, 0]),
      heading: "rule   weighted sum of 18",
      lines: [
        " S_Y[c] = b[c] + Σ W_Y[c,i] × R[i]    c=0, class T",
        " products of map 0 add to -.117, of map 1 to .832, bias .2",
        " i=2: .79×-.5 = -.395   i=3: .96×.3 = .288     i=1: .79×.3 = .237",
        " i=5: .79×.3 = .237     i=4: .67×.3 = .201     i=8: .32×-.5 = -.16",
        " i=9: .33×.4 = .132     i=16: .25×.5 = .125    i=14: .49×.2 = .098",
        " and 7 more add -.048",
        " S_Y[T] = -.117 + .832 + bias .2 = .915",
      ])
  }

  /// As on the golden screen `softmax`.
  @Test func `shares`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 9, lesson.cell(.activation, "d4", .output, [0, 0]),
      heading: "rule   weighted sum of 18, then softmax",
      lines: [
        " Y[c] = e^S_Y[c] / Σ e^S_Y[m]    c=0, class T",
        " S_Y[T] = -.117 + .832 + bias .2 = .915",
        " e^.915 ≈ 2.497     e^.263 ≈ 1.301     e^.378 ≈ 1.459     sum ≈ 5.257",
        " Y[T] = 2.497 / 5.257 ≈ .475",
        " The network says T with 47 %, 7 gets 28 %, L gets 25 %.",
      ])
  }

  /// As on the golden screen `loss`.
  @Test func `the loss`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 10, lesson.cell(.loss, nil, .loss, [0]),
      heading: "rule   how far the output is from the target",
      lines: [
        " loss = - Σ target[c] × ln Y[c]",
        " loss = - ln .2776 ≈ 1.2816",
        " only c = 7 has a target that is not 0",
        " The loss is 0 when the right class gets the whole share of 1.",
      ])
  }

  /// As on the golden screen `loss`.
  @Test func `the initial error`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 11, lesson.cell(.initialError, "d4", .initialError, [0, 2]),
      heading: "rule   E = ∂loss/∂Y",
      lines: [
        " E[c] = ∂loss/∂Y[c] = - target[c] / Y[c]    c=2, class 7",
        " loss = - Σ target[c] × ln Y[c]          only c = 7 has a target that is not 0",
        " loss = - ln .2776 ≈ 1.2816",
        "",
        " E[7] = -1 / .2776 ≈ -3.602",
        " If the share of 7 rose by .01, the loss would fall by about .036.",
      ])
  }

  /// As on the golden screen `rule1-Y`.
  @Test func `Rule 1 at Y`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 12, lesson.cell(.delta, "d4", .delta, [0, 0]),
      heading: "rule 1   δ_Y = softmax derivative × E",
      lines: [
        " δ_Y[c] = Σ E[m] × Y[m] × ((1 if m = c, else 0) - Y[c])    c=0, class T",
        " only m = 7 counts:  δ_Y[T] = (-3.602) × .278 × (0 - .475)",
        " -3.602 × .278 = -1 exactly, since E[7] = -1 / Y[7]",
        " δ_Y[T] = -1 × (0 - .475) ≈ .475",
        "",
        " in short δ_Y = Y - target:  T .475 - 0   L .247 - 0   7 .278 - 1 ≈ -.722",
      ])
  }

  /// As on the golden screen `rule2-Y`.
  @Test func `Rule 2 at Y`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 13, lesson.cell(.gradient, "d4", .weights, [2, 8]),
      heading: "rule 2   ∂W = δ × input",
      lines: [
        " ∂W_Y[c,i] = δ_Y[c] × R[i]    ∂b_Y[c] = δ_Y[c]    weight i=8 of c=2, class 7",
        " weight from P[1,1,0] to class 7:  i = 6×1 + 2×1 + 0 = 8",
        " ∂W_Y[7,8] = -.722 × .32 ≈ -.231",
        " the weight is -.1; its gradient is negative, so it will rise",
        "",
        " For T and L the same 18 numbers are multiplied by .475 and by .247.",
      ])
  }

  /// As on the golden screen `rule1-P`.
  @Test func `Rule 1 at P, through R`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 14, lesson.cell(.delta, "m2", .delta, [0, 1, 1, 0]),
      heading: "rule 1   back through the dense weights and through R",
      lines: [
        " δ_P[j,k,p] = Σ δ_Y[c] × W_Y[c,i],  i = 6j + 2k + p    cell j=1  k=1  map p=0",
        " from T     .475 ×   -.5 ≈ -.237",
        " from L     .247 ×    .2 ≈  .049",
        " from 7    -.722 ×   -.1 ≈  .072",
        " δ_P[1,1,0] = -.237 + .049 + .072 ≈ -.116",
        " P has no activation: its derivative is 1",
        " negative: a larger P[1,1,0] would lower the loss",
      ])
  }

  /// As on the golden screen `rule2-P-skipped`.
  @Test func `Rule 2 not computed at P`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 15, nil, heading: "rule 2   not computed",
      lines: [
        " Rule 2: not computed, because P has no tunable parameters.",
        "",
        " Rule 2 asks: how does the loss change with my own weights? P has none:",
        " it only chooses. R was passed over for the same reason.",
        "",
        " P still matters for Rule 1: its 18 addresses steer the next step.",
      ])
  }

  /// As on the golden screen `rule1-B`.
  @Test func `Rule 1 at B`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 16, lesson.cell(.delta, "c1", .delta, [0, 3, 2, 0]),
      heading: "rule 1   to the winner, through the gate of ReLU",
      lines: [
        " δ_B[j,k,p] = ReLU'(S_B) × (δ_P of the window if (j,k) won it, else 0)",
        " cell (3,2)  won window (1,1)     gate S = .32 > 0: open",
        " δ_B[3,2,0] = 1 × (-.116) ≈ -.116",
        " cell (2,2)  on, S = .03, but did not win window (1,1): 0",
        " cell (4,0)  first of an all-off window, S = -.12: gate shut, -.223 is lost",
        " 16 of 72 cells of B carry a delta: 8 in map 0, 8 in map 1.",
      ])
  }

  /// As on the golden screen `rule2-B`.
  @Test func `Rule 2 at B`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 17, lesson.cell(.gradient, "c1", .weights, [0, 0, 0, 0]),
      heading: "rule 2   one weight: sum over all places where it was used",
      lines: [
        " ∂W_B[u,v,p,q] = Σ δ_B[j,k,q] × Y_A[j+u-1, k+v-1, p]    weight u=0 v=0 p=0 q=0",
        " (0,1) .076×out    (0,3) -.433×out   (0,4) .072×out    (3,1) .336×.3",
        " (3,2) -.116×.3    (3,4) -.365×.5    (4,4) .142×.3     (5,3) .357×.9",
        "",
        " ∂W_B[0,0,0,0] = .1009 - .0347 - .1826 + .0427 + .3215 ≈ .248",
        " every (j,k) pairs δ_B there with Y_A one row up and one column left",
        " ∂b_B[0] = sum of all δ_B of map 0 ≈ .07",
      ])
  }

  /// As on the golden screen `rule1-A`.
  @Test func `Rule 1 at A`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 18, lesson.cell(.delta, "c0", .delta, [0, 3, 2, 0]),
      heading: "rule 1   the window of deltas times the kernels turned by half a turn",
      lines: [
        " δ_A[j,k,p] = ReLU'(S_A) × Σ W_B[u,v,p,q] × δ_B[j-u+1, k-v+1, q]    (3,2,0)",
        " through sheet p=0 q=0, turned           through sheet p=0 q=1, turned",
        "       0×.1      0×.2     0×-.3 = 0       -.524×.5    0×-.3  .188×.1 ≈ -.243",
        "   .336×-.4 -.116×-.1     0×-.2 ≈ -.123       0×.1    0×-.3     0×.5 = 0",
        "       0×.1     0×-.1      0×.5 = 0          0×-.3    0×-.2  .26×-.3 ≈ -.078",
        " sum -.123                               sum -.321    gate: S_A[3,2,0] = .9 > 0",
        " δ_A[3,2,0] = 1 × (-.123 - .321) ≈ -.444",
      ])
  }

  /// docs/screens.md, the order of steps.
  @Test func `no Rule 1 below A`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 20, nil, heading: "rule 1   not computed",
      lines: [
        " Rule 1: not computed, because A is the first layer.",
        "",
        " Below A lies only the input X, which is not ours to change:",
        " no delta is computed for it.",
      ])
  }

  /// docs/screens.md, the order of steps.
  @Test func `nothing to correct at R and P`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 22, nil, heading: "rule   nothing to correct",
      lines: [
        " No correction, because R, P have no parameters.",
        "",
        " Corrections change weights and biases; here there are none.",
      ])
  }

  /// As on the golden screen `correction-B`.
  @Test func `correction`() throws {
    let lesson = try RecordedCases.fourLayer()
    expect(
      lesson, step: 23, lesson.cell(.parameters, "c1", .weights, [0, 0, 0, 0]),
      heading: "rule   new = old - learning rate × gradient",
      lines: [
        " W ← W - η × ∂W      η = .1    weight u=0 v=0 p=0 q=0",
        " W_B[0,0,0,0] = .5 - .1 × .2479 ≈ .4752",
        " the step is -.0248: it falls",
        " foretold by the gradients of all 115: loss falls by .1 × Σ ∂² ≈ .665",
        " Y done (57)   B now (38)   A next (20)   R, P nothing to correct",
      ])
  }
}
