import Testing

@testable import Tutor

@Suite struct MarkdownBlocksTests {
  @Test func `blocks come as plain words with their lines`() {
    let blocks = MarkdownBlock.parse(
      """
      # Title

      ## A *section*
      Some **bold** `code` and
      a [link](https://example.org).

      <!-- step: sum c0 -->
      Next to the comment.

      > A question?
      """)
    #expect(
      blocks == [
        MarkdownBlock(line: 1, content: .heading(level: 1, "Title")),
        MarkdownBlock(line: 3, content: .heading(level: 2, "A section")),
        MarkdownBlock(line: 4, content: .paragraph("Some bold code and a link.")),
        MarkdownBlock(line: 7, content: .comment("step: sum c0")),
        MarkdownBlock(line: 8, content: .paragraph("Next to the comment.")),
        MarkdownBlock(line: 10, content: .quote("A question?")),
      ])
  }

  @Test func `a comment may take several lines`() {
    let blocks = MarkdownBlock.parse("<!-- answer: one\ntwo -->\n")
    #expect(blocks.map(\.content) == [.comment("answer: one two")])
  }

  @Test func `what lessons are not made of goes by its name`() {
    let blocks = MarkdownBlock.parse("- item\n\n---\n\n<b>bold</b>\n\n<div>\n</div>\n")
    #expect(
      blocks.map(\.content) == [
        .other("list"), .other("thematic_break"), .other("html in a paragraph"),
        .other("html_block"),
      ])
  }

  @Test func `deep nesting does no harm`() {
    let deep = String(repeating: "> ", count: 20_000) + "text"
    #expect(MarkdownBlock.parse(deep).count == 1)
    #expect(MarkdownBlock.parse("").isEmpty)
  }
}
