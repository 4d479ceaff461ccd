import Foundation

/// A table whose rows hold numbers and an answer: one CSV file, or a directory with `train.csv` and `test.csv`.
///
/// Whole numbers from 0 to 65535 are classes, other numbers are values, anything else is taken as names of classes.
/// The numbers are not scaled.
public struct CSVData: DataSource {
  private let whole: Dataset
  private let division: RowDivision

  /// - Parameters:
  ///   - path: of the file or directory.
  ///   - label: the column with the answers, by name or by number from 1; the last one when nil.
  ///   - seed: how a single file is divided.
  /// - Throws: `FileError` with line and column of what is wrong.
  public init(_ path: String, label: String?, seed: UInt32) throws(FileError) {
    let isDirectory = FileAccess.isDirectory(path)
    let training = try CSVTable(
      contentsOf: isDirectory ? path + "/train.csv" : path, label: label)
    let testPath = path + "/test.csv"
    let test =
      isDirectory && FileAccess.exists(testPath)
      ? try CSVTable(contentsOf: testPath, label: label) : nil
    if let test, test.featureCount != training.featureCount {
      throw FileError(
        file: testPath,
        reason: "\(test.featureCount) numbers per row, but \(training.featureCount) in train.csv")
    }
    let count = training.labels.count
    guard test != nil || count > 1 else {
      throw FileError(file: path, reason: "one row only; two parts need two")
    }
    division =
      test.map { RowDivision(training: count, test: $0.labels.count) }
      ?? RowDivision(count: count, seed: seed)
    whole = Self.dataset(
      numbers: training.numbers + (test?.numbers ?? []),
      labels: training.labels + (test?.labels ?? []), featureCount: training.featureCount)
  }

  public func part(_ part: DataPart) throws(FileError) -> Dataset {
    whole.selecting(division.rows(of: part))
  }

  private static func dataset(numbers: [Float], labels: [String], featureCount: Int) -> Dataset {
    let inputs = Samples(Tensor(shape: [labels.count, featureCount], elements: numbers))
    let whole = labels.compactMap { label in Int(label).flatMap { 0..<1 << 16 ~= $0 ? $0 : nil } }
    if whole.count == labels.count {
      return Dataset(samples: inputs, classes: whole, classCount: (whole.max() ?? 0) + 1)
    }
    let values = labels.compactMap { label in Float(label).flatMap { $0.isFinite ? $0 : nil } }
    if values.count == labels.count {
      return Dataset(samples: inputs, values: Tensor(shape: [labels.count, 1], elements: values))
    }
    let names = Set(labels).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    return Dataset(
      samples: inputs, classes: labels.map { numbers[$0] ?? 0 }, classCount: names.count,
      classNames: names)
  }
}
