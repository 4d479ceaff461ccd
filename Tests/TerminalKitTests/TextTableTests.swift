import Testing

@testable import TerminalKit

@Suite struct TextTableTests {
  private var table: TextTable {
    var table = TextTable([.init("id"), .init("n", .right), .init("structure")])
    table.rows = [["a", "1,000", "F();D(8,r);D(40,sm);"], ["bcd", "7", "M(2);"]]
    return table
  }

  @Test func `columns are as wide as their widest cell`() {
    #expect(
      table.lines(width: nil) == [
        "id       n  structure", "a    1,000  F();D(8,r);D(40,sm);", "bcd      7  M(2);",
      ])
  }

  @Test func `the last column is wrapped behind semicolons`() {
    #expect(
      table.lines(width: 24) == [
        "id       n  structure", "a    1,000  F();D(8,r);", "            D(40,sm);",
        "bcd      7  M(2);",
      ])
    #expect(TextTable.wrapped("some words here", width: 10) == ["some words", "here"])
  }
}
