import Foundation

/// Arrays of NumPy: `inputs.npy` and `labels.npy`, and for a test part `test_inputs.npy` and `test_labels.npy`.
///
/// Inputs are `[n, features]`, `[n, height, width]` or `[n, height, width, channels]`. Bytes are levels and scaled
/// by the smallest and largest level of the training part; floats are not scaled. Both stay in their files, which
/// are mapped into memory. Labels are `[n]` whole numbers, the classes, or floats `[n]` or `[n, values]`.
public struct NumpyData: DataSource {
  private let whole: Dataset
  private let division: RowDivision

  /// - Parameters:
  ///   - directory: holds the arrays.
  ///   - seed: decides how the rows are divided where there is no test part.
  /// - Throws: `FileError` naming the file that is missing, broken or does not fit the others.
  public init(directory: String, seed: UInt32) throws(FileError) {
    try FileAccess.checkDirectory(directory)
    let hasTest = FileAccess.exists(directory + "/test_inputs.npy")
    let names = hasTest ? ["", "test_"] : [""]
    var inputs: [Inputs] = []
    var labels: [Labels] = []
    for name in names {
      inputs.append(try Inputs(directory + "/\(name)inputs.npy"))
      labels.append(try Labels(directory + "/\(name)labels.npy", count: inputs.last?.count ?? 0))
    }
    let count = inputs[0].count
    if hasTest {
      division = RowDivision(training: count, test: inputs[1].count)
      try inputs[1].check(like: inputs[0])
    } else {
      guard count > 1 else {
        throw FileError(file: inputs[0].path, reason: "one sample only; two parts need two")
      }
      division = RowDivision(count: count, seed: seed)
    }
    let samples = try Self.samples(inputs, training: division.training)
    whole = try Labels.joined(labels, samples: samples)
  }

  public func part(_ part: DataPart) throws(FileError) -> Dataset {
    whole.selecting(division.rows(of: part))
  }

  private static func samples(_ inputs: [Inputs], training: [Int]) throws(FileError) -> Samples {
    let (shape, isLevels) = (inputs[0].shape, inputs[0].type == .uint8)
    if !isLevels, inputs.contains(where: { $0.type != .float32 }) {
      let numbers = inputs.flatMap { $0.file.floats }
      let count = inputs.reduce(0) { $0 + $1.count }
      return Samples(Tensor(shape: shape.batched(count), elements: numbers))
    }
    let runs = inputs.map(\.run)
    guard isLevels else {
      return Samples(PackedSamples(runs, coding: .floats, size: shape.count), shape: shape)
    }
    var extremes = (low: UInt8.max, high: UInt8.min)
    // Read in the order of the file, since it may be larger than memory.
    for row in training.sorted() where row < inputs[0].count {
      inputs[0].widen(&extremes, row: row)
    }
    guard extremes.low < extremes.high else {
      throw FileError(file: inputs[0].path, reason: "all training samples are one level")
    }
    let scale = LevelScale(low: extremes.low, high: extremes.high)
    return Samples(PackedSamples(runs, coding: .levels(scale), size: shape.count), shape: shape)
  }
}

extension NumpyData {
  /// One array of samples.
  private struct Inputs {
    let path: String
    let file: NumpyFile
    let count: Int
    /// The shape of one sample.
    let shape: Shape
    let run: PackedSamples.Run
    var type: NumpyFile.ElementType { file.elementType }

    init(_ path: String) throws(FileError) {
      let file = try NumpyFile(contentsOf: path)
      guard (2...4).contains(file.shape.rank), file.shape.count > 0 else {
        throw FileError(
          file: path,
          reason: "[n, features], [n, height, width] or [n, height, width, channels] is wanted, "
            + "but the array is \(file.shape)")
      }
      let extents = Array(file.shape.dimensions.dropFirst())
      shape = Shape(extents.count == 2 ? extents + [1] : extents)
      count = file.shape[0]
      let bytes = try ByteStore.mapped(path)
      let stride = shape.count * file.elementType.size
      guard bytes.count == file.start + count * stride else {
        throw FileError(file: path, reason: "changes while it is read; try again")
      }
      run = PackedSamples.Run(bytes: bytes, start: file.start, stride: stride, count: count)
      self.path = path
      self.file = file
      try checkNumbers()
    }

    /// Refuses nan and infinities, which would spread to all weights.
    private func checkNumbers() throws(FileError) {
      guard type == .float32 || type == .float64 else { return }
      let (size, start) = (type.size, run.start)
      let isSingle = type == .float32
      let place = run.bytes.withBytes { bytes in
        (0..<count * shape.count).first { index in
          let offset = start + index * size
          if isSingle {
            let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            return !Float(bitPattern: UInt32(littleEndian: bits)).isFinite
          }
          let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
          return !Float(Double(bitPattern: UInt64(littleEndian: bits))).isFinite
        }
      }
      guard let place else { return }
      throw FileError(
        file: path,
        reason: "sample \(place / shape.count) holds a number that is not finite; remove it")
    }

    func check(like other: Inputs) throws(FileError) {
      guard shape == other.shape, type == other.type else {
        throw FileError(
          file: path,
          reason: "samples are \(shape) of '\(type.rawValue)', but those of inputs.npy "
            + "\(other.shape) of '\(other.type.rawValue)'")
      }
    }

    func widen(_ extremes: inout (low: UInt8, high: UInt8), row: Int) {
      let start = run.start + row * run.stride
      run.bytes.withBytes { bytes in
        for level in bytes[start..<start + run.stride] {
          extremes.low = min(extremes.low, level)
          extremes.high = max(extremes.high, level)
        }
      }
    }
  }

  /// One array of answers.
  private struct Labels {
    let path: String
    let file: NumpyFile
    var isClasses: Bool { ![.float32, .float64].contains(file.elementType) }

    init(_ path: String, count: Int) throws(FileError) {
      file = try NumpyFile(contentsOf: path)
      self.path = path
      let rank = file.shape.rank
      guard rank == 1 || (rank == 2 && !isClasses && file.shape[1] > 0), file.shape[0] == count
      else {
        throw FileError(
          file: path,
          reason: "\(count) labels are wanted, one for each sample, but the array is \(file.shape)")
      }
    }

    /// The answers of all parts, with the samples they belong to.
    static func joined(_ parts: [Labels], samples: Samples) throws(FileError) -> Dataset {
      guard parts.allSatisfy({ $0.isClasses == parts[0].isClasses }) else {
        throw FileError(
          file: parts[1].path,
          reason: "classes in one part and values in the other; save both alike")
      }
      if parts[0].isClasses {
        var classes: [Int] = []
        for part in parts { classes += try part.classes() }
        return Dataset(samples: samples, classes: classes, classCount: (classes.max() ?? 0) + 1)
      }
      let width = parts[0].file.shape.rank == 2 ? parts[0].file.shape[1] : 1
      var values: [Float] = []
      for part in parts { values += try part.values(width: width) }
      return Dataset(
        samples: samples, values: Tensor(shape: [samples.count, width], elements: values))
    }

    private func classes() throws(FileError) -> [Int] {
      let classes = try file.integers()
      if let place = classes.firstIndex(where: { !(0..<1 << 16 ~= $0) }) {
        throw FileError(
          file: path,
          reason: "label \(classes[place]) of sample \(place) is no class from 0 to 65535")
      }
      return classes
    }

    private func values(width: Int) throws(FileError) -> [Float] {
      let values = file.floats
      guard values.count == file.shape[0] * width else {
        throw FileError(
          file: path,
          reason: "\(width) values per sample are wanted, but the array is \(file.shape)")
      }
      if let place = values.firstIndex(where: { !$0.isFinite }) {
        throw FileError(
          file: path, reason: "the label of sample \(place / width) is not finite; remove it")
      }
      return values
    }
  }
}
