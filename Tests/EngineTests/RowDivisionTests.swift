import Testing

@testable import Engine

@Suite struct RowDivisionTests {
  @Test func `a fifth is for the test, chosen by NumPy's permutation`() {
    // numpy.random.RandomState(0).permutation(10) is 2 8 4 9 1 6 7 3 0 5.
    let division = RowDivision(count: 10, seed: 0)
    #expect(division.training == [2, 8, 4, 9, 1, 6, 7, 3])
    #expect(division.test == [0, 5])
    #expect(RowDivision(count: 10, seed: 1) != division)
  }

  @Test func `the smallest set has one row each`() {
    let division = RowDivision(count: 2, seed: 3)
    #expect(Set(division.training + division.test) == [0, 1] && division.test.count == 1)
  }

  @Test func `two files follow each other`() {
    let division = RowDivision(training: 2, test: 1)
    #expect(division.rows(of: .training) == [0, 1] && division.rows(of: .test) == [2])
  }
}
