import TerminalKit

/// A number as it stands in a line of the rule pane, and whether it says the whole value.
struct Figure: Equatable, Sendable {
  let value: Double
  let text: String
  let isExact: Bool

  init(_ value: Double, decimals: Int = 3) {
    self.value = value
    text = Numbers.rule(value, decimals: decimals)
    isExact = Numbers.isExact(shown: text, for: value)
  }

  init(_ value: Float, decimals: Int = 3) { self.init(Double(value), decimals: decimals) }

  /// In brackets when a minus would stand behind an operator: `1 × (-.116)`.
  var inBrackets: String { text.hasPrefix("-") ? "(\(text))" : text }
}

extension [Figure] {
  /// `.2 + .4 - .1`; 0 for no figures.
  var sum: String {
    guard let first else { return "0" }
    return dropFirst().reduce(first.text) { text, figure in
      figure.text.hasPrefix("-")
        ? text + " - " + figure.text.dropFirst()
        : text + " + "
          + (figure.text.hasPrefix("+") ? String(figure.text.dropFirst()) : figure.text)
    }
  }

  /// `-.722 × .32`, with a minus behind an operator in brackets.
  var product: String {
    enumerated().map { $0 == 0 ? $1.text : $1.inBrackets }.joined(separator: " × ")
  }

  /// `=` when every figure of an equation says its whole value, `≈` when one is rounded.
  var relation: String { allSatisfy(\.isExact) ? "=" : "≈" }
}
