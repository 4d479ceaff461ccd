import Foundation

/// Faces of AT&T Laboratories Cambridge: 40 subjects, 10 pictures each, 64×64, grey.
///
/// A directory holds `faces.npy` (levels 0…242, `[400, 64, 64]`) and `labels.npy` (subjects). The splits into
/// training and test part are those of the paper, compiled in. A `splits.json` in the directory replaces them:
/// `{"seeds":[{"seed":0,"train":[…],"test":[…]},…]}`, the rows of either part.
public struct OlivettiFaces: Sendable {
  private let bytes: ByteStore
  private let start: Int
  private let subjects: [Int]
  private let pictureShape: Shape
  private let splits: [Split]
  /// Where the splits come from, as errors call it.
  private let splitsName: String

  private struct Split: Decodable {
    let seed: Int
    let train: [Int]
    let test: [Int]
  }

  private struct SplitFile: Decodable { let seeds: [Split] }

  /// The largest level: scikit-learn's float faces are level / 242.
  private static let largestLevel: Float = 242

  /// - Throws: `FileError` naming the file that is missing, broken or does not fit the others.
  public init(directory: String) throws(FileError) {
    try FileAccess.checkDirectory(directory)
    let base = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    let path = base + "/faces.npy"
    let faces = try NumpyFile(contentsOf: path)
    guard faces.shape.rank == 3, faces.elementType == .uint8, faces.shape.count > 0 else {
      throw FileError(
        file: path,
        reason: "an array [pictures, height, width] of '|u1' is wanted, "
          + "but it is \(faces.shape) of '\(faces.elementType.rawValue)'")
    }
    bytes = try .mapped(path)
    start = faces.start
    guard bytes.count == start + faces.shape.count else {
      throw FileError(file: path, reason: "changes while it is read; try again")
    }
    pictureShape = [faces.shape[1], faces.shape[2], 1]
    subjects = try Self.subjects(base + "/labels.npy", pictures: faces.shape[0])
    let own = base + "/splits.json"
    if FileAccess.exists(own) {
      splitsName = own
      splits = try Self.splits(try FileAccess.read(own), name: own, pictures: subjects.count)
    } else {
      splitsName = "the paper's splits"
      splits = try Self.splits(
        Data(PackageResources.olivetti_splits_json), name: splitsName, pictures: subjects.count)
    }
  }

  private static func subjects(_ path: String, pictures: Int) throws(FileError) -> [Int] {
    let file = try NumpyFile(contentsOf: path)
    let subjects = try file.integers()
    guard file.shape == [pictures] else {
      throw FileError(
        file: path, reason: "\(pictures) labels are wanted, but its shape is \(file.shape)")
    }
    guard subjects.allSatisfy({ (0..<subjects.count).contains($0) }) else {
      throw FileError(file: path, reason: "a label is below 0 or above the number of pictures")
    }
    return subjects
  }

  private static func splits(
    _ data: Data, name: String, pictures: Int
  ) throws(FileError) -> [Split] {
    let splits: [Split]
    do {
      splits = try JSONDecoder().decode(SplitFile.self, from: data).seeds
    } catch {
      throw FileError(
        file: name,
        reason: "is not of the form {\"seeds\":[{\"seed\":0,\"train\":[…],\"test\":[…]},…]}")
    }
    for split in splits {
      guard !split.train.isEmpty, !split.test.isEmpty,
        (split.train + split.test).allSatisfy((0..<pictures).contains)
      else {
        throw FileError(
          file: name,
          reason: "split \(split.seed) has an empty part or an index outside of 0…\(pictures - 1)")
      }
    }
    return splits
  }

  /// One split, scaled to [−1, 1] by the extremes of its training part (`LevelScale`).
  ///
  /// - Parameter seed: which split; the paper's repetition r uses split r − 1.
  /// - Returns: pictures `[n, 64, 64, 1]` in the order of the splits.
  /// - Throws: `FileError` when there is no such split or its training pictures are all one grey.
  public func split(_ seed: Int) throws(FileError) -> (training: Dataset, test: Dataset) {
    guard let split = splits.first(where: { $0.seed == seed }) else {
      let known = splits.map { String($0.seed) }.joined(separator: " ")
      throw FileError(file: splitsName, reason: "there is no split \(seed); known are \(known)")
    }
    let (low, high) = extremes(of: split.train)
    guard low < high else {
      throw FileError(
        file: splitsName, reason: "the training pictures of split \(seed) are all one grey")
    }
    let whole = pictures(LevelScale(low: low, high: high, largest: Self.largestLevel))
    return (whole.selecting(split.train), whole.selecting(split.test))
  }

  /// All pictures in the order of the file, every level over [−1, 1].
  public var pictures: Dataset { pictures(LevelScale(low: 0, high: 242, largest: 242)) }

  private func pictures(_ scale: LevelScale) -> Dataset {
    let size = pictureShape.count
    let run = PackedSamples.Run(bytes: bytes, start: start, stride: size, count: subjects.count)
    let packed = PackedSamples([run], coding: .levels(scale), size: size)
    return Dataset(
      samples: Samples(packed, shape: pictureShape), classes: subjects,
      classCount: (subjects.max() ?? 0) + 1)
  }

  private func extremes(of rows: [Int]) -> (low: UInt8, high: UInt8) {
    let size = pictureShape.count
    return bytes.withBytes { bytes in
      var (low, high) = (UInt8.max, UInt8.min)
      for row in rows {
        for level in bytes[start + row * size..<start + (row + 1) * size] {
          low = min(low, level)
          high = max(high, level)
        }
      }
      return (low, high)
    }
  }
}

/// One split of the faces as a data source.
public struct OlivettiSplit: DataSource {
  private let faces: OlivettiFaces
  private let seed: Int

  /// - Parameters:
  ///   - faces: all of them.
  ///   - seed: which split.
  public init(_ faces: OlivettiFaces, seed: Int) {
    self.faces = faces
    self.seed = seed
  }

  public func part(_ part: DataPart) throws(FileError) -> Dataset {
    let (training, test) = try faces.split(seed)
    return part == .training ? training : test
  }
}
