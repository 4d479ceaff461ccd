import Testing

@testable import TerminalKit
@testable import Tutor

@Suite struct CheckPaneTests {
  private let figures = CheckFigures(
    name: "W_B[0,0,0,0]", rule: "Rule 2", value: 0.5, h: 0.001, lossPlus: 1.281801756,
    lossMinus: 1.281306055, numeric: 0.2478505, analytic: 0.2478505, relativeError: 6.3e-10)

  private func text(_ figures: CheckFigures, _ columns: Int, _ rows: Int) -> [String] {
    CheckPane.lines(for: figures, columns: columns, rows: rows).map(\.text)
  }

  /// As on the golden screen `check`.
  @Test func `both slopes stand one below the other`() {
    #expect(
      text(figures, 80, 7) == [
        " ∂loss/∂w ≈ ( loss(w + h) - loss(w - h) ) / 2h      w = W_B[0,0,0,0]",
        " loss(.501) = 1.281801756",
        " loss(.499) = 1.281306055",
        " difference = .000495701   / .002  = .2478505",
        " Rule 2 says                         .2478505",
        " relative error 6.3e-10     no winner and no gate changed: valid",
      ])
  }

  @Test func `a kink and a difference are told from agreement`() {
    var kinked = figures
    kinked.kink = "the ReLU of B at [3,5,1] opens"
    #expect(
      text(kinked, 80, 6).last
        == " kink: the ReLU of B at [3,5,1] opens; the two need not agree")
    var wrong = figures
    wrong.relativeError = 0.2
    #expect(
      text(wrong, 80, 6).last
        == " relative error 2e-1     no winner and no gate changed: they disagree")
  }

  @Test func `the verdict stays longest`() {
    #expect(
      text(figures, 80, 1) == [" relative error 6.3e-10     no winner and no gate changed: valid"])
    #expect(text(figures, 20, 2) == ["Rule 2 says .2478505", "valid"])
    #expect(text(figures, 3, 2) == ["…"])
    #expect(text(figures, 80, 0) == [])
  }

  @Test func `every room is kept, also without numbers`() {
    var odd = figures
    (odd.numeric, odd.analytic, odd.lossPlus, odd.relativeError) = (.nan, .infinity, 1e30, .nan)
    for columns in 0...90 {
      for rows in 0...8 {
        for glyphs in [Glyphs.unicode, .ascii] {
          let lines = CheckPane.lines(for: odd, columns: columns, rows: rows, glyphs: glyphs)
          #expect(lines.count <= rows)
          #expect(lines.allSatisfy { $0.width <= columns })
        }
      }
    }
    #expect(text(odd, 80, 7).last?.hasSuffix("they disagree") == true)
  }
}
