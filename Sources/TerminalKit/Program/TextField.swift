/// A line of text that the reader types.
package struct TextField: Equatable, Sendable {
  package enum Outcome: Equatable, Sendable { case typing, finished, cancelled }

  /// The most characters of the line.
  package static let limit = 200

  package var text: String

  package init(text: String = "") { self.text = text }

  package mutating func receive(_ key: Key) -> Outcome {
    switch key {
    case .escape: return .cancelled
    case .enter: return .finished
    case .backspace: text = String(text.dropLast())
    case .control("u"): text = ""
    case .character(let character): insert(String(character))
    default: break
    }
    return .typing
  }

  /// Takes what was pasted as if it were typed, but for line ends and other controls: only Enter
  /// on the keyboard finishes a line.
  package mutating func insert(_ pasted: String) {
    let typed = pasted.filter { character in
      character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
    text = String((text + typed).prefix(Self.limit))
  }

  /// The text without the blanks around it.
  package var trimmed: String {
    let start = text.drop { $0.isWhitespace }
    return String(String(start.reversed().drop { $0.isWhitespace }.reversed()))
  }
}
