import Testing

@testable import TerminalKit

@Suite struct TextWrapTests {
  @Test func `lines break at spaces and never exceed the width`() {
    let text = "Each kernel of A slides over X: multiply 3×3 neighbours by 3×3 weights."
    for width in 1...80 {
      let lines = TextWrap.lines(text, width: width)
      #expect(lines.allSatisfy { !$0.isEmpty && $0.count <= width })
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    }
    #expect(TextWrap.lines("one two three", width: 7) == ["one two", "three"])
  }

  @Test func `words longer than a line are cut`() {
    #expect(TextWrap.lines("a backpropagation b", width: 6) == ["a", "backpr", "opagat", "ion b"])
  }

  @Test func `the lines after the first can be indented`() {
    #expect(TextWrap.lines("one two three", width: 7, indent: 2) == ["one two", "  three"])
    #expect(TextWrap.lines("one two", width: 2, indent: 5) == ["on", "e", "tw", "o"])
  }

  @Test func `white space alone makes no line`() {
    #expect(TextWrap.lines(" \n ", width: 10).isEmpty)
    #expect(TextWrap.lines("a", width: 0) == ["a"])
  }
}
