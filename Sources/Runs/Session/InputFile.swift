import Engine

/// Reads inputs for a network from a picture or a NumPy array.
package enum InputFile {
  /// Reads one file.
  ///
  /// - Parameters:
  ///   - path: a PNG or PGM picture, or `.npy` with one sample or `[n, …]` of them.
  ///   - shape: of one input of the network.
  ///   - scale: the numbers that bytes stand for; floats are not scaled.
  /// - Returns: each sample with its name: the path, with its row when there may be several.
  /// - Throws: `FileError` when the file is missing, broken or of another shape.
  package static func read(
    _ path: String, shape: Shape, scale: LevelScale
  ) throws(FileError) -> [(name: String, input: Tensor<Float>)] {
    guard path.lowercased().hasSuffix(".npy") else {
      let picture = try Picture(contentsOf: path, channels: shape.rank == 3 ? shape[2] : 1)
      guard picture.shape == shape || [picture.shape.count] == shape else {
        throw FileError(
          file: path,
          reason: "is \(picture.shape), but the network takes \(shape); scale the picture")
      }
      return [(path, scale.tensor(picture.levels, shape: shape.batched(1)))]
    }
    return try array(path, shape: shape, scale: scale)
  }

  private static func array(
    _ path: String, shape: Shape, scale: LevelScale
  ) throws(FileError) -> [(name: String, input: Tensor<Float>)] {
    let file = try NumpyFile(contentsOf: path)
    // An axis of one channel may be missing in the file.
    let forms = shape.dimensions.last == 1 ? [shape, Shape(shape.dimensions.dropLast())] : [shape]
    let isOne = forms.contains(file.shape)
    guard isOne || (file.shape.rank > 0 && forms.contains(file.shape.sample)) else {
      throw FileError(
        file: path,
        reason: "holds an array \(file.shape), but the network takes \(shape), or n of them")
    }
    let numbers =
      file.elementType == .uint8
      ? scale.tensor(file.floats.map { UInt8($0) }, shape: [file.shape.count]).elements
      : file.floats
    if let place = numbers.firstIndex(where: { !$0.isFinite }) {
      throw FileError(
        file: path, reason: "number \(place) is not finite; a network takes finite numbers only")
    }
    let size = shape.count
    return (0..<(isOne ? 1 : file.shape[0])).map { row in
      let tensor = Tensor(
        shape: shape.batched(1), elements: Array(numbers[row * size..<(row + 1) * size]))
      return (isOne ? path : "\(path)[\(row)]", tensor)
    }
  }
}

extension LevelScale {
  /// The numbers that levels stand for, as a tensor.
  package func tensor(_ levels: [UInt8], shape: Shape) -> Tensor<Float> {
    Tensor(shape: shape, elements: levels.map { self[$0] })
  }
}
