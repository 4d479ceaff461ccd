import Engine
import Foundation

/// Prose with placeholders: `The loss is {loss:3}.`
///
/// After a colon stands how a number is written: `3` decimals, or `%` for a share in percent.
/// Without it a number has up to three decimals.
struct LessonTemplate: Equatable, Sendable {
  /// A stretch of prose or a placeholder.
  enum Part: Equatable, Sendable {
    case prose(String)
    case placeholder(LessonExpression, Format)
  }

  enum Format: Equatable, Sendable {
    case short
    case decimals(Int)
    case percent
  }

  let parts: [Part]
  /// Where the lesson's file has this prose, for errors that only the run of its case brings to light.
  var place: Place?

  struct Place: Equatable, Sendable {
    let file: String
    let line: Int
  }

  /// - Parameters:
  ///   - text: the prose, without markup.
  ///   - layers: the names of layers that expressions may use.
  /// - Throws: `LessonExpressionError` where a placeholder cannot be understood.
  init(_ text: String, layers: [String]) throws(LessonExpressionError) {
    var parts: [Part] = []
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{") {
      parts.append(.prose(String(rest[..<open])))
      var parser = LessonExpressionParser(rest[rest.index(after: open)...], layers: layers)
      let (typed, after) = try parser.parse()
      rest = after
      let format = try Self.takeFormat(&rest)
      guard [.number, .text].contains(typed.kind), typed.kind == .number || format == .short else {
        throw LessonExpressionError(
          description: "a placeholder cannot show a \(typed.kind.rawValue) that way")
      }
      guard rest.first == "}" else {
        throw LessonExpressionError(
          description: rest.isEmpty
            ? "a } is missing" : "before \"\(rest.prefix(12))\" a } is missing")
      }
      rest.removeFirst()
      parts.append(.placeholder(typed.expression, format))
    }
    parts.append(.prose(String(rest)))
    self.parts = parts
  }

  /// A Markdown text in which signs within placeholders mean themselves: `{2*3*4}` is no emphasis.
  static func escapingPlaceholders(_ text: String) -> String {
    var (result, depth, isComment) = ("", 0, false)
    var rest = Substring(text)
    while let sign = rest.popFirst() {
      if !isComment, sign == "<", rest.hasPrefix("!--") { isComment = true }
      if isComment, sign == "-", rest.hasPrefix("->") { isComment = false }
      if sign == "{" { depth = 1 }
      if sign == "}" || sign == "\n" && rest.first == "\n" { depth = 0 }
      if depth > 0, !isComment, sign == "*" || sign == "_" { result.append("\\") }
      result.append(sign)
    }
    return result
  }

  private static func takeFormat(_ rest: inout Substring) throws(LessonExpressionError) -> Format {
    guard rest.first == ":" else { return .short }
    rest.removeFirst()
    guard let sign = rest.popFirst() else { return .short }
    if sign == "%" { return .percent }
    guard let digits = sign.wholeNumberValue else {
      throw LessonExpressionError(
        description: "after the colon stands \"\(sign)\", wanted is a number of decimals or %")
    }
    return .decimals(digits)
  }

  /// - Throws: `FileError` with file and line where a placeholder names a cell that is not there.
  func checkCells(in scope: LessonScope) throws {
    for case .placeholder(let expression, _) in parts {
      guard let error = expression.missingCell(in: scope) else { continue }
      throw FileError(
        file: place?.file ?? "", line: place?.line,
        reason: "in a placeholder of this paragraph, in update \(scope.update), \(error)")
    }
  }

  /// The prose in one update; `·` stands where the trace has no value yet.
  func filled(in scope: LessonScope) -> String {
    parts.map { part in
      switch part {
      case .prose(let text): return text
      case .placeholder(let expression, let format):
        switch expression.value(in: scope) {
        case .number(let number): return format.text(number)
        case .text(let text): return text
        default: return "·"
        }
      }
    }.joined()
  }
}

extension LessonTemplate.Format {
  func text(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "nan" : number > 0 ? "+inf" : "-inf" }
    switch self {
    case .percent: return "\(String(format: "%.0f", number * 100)) %"
    case .decimals(let digits):
      return number == 0 ? "0" : String(format: "%.\(digits)f", number)
    case .short:
      guard number.magnitude < 1e7 else { return String(format: "%.3g", number) }
      let rounded = (number * 1000).rounded() / 1000
      // "-0" has no place in prose.
      guard rounded != 0 else { return "0" }
      return rounded == rounded.rounded()
        ? String(format: "%.0f", rounded) : String(format: "%g", rounded)
    }
  }
}
