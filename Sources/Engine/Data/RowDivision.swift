/// Which rows are the training part and which the test part, where the files do not say.
struct RowDivision: Equatable, Sendable {
  let training: [Int]
  let test: [Int]

  /// A fifth of the rows, at least one, is the test part; NumPy's `permutation` with that seed decides which.
  ///
  /// - Parameters:
  ///   - count: two rows or more.
  ///   - seed: of the permutation.
  init(count: Int, seed: UInt32) {
    var random = RandomSource(seed: seed)
    let rows = random.permutation(count)
    let learned = count - max(count / 5, 1)
    training = Array(rows[..<learned])
    test = Array(rows[learned...])
  }

  /// The rows of two files, those of the second counted on from the first.
  init(training: Int, test: Int) {
    self.training = Array(0..<training)
    self.test = Array(training..<training + test)
  }

  func rows(of part: DataPart) -> [Int] { part == .training ? training : test }
}
