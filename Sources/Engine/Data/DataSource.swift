/// The samples a network learns from, and those it is measured on.
public enum DataPart: String, CaseIterable, Sendable {
  case training, test
}

/// Where a data set comes from. Each part is read only when it is asked for, and only its files are opened.
public protocol DataSource: Sendable {
  /// One part, scaled by the same numbers as the other part.
  ///
  /// - Throws: `FileError` naming the file that is missing, broken or does not fit the others.
  func part(_ part: DataPart) throws(FileError) -> Dataset
}

/// The orders in which rows are taken.
public enum RowOrder: Equatable, Sendable {
  /// In the order of the files.
  case stored
  /// The paper's code: training rows class by class and then permuted with this seed, test rows class by class.
  case paper(seed: UInt32)

  /// - Parameters:
  ///   - classes: of the rows as stored.
  ///   - part: which part they are.
  /// - Returns: rows as stored, in this order.
  func rows(of classes: [Int], part: DataPart) -> [Int] {
    guard case .paper(let seed) = self else { return Array(classes.indices) }
    // Stable: within a class the rows keep the order of the file.
    let sorted = classes.indices.sorted { (classes[$0], $0) < (classes[$1], $1) }
    guard part == .training else { return sorted }
    var random = RandomSource(seed: seed)
    return random.permutation(sorted.count).map { sorted[$0] }
  }
}
