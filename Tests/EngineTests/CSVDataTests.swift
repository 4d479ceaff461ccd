import Engine
import Foundation
import TestSupport
import Testing

@Suite struct CSVDataTests {
  private func answers(_ column: [String]) throws -> (Dataset, TemporaryDirectory) {
    let directory = try TemporaryDirectory()
    let text = column.enumerated().map { "\($0),\(2 * $0),\($1)\n" }.joined()
    try directory.write(Data(text.utf8), to: "train.csv")
    try directory.write(Data("7,8,\(column[0])\n".utf8), to: "test.csv")
    return (try CSVData(directory.path, label: nil, seed: 0).part(.training), directory)
  }

  @Test func `whole numbers are classes, others values, texts names`() throws {
    let (classes, directory) = try answers(["0", "4", "1"])
    #expect(classes.answers == .classes([0, 4, 1], count: 5))
    #expect(classes.inputs == Tensor(shape: [3, 2], elements: [0, 0, 1, 2, 2, 4]))
    let test = try CSVData(directory.path, label: nil, seed: 0).part(.test)
    #expect(test.inputs.elements == [7, 8] && test.answers == .classes([0], count: 5))
    let (values, _) = try answers(["0.5", "-4", "1"])
    #expect(values.answers == .values(Tensor(shape: [3, 1], elements: [0.5, -4, 1])))
    let (named, _) = try answers(["no", "yes", "no"])
    #expect(named.answers == .classes([0, 1, 0], count: 2))
    #expect(named.classNames == ["no", "yes"])
  }

  @Test func `one file is divided by the seed`() throws {
    let directory = try TemporaryDirectory()
    let text = (0..<10).map { "\($0),\($0 % 2)\n" }.joined()
    try directory.write(Data(text.utf8), to: "x.csv")
    let data = try CSVData(directory.path("x.csv"), label: nil, seed: 0)
    #expect(try data.part(.test).inputs.elements == [0, 5])
    #expect(try data.part(.training).count == 8)
  }

  @Test func `parts that do not fit are named`() throws {
    let (_, directory) = try answers(["0", "1"])
    try directory.write(Data("1,0\n".utf8), to: "test.csv")
    let error = #expect(throws: FileError.self) {
      try CSVData(directory.path, label: nil, seed: 0)
    }
    #expect(error?.reason == "1 numbers per row, but 2 in train.csv")
    try directory.write(Data("1,0\n".utf8), to: "x.csv")
    #expect(throws: FileError.self) {
      try CSVData(directory.path("x.csv"), label: nil, seed: 0)
    }
  }
}
