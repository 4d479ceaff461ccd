import CZlib

extension Dataset {
  /// A number by which a resumed run recognises its data: the CRC-32 of the shape of a sample, of all answers, and
  /// of the numbers of up to 1024 samples at equal distances.
  ///
  /// Another data set of the same shape has another fingerprint. A change in samples that are not among those 1024
  /// goes unnoticed: a set larger than memory must not be read as a whole for this.
  public var fingerprint: UInt32 {
    var sum = Checksum()
    sum.add(sampleShape.dimensions + [count])
    switch answers {
    case .classes(let classes, let count):
      sum.add(classes)
      sum.add([count])
    case .values(let values):
      sum.add(values.shape.dimensions)
      sum.add(values.elements)
    }
    let looked = min(count, 1024)
    var sample = [Float](repeating: 0, count: sampleShape.count)
    for place in 0..<looked {
      sample.withUnsafeMutableBufferPointer { numbers in
        if let base = numbers.baseAddress { copySample(place * count / looked, into: base) }
      }
      sum.add(sample)
    }
    return sum.value
  }
}

/// zlib's CRC-32 of numbers, one array after the other.
private struct Checksum {
  private(set) var value: UInt32 = 0

  mutating func add(_ numbers: [some BitwiseCopyable]) {
    numbers.withUnsafeBytes { bytes in
      value = UInt32(
        truncatingIfNeeded: crc32_z(
          UInt(value), bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count))
    }
  }
}
