import Foundation

/// A JSON value whose keys keep their order; nan and the infinities are strings, as JSON has no others.
package enum JSONValue: Sendable {
  case text(String)
  case whole(Int)
  case number(Double)
  case boolean(Bool)
  case list([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// The value on one line; a number has as many digits as bring it back exactly.
  package var line: String {
    switch self {
    case .text(let text): "\"\(Self.escaped(text))\""
    case .whole(let value): String(value)
    case .number(let value) where value.isNaN: "\"nan\""
    case .number(let value) where value.isInfinite: value < 0 ? "\"-inf\"" : "\"inf\""
    case .number(let value): "\(value)"
    case .boolean(let value): value ? "true" : "false"
    case .list(let values): "[" + values.map(\.line).joined(separator: ",") + "]"
    case .object(let pairs):
      "{" + pairs.map { "\"\(Self.escaped($0.key))\":\($0.value.line)" }.joined(separator: ",")
        + "}"
    }
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case _ where scalar.value < 0x20: escaped += String(format: "\\u%04x", scalar.value)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral {
  package typealias StringLiteralType = String

  package init(stringLiteral text: String) { self = .text(text) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  package typealias Key = String
  package typealias Value = JSONValue

  package init(dictionaryLiteral pairs: (String, JSONValue)...) {
    self = .object(pairs.map { (key: $0.0, value: $0.1) })
  }
}
