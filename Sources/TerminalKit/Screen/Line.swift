/// A piece of text in one style.
package struct Span: Equatable, Sendable {
  package var text: String
  package var style: Style
  /// What a click on the stretch means; of no account when pictures are compared.
  package var link: (any Sendable)?

  package init(_ text: String, _ style: Style = .plain, link: (any Sendable)? = nil) {
    self.text = text
    self.style = style
    self.link = link
  }

  package static func == (left: Span, right: Span) -> Bool {
    left.text == right.text && left.style == right.style
  }
}

/// One line of styled text, before it has a place on a screen.
package struct Line: Equatable, Sendable {
  package var spans: [Span]

  package init(_ spans: [Span]) { self.spans = spans }
  package init(_ text: String = "", _ style: Style = .plain) { spans = [Span(text, style)] }

  /// The characters alone: plain output and tests read these.
  package var text: String { spans.map(\.text).joined() }
  /// Cells the line takes, every character having width 1.
  package var width: Int { spans.reduce(0) { $0 + $1.text.count } }

  /// The same with blanks behind it up to a width.
  package func padded(to width: Int) -> Line {
    self.width >= width ? self : self + Line(String(repeating: " ", count: width - self.width))
  }

  /// The same with links of another kind.
  package func mapLinks(_ change: (any Sendable) -> (any Sendable)?) -> Line {
    Line(spans.map { Span($0.text, $0.style, link: $0.link.flatMap(change)) })
  }

  package static func + (left: Line, right: Line) -> Line { Line(left.spans + right.spans) }
  package static func += (left: inout Line, right: Line) { left.spans += right.spans }
}

extension Line: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(value) }
}

extension Screen {
  /// Writes a line; cut at the right edge, or after `limit` cells.
  package mutating func put(_ line: Line, row: Int, column: Int, limit: Int? = nil) {
    var at = column
    for span in line.spans {
      let rest = limit.map { $0 - (at - column) }
      if let rest, rest <= 0 { return }
      put(span.text, row: row, column: at, style: span.style, limit: rest)
      let width = glyphs.spell(span.text).count
      if let link = span.link {
        self.link(Rect(row: row, column: at, columns: min(width, rest ?? width), rows: 1), to: link)
      }
      at += width
    }
  }
}
