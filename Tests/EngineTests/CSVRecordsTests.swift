import Testing

@testable import Engine

@Suite struct CSVRecordsTests {
  private func cells(_ text: String) throws -> [[String]] {
    try ByteStore(text.utf8).withBytes { bytes in
      var records = CSVRecords(bytes, name: "x.csv")
      var all: [[String]] = []
      while let record = try records.record() { all.append(record.cells) }
      return all
    }
  }

  /// The examples of RFC 4180, section 2.
  @Test func `line ends, quotes and doubled quotes`() throws {
    let table = [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]
    #expect(try cells("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n") == table)
    #expect(try cells("aaa,bbb,ccc\nzzz,yyy,xxx") == table)
    #expect(try cells("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx") == table)
    #expect(try cells("\"aaa\",\"b\r\nbb\",\"ccc\"\r\n")[0] == ["aaa", "b\r\nbb", "ccc"])
    #expect(try cells("\"aaa\",\"b\"\"bb\",\"c,cc\"") == [["aaa", "b\"bb", "c,cc"]])
  }

  @Test func `separators, space, empty cells and empty lines`() throws {
    #expect(try cells("1; 2 ;3,5\n\n;;\n") == [["1", "2", "3,5"], ["", "", ""]])
    #expect(try cells("1\t2\n3\t4") == [["1", "2"], ["3", "4"]])
    #expect(try cells("\u{feff}a,b") == [["a", "b"]])
    #expect(try cells("").isEmpty)
    #expect(try cells("a,") == [["a", ""]])
  }

  @Test func `lines are counted through quotes`() throws {
    try ByteStore("a,\"\n\n\"\nb,c".utf8).withBytes { (bytes) throws in
      var records = CSVRecords(bytes, name: "x.csv")
      #expect(try records.record()?.line == 1)
      #expect(try records.record()?.line == 4)
    }
    let error = #expect(throws: FileError.self) { try cells("a,b\n1,\"2\n3") }
    #expect(error?.description == "x.csv, line 2: a quote is opened, but never closed")
  }
}
