import Foundation

/// JSON as the project's files are written: keys sorted, non-finite numbers as `"nan"`, `"inf"`, `"-inf"`.
public enum JSON {
  public static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  public static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }

  /// Reads a value.
  ///
  /// - Throws: `DecodingError`; `NumberError` where the decoder takes valid JSON for none: it does so when a
  ///   number does not fit its type, and does not say which.
  public static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    do {
      return try decoder().decode(type, from: data)
    } catch  where isSyntax(error) {
      guard (try? JSONSerialization.jsonObject(with: data)) != nil else { throw error }
      throw NumberError()
    }
  }

  /// A number that does not fit the type of its key.
  public struct NumberError: Error, Equatable, CustomStringConvertible {
    public var description: String {
      "a number is too large, or negative or broken where only whole numbers count"
    }
  }

  /// True if the text is not JSON at all, for example because it is cut off, so that no key can be named.
  public static func isSyntax(_ error: any Error) -> Bool {
    guard case DecodingError.dataCorrupted(let context) = error else { return false }
    return context.codingPath.isEmpty
  }

  /// A decoding fault as the middle of a sentence: where it is and what is wrong there.
  public static func sentence(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    func place(_ path: [any CodingKey]) -> String {
      let text = path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
      return text.isEmpty ? "" : "at \(text.hasPrefix(".") ? String(text.dropFirst()) : text): "
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(place(context.codingPath))the key \"\(key.stringValue)\" is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(place(context.codingPath))a value of the wrong type"
    case .dataCorrupted(let context):
      return place(context.codingPath)
        + (isSyntax(error) ? "no valid JSON" : context.debugDescription)
    @unknown default: return "\(error)"
    }
  }
}
