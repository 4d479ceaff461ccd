/// The factor of standard normal weights, as people write it: a number or a formula in the width n, such as `1`,
/// `0.01`, `1/sqrt(n)` or `sqrt(2/n)`.
///
/// The grammar: a product is factors joined by `*` or `/`, from left to right; a factor is a decimal
/// number, `n`, or `sqrt( product )`, or a product in parentheses.
public struct WeightScale: Equatable, Sendable, CustomStringConvertible {
  /// As written.
  public let description: String
  private let formula: Formula

  private static let longestText = 100

  /// - Throws: `WeightScaleError` when the text cannot be read.
  public init(_ text: String) throws {
    var reader = FormulaReader(text)
    guard text.count <= Self.longestText, let formula = reader.product(), reader.isAtEnd else {
      throw WeightScaleError(text: text)
    }
    description = text
    self.formula = formula
  }

  /// A plain number.
  public init(_ number: Double) {
    description = "\(number)"
    formula = .number(number)
  }

  public static let one = WeightScale(description: "1", formula: .number(1))
  /// √(1/n): keeps the size of a signal when nothing but W acts on it.
  public static let inverseRoot = WeightScale(
    description: "1/sqrt(n)", formula: .quotient(.number(1), .root(.width)))

  private init(description: String, formula: Formula) {
    self.description = description
    self.formula = formula
  }

  /// The number it stands for at a width.
  public func value(width: Int) -> Double { formula.value(n: Double(width)) }
}

/// A scale that cannot be read.
public struct WeightScaleError: Error, Equatable, CustomStringConvertible {
  public let text: String
  public var description: String {
    """
    ‘\(text.prefix(40))’ is not a scale: write a number or a formula in the width n, such as 0.01, \
    1/sqrt(n) or sqrt(2/n)
    """
  }
}

private indirect enum Formula: Equatable, Sendable {
  case number(Double)
  case width
  case root(Formula)
  case product(Formula, Formula)
  case quotient(Formula, Formula)

  func value(n: Double) -> Double {
    switch self {
    case .number(let number): number
    case .width: n
    case .root(let inner): inner.value(n: n).squareRoot()
    case .product(let a, let b): a.value(n: n) * b.value(n: n)
    case .quotient(let a, let b): a.value(n: n) / b.value(n: n)
    }
  }
}

/// Reads a formula by recursive descent.
private struct FormulaReader {
  private var rest: Substring

  init(_ text: String) { rest = text[...] }

  var isAtEnd: Bool { rest.allSatisfy(\.isWhitespace) }

  mutating func product() -> Formula? {
    guard var formula = factor() else { return nil }
    while true {
      if skip("*") {
        guard let next = factor() else { return nil }
        formula = .product(formula, next)
      } else if skip("/") {
        guard let next = factor() else { return nil }
        formula = .quotient(formula, next)
      } else {
        return formula
      }
    }
  }

  private mutating func factor() -> Formula? {
    if skip("sqrt(") { return closed(product()).map(Formula.root) }
    if skip("(") { return closed(product()) }
    if skip("n") { return .width }
    guard let digits = rest.prefixMatch(of: /-?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?/),
      let number = Double(digits.output)
    else { return nil }
    rest = rest[digits.range.upperBound...]
    return .number(number)
  }

  private mutating func closed(_ inner: Formula?) -> Formula? { skip(")") ? inner : nil }

  private mutating func skip(_ prefix: String) -> Bool {
    rest = rest.drop(while: \.isWhitespace)
    guard rest.hasPrefix(prefix) else { return false }
    rest = rest.dropFirst(prefix.count)
    return true
  }
}
