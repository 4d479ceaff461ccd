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
