import CCmark

/// A piece of a Markdown text, as plain words.
struct MarkdownBlock: Equatable, Sendable {
  enum Content: Equatable, Sendable {
    case heading(level: Int, String)
    case paragraph(String)
    case quote(String)
    /// What stands between `<!--` and `-->`.
    case comment(String)
    /// Something that lessons are not made of, by its name.
    case other(String)
  }

  /// Counts from 1.
  let line: Int
  let content: Content

  /// Reads CommonMark: emphasis, code and links become their words, line breaks spaces.
  static func parse(_ text: String) -> [MarkdownBlock] {
    // The parser works with C integers; a text that long is no lesson.
    let bytes = Array(text.utf8.prefix(1 << 24)).map { CChar(bitPattern: $0) }
    guard let document = cmark_parse_document(bytes, bytes.count, CMARK_OPT_DEFAULT) else {
      return []
    }
    defer { cmark_node_free(document) }
    var blocks: [MarkdownBlock] = []
    var next = cmark_node_first_child(document)
    while let node = next {
      blocks.append(
        MarkdownBlock(line: Int(cmark_node_get_start_line(node)), content: content(node)))
      next = cmark_node_next(node)
    }
    return blocks
  }

  private static func content(_ node: OpaquePointer) -> Content {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HTML_BLOCK:
      return comment(literal(node)) ?? .other("html_block")
    case CMARK_NODE_HEADING:
      let level = Int(cmark_node_get_heading_level(node))
      return text(node).map { .heading(level: level, $0) } ?? .other("html in a heading")
    case CMARK_NODE_PARAGRAPH:
      return text(node).map { .paragraph($0) } ?? .other("html in a paragraph")
    case CMARK_NODE_BLOCK_QUOTE:
      return text(node).map { .quote($0) } ?? .other("html in a quote")
    default:
      return .other(String(cString: cmark_node_get_type_string(node)))
    }
  }

  private static func comment(_ html: String) -> Content? {
    let text = html.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard text.hasPrefix("<!--"), text.hasSuffix("-->"), text.count >= 7 else { return nil }
    let inner = text.dropFirst(4).dropLast(3)
    guard !inner.contains("-->") else { return nil }
    return .comment(inner.split(separator: " ").joined(separator: " "))
  }

  /// The words of a node and all below it; nil when there is HTML among them.
  private static func text(_ node: OpaquePointer) -> String? {
    let iterator = cmark_iter_new(node)
    defer { cmark_iter_free(iterator) }
    var text = ""
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return text }
      guard event == CMARK_EVENT_ENTER, let child = cmark_iter_get_node(iterator) else { continue }
      switch cmark_node_get_type(child) {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE: text += literal(child)
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
      case CMARK_NODE_HTML_INLINE, CMARK_NODE_HTML_BLOCK: return nil
      // Paragraphs of a quote are one text.
      case CMARK_NODE_PARAGRAPH where !text.isEmpty: text += " "
      default: continue
      }
    }
  }

  private static func literal(_ node: OpaquePointer) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }
}
