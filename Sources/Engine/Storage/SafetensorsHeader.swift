import Foundation

/// The header of a safetensors file: JSON that says where in the data each tensor lies.
///
/// `{"__metadata__":{"key":"text"},"d1.weight":{"dtype":"F32","shape":[64,4096],"data_offsets":[0,1048576]},…}`
struct SafetensorsHeader {
  /// One tensor: its bytes are `begin..<end` of the data.
  struct Entry: Codable {
    let dtype: String
    let shape: [Int]
    let dataOffsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case dataOffsets = "data_offsets"
    }

    var begin: Int { dataOffsets[0] }
    var end: Int { dataOffsets[1] }
  }

  static let metadataKey = "__metadata__"

  var metadata: [String: String] = [:]
  var entries: [String: Entry] = [:]

  /// What is wrong, as the middle of a sentence.
  struct Fault: Error { let reason: String }

  init() {}

  /// - Parameter text: the JSON, padded with spaces or not.
  /// - Throws: `Fault` when it is no such JSON, or when it names a tensor twice.
  init(parsing text: Data) throws(Fault) {
    if let name = Self.repeatedKey(in: text) {
      throw Fault(reason: "the header names '\(name)' twice")
    }
    do {
      let decoded = try JSONDecoder().decode([String: Value].self, from: text)
      for (name, value) in decoded {
        switch value {
        case .entry(let entry): entries[name] = entry
        case .metadata(let texts): metadata = texts
        }
      }
    } catch {
      throw Fault(reason: "the header is not the JSON of a safetensors file")
    }
    guard entries.values.allSatisfy({ $0.dataOffsets.count == 2 }) else {
      throw Fault(reason: "data_offsets must be two numbers")
    }
  }

  /// - Parameter dataCount: the number of bytes after the header.
  /// - Throws: `Fault` when a tensor is not F32 or its size does not fit its range of bytes, or when ranges
  ///   overlap, leave a gap or reach beyond the file.
  func check(dataCount: Int) throws(Fault) {
    var next = 0
    for (name, entry) in entriesByPlace {
      guard entry.dtype == "F32" else {
        throw Fault(reason: "'\(name)' holds \(entry.dtype), but only F32 is read")
      }
      guard entry.begin >= 0, entry.begin <= entry.end else {
        throw Fault(reason: "'\(name)' ends before it begins")
      }
      guard entry.end <= dataCount else {
        throw Fault(
          reason: "the file is cut off: '\(name)' ends at byte \(entry.end) of \(dataCount) of data"
        )
      }
      guard entry.begin == next else {
        throw Fault(
          reason: "'\(name)' begins at byte \(entry.begin) of the data, but the tensor before it "
            + "ends at \(next)")
      }
      guard Self.byteCount(entry.shape) == entry.end - entry.begin else {
        throw Fault(
          reason: "'\(name)' has the shape \(Shape(entry.shape)), "
            + "but \(entry.end - entry.begin) bytes of data")
      }
      next = entry.end
    }
    guard next == dataCount else {
      throw Fault(reason: "\(dataCount - next) bytes follow the last tensor")
    }
  }

  /// The tensors in the order of their data.
  private var entriesByPlace: [(key: String, value: Entry)] {
    entries.sorted {
      ($0.value.begin, $0.value.end, $0.key) < ($1.value.begin, $1.value.end, $1.key)
    }
  }

  /// The bytes of a tensor, 4 per element; nil for negative extents and for sizes that no file can have.
  private static func byteCount(_ shape: [Int]) -> Int? {
    var count = 4
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      count = product
    }
    return count
  }

  /// JSON with sorted keys, padded with spaces so that the data begins at a multiple of 8 bytes.
  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var values = entries.mapValues(Value.entry)
    if !metadata.isEmpty { values[Self.metadataKey] = .metadata(metadata) }
    var text = try encoder.encode(values)
    text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - text.count % 8) % 8))
    return text
  }
}

extension SafetensorsHeader {
  /// The value of a key.
  private enum Value: Codable {
    case entry(Entry)
    case metadata([String: String])

    init(from decoder: any Decoder) throws {
      let isMetadata = decoder.codingPath.last?.stringValue == metadataKey
      self =
        isMetadata
        ? .metadata(try [String: String](from: decoder)) : .entry(try Entry(from: decoder))
    }

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .entry(let entry): try entry.encode(to: encoder)
      case .metadata(let texts): try texts.encode(to: encoder)
      }
    }
  }

  /// A key that occurs twice in the outermost object, or nil. JSON decoders keep one of the two without an error.
  private static func repeatedKey(in text: Data) -> String? {
    var seen: Set<Data> = []
    var depth = 0
    var string: Data?  // the last one, until something other than space follows
    var rest = text[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        let start = rest.startIndex
        while let inside = rest.popFirst(), inside != UInt8(ascii: "\"") {
          if inside == UInt8(ascii: "\\") { _ = rest.popFirst() }
        }
        string = text[start..<max(start, rest.startIndex - 1)]
      case UInt8(ascii: ":"):
        guard depth == 1, let key = string else { continue }
        guard seen.insert(key).inserted else { return String(decoding: key, as: UTF8.self) }
      default: continue
      }
    }
    return nil
  }
}
