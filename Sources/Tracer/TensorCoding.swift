import Engine
import Foundation

/// A tensor as files write it: `{"shape":…,"data":…}`, above 4,096 elements `f32le` (base64) instead of `data`.
struct CodedTensor: Codable {
  let tensor: Tensor<Float>

  init(_ tensor: Tensor<Float>) { self.tensor = tensor }

  static let largestList = 4096
  /// No tensor of a trace or case is larger than this many numbers.
  private static let largest = 1 << 28

  private enum Key: String, CodingKey { case shape, data, f32le }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let shape = Shape(try values.decode([Int].self, forKey: .shape))
    func fault(_ key: Key, _ text: String) -> DecodingError {
      DecodingError.dataCorruptedError(forKey: key, in: values, debugDescription: text)
    }
    var count = 1
    for extent in shape.dimensions {
      guard extent > 0, extent <= Self.largest, count * extent <= Self.largest else {
        throw fault(.shape, "the shape \(shape) is not one of positive extents of a sensible size")
      }
      count *= extent
    }
    let elements: [Float]
    if values.contains(.f32le) {
      let data = try values.decode(Data.self, forKey: .f32le)
      guard data.count == 4 * count else {
        throw fault(
          .f32le, "the shape \(shape) wants \(4 * count) bytes, but there are \(data.count)")
      }
      elements = data.withUnsafeBytes { bytes in
        (0..<count).map {
          Float(
            bitPattern: UInt32(
              littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
        }
      }
    } else {
      elements = try values.decode([Float].self, forKey: .data)
      guard elements.count == count else {
        throw fault(
          .data, "the shape \(shape) wants \(count) numbers, but there are \(elements.count)")
      }
    }
    tensor = Tensor(shape: shape, elements: elements)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(tensor.shape, forKey: .shape)
    guard tensor.count > Self.largestList else {
      try values.encode(tensor.elements, forKey: .data)
      return
    }
    var data = Data(capacity: 4 * tensor.count)
    for value in tensor.elements {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    try values.encode(data, forKey: .f32le)
  }
}

/// JSON as the project's files want it: keys sorted, non-finite numbers as `"nan"`, `"inf"`, `"-inf"`.
enum JSON {
  static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }

  /// Reads a value.
  ///
  /// - Throws: `DecodingError`; `NetworkError` where the decoder takes valid JSON for none: it does so when a
  ///   number does not fit its type, and does not say which.
  static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    do {
      return try decoder().decode(type, from: data)
    } catch  where isSyntax(error) {
      guard (try? JSONSerialization.jsonObject(with: data)) != nil else { throw error }
      throw NetworkError(
        reason: "a number is too large, or negative or broken where only whole numbers count")
    }
  }

  /// Whether the text is no JSON at all, as when it is cut off: only then no key is to blame.
  static func isSyntax(_ error: any Error) -> Bool {
    guard case DecodingError.dataCorrupted(let context) = error else { return false }
    return context.codingPath.isEmpty
  }

  /// A decoding fault as the middle of a sentence: where it is and what is wrong there.
  static func sentence(_ error: any Error) -> String {
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
