import Testing

@testable import Engine

@Suite struct CSVTableTests {
  private func table(_ text: String, label: String? = nil) throws(FileError) -> CSVTable {
    try CSVTable(ByteStore(text.utf8), label: label, name: "x.csv")
  }

  @Test func `the label column is the last one, or the one that is named or numbered`() throws {
    let text = "x,kind,y\n1,b,2.5\n-3e1,a,4\n"
    let named = try table(text, label: "kind")
    #expect(named.numbers == [1, 2.5, -30, 4] && named.labels == ["b", "a"])
    #expect(named.featureCount == 2)
    #expect(try table(text, label: "2") == named)
    #expect(try table("5.1,3.5,setosa").labels == ["setosa"], "no header: it has numbers")
    #expect(try table("x,y\n1,2").numbers == [1])
  }

  static let broken: [(String, String?, String)] = [
    ("", nil, "x.csv: holds no rows"),
    ("a,b\n", nil, "x.csv: holds a header, but no rows"),
    ("1\n2\n", nil, "x.csv, line 1: one column only"),
    ("a,b\n1,2\n1,2,3\n", nil, "x.csv, line 3: 3 cells, but the first line has 2"),
    ("a,b\n1,2\n\nx1,2\n", nil, "x.csv, line 4: column 1 ('a'): 'x1' is no finite number"),
    ("1,2,3\n1,nan,3\n", nil, "x.csv, line 2: column 2: 'nan' is no finite number"),
    ("1,2,3\n1,1e999,3\n", nil, "'1e999' is no finite number"),
    ("1,2,3\n1,,3\n", nil, "'' is no finite number"),
    ("a,b\n1,2\n", "c", "there is no column 'c'; known are a, b"),
    ("1,2\n", "3", "there is no column '3'; it has the columns 1 to 2"),
    ("1,2\n", "0", "there is no column '0'"),
  ]

  @Test(arguments: broken)
  func `what is wrong is told with its place`(text: String, label: String?, fragment: String) {
    let error = #expect(throws: FileError.self) { try table(text, label: label) }
    #expect(error?.description.contains(fragment) == true, "\(error?.description ?? "")")
  }
}
