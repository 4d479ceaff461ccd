import Foundation

/// The characters a terminal can show: all of width 1, or ASCII alone where the locale is not UTF-8.
package enum Glyphs: Sendable {
  case unicode
  case ascii

  /// Text as it can be shown, which in ASCII may be longer: `Σ` becomes `sum`.
  package func spell(_ text: String) -> String {
    guard self == .ascii, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    var spelled = ""
    for character in text {
      if let word = Glyphs.words[character] {
        spelled += word
      } else {
        spelled.append(cell(character))
      }
    }
    return spelled
  }

  /// One character as it can be shown in one cell.
  package func cell(_ character: Character) -> Character {
    if let ascii = character.asciiValue, character.utf8.count == 1 {
      guard character != "\t" else { return " " }
      return (0x20..<0x7f).contains(ascii) ? character : "?"
    }
    switch self {
    case .unicode: return Glyphs.hasWidthOne(character) ? character : "?"
    case .ascii: return Glyphs.substitutes[character] ?? Glyphs.withoutMarks(character)
    }
  }
}

/// Text spelled for a terminal; to be used before a width is measured.
package func translate(_ text: String, to glyphs: Glyphs) -> String {
  glyphs.spell(text)
}

extension Glyphs {
  /// Signs that one ASCII character would not explain.
  private static let words: [Character: String] = [
    "Σ": "sum", "≈": "~=", "±": "+-", "←": "<-", "→": "->", "≤": "<=", "≥": ">=", "≠": "!=",
    "√": "sqrt", "∞": "inf", "η": "eta", "…": "...", "²": "^2", "³": "^3",
    "ᵀ": "^T", "½": "1/2", "¼": "1/4",
  ]

  /// One ASCII character for one sign. `$` is an S like `Σ`, and no name of the lesson.
  private static let substitutes: [Character: Character] = {
    var table: [Character: Character] = [
      "Σ": "$", "≈": "~", "±": "~", "←": "<", "→": ">", "↑": "^", "↓": "v", "≤": "<", "≥": ">",
      "≠": "!", "√": "v", "∞": "8", "…": ".", "²": "2", "³": "3", "½": "h", "¼": "q",
      "ᵀ": "T", "∘": "*",
      "·": ".", "×": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "•": "*", "′": "'", "″": "\"",
      "‘": "'", "’": "'", "“": "\"", "”": "\"", "«": "\"", "»": "\"", "✓": "v", "✗": "x",
      "δ": "d", "∂": "g", "Δ": "D", "∇": "g", "η": "n", "φ": "f", "σ": "s", "μ": "u", "α": "a",
      "β": "b", "γ": "c", "ε": "e", "λ": "l", "θ": "t", "ρ": "r", "π": "p",
      "▶": ">", "◀": "<", "▲": "^", "▼": "v", "►": ">", "◄": "<", "●": "*", "○": "o",
      "─": "-", "━": "-", "═": "=", "│": "|", "┃": "|", "║": "|", "┤": "|", "├": "|",
      "▔": "'", "▁": ".", "▂": ":", "▃": "-", "▄": "=", "▅": "+", "▆": "*", "▇": "%", "█": "#",
      "▏": ".", "▎": ":", "▍": "-", "▌": "=", "▋": "+", "▊": "*", "▉": "%", "▀": "\"",
      "░": ".", "▒": ":", "▓": "%", "\u{a0}": " ", "ß": "s", "æ": "a", "ø": "o", "ł": "l",
    ]
    for corner in "┌┐└┘┬┴┼╔╗╚╝╠╣╦╩╬╭╮╯╰" { table[corner] = "+" }
    return table
  }()

  /// The ASCII letter below an accent, or `?`.
  private static func withoutMarks(_ character: Character) -> Character {
    let letter = String(character).decomposedStringWithCanonicalMapping.unicodeScalars.first
    guard let letter, (0x20..<0x7f).contains(letter.value) else { return "?" }
    return Character(letter)
  }

  /// Whether a terminal draws the character in one cell, as far as Unicode's tables tell: no
  /// control, no mark that stands alone, no East Asian wide letter, no emoji.
  package static func hasWidthOne(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .unassigned, .privateUse, .lineSeparator,
      .paragraphSeparator, .nonspacingMark, .enclosingMark, .spacingMark:
      return false
    default: break
    }
    let rest = character.unicodeScalars.dropFirst()
    guard rest.allSatisfy({ $0.properties.generalCategory == .nonspacingMark && $0 != "\u{fe0f}" })
    else { return false }
    return !scalar.properties.isEmojiPresentation
      && !wide.contains { $0.contains(scalar.value) }
  }

  /// The blocks of East Asian wide and full-width letters.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff,
    0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x16fe0...0x18aff,
    0x1b000...0x1b2ff, 0x1f200...0x1f2ff, 0x20000...0x3fffd,
  ]
}
