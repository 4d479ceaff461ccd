/// What is wrong with a placeholder; one clause.
struct LessonExpressionError: Error, Equatable, CustomStringConvertible {
  let description: String
}

/// Reads the expressions of a lesson and checks their kinds.
///
///     expression = sum [("=" | "<" | ">") sum]
///     sum        = product {("+" | "-") product}
///     product    = factor {("*" | "/") factor}
///     factor     = ["-"] primary {"[" list "]" | "@" primary}
///     primary    = number | text in quotes | name ["(" list ")"] | "(" expression ")"
///
/// A name is a function, a layer of the network, `if(condition, then, otherwise)`, `in("case", expression)`, or
/// `lossWith(element, number)` and `outputWith(element, number)`.
struct LessonExpressionParser {
  typealias Typed = (expression: LessonExpression, kind: LessonValue.Kind)

  private let layers: [String]
  private var rest: Substring
  private var depth = 0

  init(_ text: Substring, layers: [String]) {
    rest = text
    self.layers = layers
  }

  /// The expression at the start, and what follows it.
  mutating func parse() throws(LessonExpressionError) -> (typed: Typed, rest: Substring) {
    let typed = try expression()
    skipSpace()
    return (typed, rest)
  }

  // MARK: - Grammar

  private mutating func expression() throws(LessonExpressionError) -> Typed {
    depth += 1
    defer { depth -= 1 }
    guard depth < 50 else { throw LessonExpressionError(description: "too many parentheses") }
    let left = try sum()
    guard let sign = take(["=", "<", ">"]) else { return left }
    let right = try sum()
    if sign == .equals {
      guard left.kind == right.kind else { throw mismatch(left.kind, right.kind) }
    } else {
      try demand(.number, left, "before \(sign.rawValue)")
      try demand(.number, right, "after \(sign.rawValue)")
    }
    return (.operation(sign, left.expression, right.expression), .truth)
  }

  private mutating func sum() throws(LessonExpressionError) -> Typed {
    var left = try product()
    while let sign = take(["+", "-"]) { left = try combined(left, sign, try product()) }
    return left
  }

  private mutating func product() throws(LessonExpressionError) -> Typed {
    var left = try factor()
    while let sign = take(["*", "/"]) { left = try combined(left, sign, try factor()) }
    return left
  }

  private func combined(
    _ left: Typed, _ sign: LessonExpression.Operator, _ right: Typed
  ) throws(LessonExpressionError) -> Typed {
    try demand(.number, left, "before \(sign.rawValue)")
    try demand(.number, right, "after \(sign.rawValue)")
    return (.operation(sign, left.expression, right.expression), .number)
  }

  private mutating func factor() throws(LessonExpressionError) -> Typed {
    if take(["-"]) != nil {
      let value = try factorAfterSign()
      try demand(.number, value, "after -")
      return (.operation(.minus, .number(0), value.expression), .number)
    }
    return try factorAfterSign()
  }

  private mutating func factorAfterSign() throws(LessonExpressionError) -> Typed {
    var value = try primary()
    while true {
      if takeSign("[") {
        try demand(.tensor, value, "before [")
        let index = try list(until: "]")
        guard index.count == 1 && index[0].kind == .cell || index.allSatisfy({ $0.kind == .number })
        else { throw LessonExpressionError(description: "[ ] takes numbers or one cell") }
        value = (.element(value.expression, index.map(\.expression)), .number)
      } else if takeSign("@") {
        let update = try primary()
        try demand(.number, update, "after @")
        value = (.inUpdate(value.expression, update.expression), value.kind)
      } else {
        return value
      }
    }
  }

  private mutating func primary() throws(LessonExpressionError) -> Typed {
    skipSpace()
    guard let first = rest.first else {
      throw LessonExpressionError(description: "the expression ends too early")
    }
    if takeSign("(") {
      let inner = try expression()
      try close(")")
      return inner
    }
    if first == "\"" { return (.text(try quoted()), .text) }
    if first.isNumber {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      rest.removeFirst(digits.count)
      guard let number = Double(digits) else {
        throw LessonExpressionError(description: "\(digits) is no number")
      }
      return (.number(number), .number)
    }
    let name = String(rest.prefix { $0.isLetter || $0.isNumber })
    guard !name.isEmpty else {
      throw LessonExpressionError(description: "\"\(first)\" is not expected here")
    }
    rest.removeFirst(name.count)
    return try named(name)
  }

  private mutating func named(_ name: String) throws(LessonExpressionError) -> Typed {
    let arguments = takeSign("(") ? try list(until: ")") : []
    if name == "if" { return try choice(arguments) }
    if name == "in" { return try otherCase(arguments) }
    if let wanted = LessonExpression.WhatIf(rawValue: name) { return try whatIf(wanted, arguments) }
    guard let function = LessonFunction.all[name] else {
      guard layers.contains(name), arguments.isEmpty else { throw unknown(name) }
      return (.layer(name), .layer)
    }
    let wanted = function.parameters
    guard arguments.map(\.kind) == wanted else {
      let list = wanted.map(\.rawValue).joined(separator: ", ")
      throw LessonExpressionError(
        description: wanted.isEmpty ? "\(name) takes no arguments" : "\(name) takes (\(list))")
    }
    return (.call(name, arguments.map(\.expression)), function.result)
  }

  private func choice(_ parts: [Typed]) throws(LessonExpressionError) -> Typed {
    guard parts.count == 3, parts[0].kind == .truth, parts[1].kind == parts[2].kind else {
      throw LessonExpressionError(
        description: "if takes a comparison and two values of the same kind")
    }
    return (
      .choice(parts[0].expression, then: parts[1].expression, otherwise: parts[2].expression),
      parts[1].kind
    )
  }

  private func otherCase(_ parts: [Typed]) throws(LessonExpressionError) -> Typed {
    guard parts.count == 2, case .text(let name) = parts[0].expression else {
      throw LessonExpressionError(
        description: "in takes the name of a case in quotes and an expression")
    }
    return (.inCase(name, parts[1].expression), parts[1].kind)
  }

  private func whatIf(
    _ wanted: LessonExpression.WhatIf, _ parts: [Typed]
  ) throws(LessonExpressionError) -> Typed {
    guard parts.count == 2, parts[1].kind == .number, parts[0].expression.isChangeable else {
      throw LessonExpressionError(
        description: "\(wanted.rawValue) takes an element of W, b or X and a number")
    }
    return (.whatIf(wanted, parts[0].expression, parts[1].expression), .number)
  }

  private mutating func list(until end: Character) throws(LessonExpressionError) -> [Typed] {
    var items = [try expression()]
    while takeSign(",") { items.append(try expression()) }
    try close(end)
    return items
  }

  private mutating func quoted() throws(LessonExpressionError) -> String {
    rest.removeFirst()
    let text = rest.prefix { $0 != "\"" }
    rest.removeFirst(text.count)
    try close("\"")
    return String(text)
  }

  // MARK: - Signs

  private mutating func skipSpace() { rest = rest.drop { $0.isWhitespace } }

  private mutating func takeSign(_ sign: Character) -> Bool {
    skipSpace()
    guard rest.first == sign else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func take(_ signs: [Character]) -> LessonExpression.Operator? {
    skipSpace()
    guard let sign = rest.first, signs.contains(sign) else { return nil }
    rest.removeFirst()
    return LessonExpression.Operator(rawValue: sign)
  }

  private mutating func close(_ sign: Character) throws(LessonExpressionError) {
    guard takeSign(sign) else {
      throw LessonExpressionError(description: "a \(sign) is missing")
    }
  }

  // MARK: - Complaints

  private func demand(
    _ kind: LessonValue.Kind, _ value: Typed, _ place: String
  ) throws(LessonExpressionError) {
    guard value.kind == kind else {
      throw LessonExpressionError(
        description: "\(place) stands a \(value.kind.rawValue), wanted is a \(kind.rawValue)")
    }
  }

  private func mismatch(
    _ left: LessonValue.Kind, _ right: LessonValue.Kind
  ) -> LessonExpressionError {
    LessonExpressionError(
      description: "a \(left.rawValue) cannot be compared with a \(right.rawValue)")
  }

  private func unknown(_ name: String) -> LessonExpressionError {
    let known = LessonFunction.all.keys.sorted().joined(separator: ", ")
    return LessonExpressionError(
      description:
        "\"\(name)\" is neither a layer (\(layers.joined(separator: ", "))) nor one of \(known), "
        + "if, in, lossWith, outputWith"
    )
  }
}
