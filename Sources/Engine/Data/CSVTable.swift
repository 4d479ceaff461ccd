import Foundation

/// A CSV file with numbers in all columns but one, which holds the answers.
///
/// The first line is a header when none of its cells is a number.
struct CSVTable: Equatable, Sendable {
  /// `[rows, features]`, row-major.
  private(set) var numbers: [Float] = []
  /// The answer of each row as the file has it.
  private(set) var labels: [String] = []
  let featureCount: Int

  /// - Parameters:
  ///   - path: of the file, plain or gzipped.
  ///   - label: the column with the answers, by name or by number from 1; the last one when nil.
  /// - Throws: `FileError` with the line and column of a cell that is no number.
  init(contentsOf path: String, label: String?) throws(FileError) {
    try self.init(try .content(of: path), label: label, name: path)
  }

  init(_ bytes: ByteStore, label: String?, name: String) throws(FileError) {
    self = try bytes.withBytes { (bytes) throws(FileError) in
      try CSVTable(CSVRecords(bytes, name: name), label: label, name: name)
    }
  }

  private init(_ records: CSVRecords, label: String?, name: String) throws(FileError) {
    var records = records
    guard let first = try records.record() else {
      throw FileError(file: name, reason: "holds no rows")
    }
    let width = first.cells.count
    guard width > 1 else {
      throw FileError(
        file: name, line: first.line,
        reason: "one column only; an answer and at least one number are wanted, with commas between"
      )
    }
    let header = first.cells.contains { Float($0) != nil } ? nil : first.cells
    let answers = try Self.column(label, header: header, width: width, name: name)
    featureCount = width - 1
    var record = header == nil ? first : try records.record()
    while let row = record {
      guard row.cells.count == width else {
        throw FileError(
          file: name, line: row.line,
          reason: "\(row.cells.count) cells, but the first line has \(width)")
      }
      for (column, cell) in row.cells.enumerated() {
        guard column != answers else {
          labels.append(cell)
          continue
        }
        guard let number = Float(cell), number.isFinite else {
          let title = header.map { " ('\(Self.shown($0[column]))')" } ?? ""
          throw FileError(
            file: name, line: row.line,
            reason: "column \(column + 1)\(title): '\(Self.shown(cell))' is no finite number; "
              + "correct it or leave the column out")
        }
        numbers.append(number)
      }
      record = try records.record()
    }
    guard !labels.isEmpty else {
      throw FileError(file: name, reason: "holds a header, but no rows")
    }
  }

  /// The text of a cell, shortened so that an error can quote it.
  private static func shown(_ cell: String) -> String {
    String(cell.prefix(40).map { $0.isNewline || $0 == "\0" ? " " : $0 })
  }

  private static func column(
    _ label: String?, header: [String]?, width: Int, name: String
  ) throws(FileError) -> Int {
    guard let label else { return width - 1 }
    if let column = header?.firstIndex(of: label) { return column }
    if let number = Int(label), (1...width).contains(number) { return number - 1 }
    let known = header.map { "known are " + $0.prefix(20).map(shown).joined(separator: ", ") }
    throw FileError(
      file: name,
      reason: "there is no column '\(label)'; " + (known ?? "it has the columns 1 to \(width)"))
  }
}
