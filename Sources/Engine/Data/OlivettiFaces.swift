import Foundation

/// Faces of AT&T Laboratories Cambridge: 40 subjects, 10 pictures each, 64×64, grey.
///
/// A directory holds `faces.npy` (levels 0…242, `[400, 64, 64]`), `labels.npy` (subjects) and
/// `splits.json`: `{"seeds":[{"seed":0,"train":[…],"test":[…]},…]}`, the rows of either part.
public struct OlivettiFaces: Sendable {
  private let levels: [Float]
  private let subjects: [Int]
  private let pictureShape: Shape
  private let splits: [Split]
  private let directory: String

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
    let faces = try NumpyFile(contentsOf: base + "/faces.npy")
    guard faces.shape.rank == 3, faces.elementType == .uint8, faces.shape.count > 0 else {
      throw FileError(
        file: base + "/faces.npy",
        reason: "an array [pictures, height, width] of '|u1' is wanted, "
          + "but it is \(faces.shape) of '\(faces.elementType.rawValue)'")
    }
    levels = faces.floats
    pictureShape = [faces.shape[1], faces.shape[2], 1]
    let labels = base + "/labels.npy"
    let file = try NumpyFile(contentsOf: labels)
    let subjects = try file.integers()
    guard file.shape == [faces.shape[0]] else {
      throw FileError(
        file: labels, reason: "\(faces.shape[0]) labels are wanted, but its shape is \(file.shape)")
    }
    guard subjects.allSatisfy({ (0..<subjects.count).contains($0) }) else {
      throw FileError(file: labels, reason: "a label is below 0 or above the number of pictures")
    }
    self.subjects = subjects
    splits = try Self.splits(base + "/splits.json", pictures: subjects.count)
    self.directory = base
  }

  private static func splits(_ path: String, pictures: Int) throws(FileError) -> [Split] {
    let data = try FileAccess.read(path)
    let splits: [Split]
    do {
      splits = try JSONDecoder().decode(SplitFile.self, from: data).seeds
    } catch {
      throw FileError(
        file: path,
        reason: "is not of the form {\"seeds\":[{\"seed\":0,\"train\":[…],\"test\":[…]},…]}")
    }
    for split in splits {
      guard !split.train.isEmpty, !split.test.isEmpty,
        (split.train + split.test).allSatisfy((0..<pictures).contains)
      else {
        throw FileError(
          file: path,
          reason: "split \(split.seed) has an empty part or an index outside of 0…\(pictures - 1)")
      }
    }
    return splits
  }

  /// One split, scaled to [−1, 1] by the extremes of its training part.
  ///
  /// x = level / 242, X = (x − min) / (max − min) · 2 − 1, every step in Float. Test values may lie
  /// a little outside.
  ///
  /// - Parameter seed: which split; the paper's repetition r uses split r − 1.
  /// - Returns: pictures `[n, 64, 64, 1]` in the order of the file.
  /// - Throws: `FileError` when there is no such split or its training pictures are all one grey.
  public func split(_ seed: Int) throws(FileError) -> (training: Dataset, test: Dataset) {
    let path = directory + "/splits.json"
    guard let split = splits.first(where: { $0.seed == seed }) else {
      let known = splits.map { String($0.seed) }.joined(separator: " ")
      throw FileError(file: path, reason: "there is no split \(seed); known are \(known)")
    }
    let trainingLevels = levels(of: split.train)
    guard let least = trainingLevels.min(), let most = trainingLevels.max(), least < most else {
      throw FileError(file: path, reason: "the training pictures of split \(seed) are all one grey")
    }
    let (low, high) = (least / Self.largestLevel, most / Self.largestLevel)
    let classes = (subjects.max() ?? 0) + 1
    func part(_ rows: [Int]) -> Dataset {
      let scaled = levels(of: rows).map { ($0 / Self.largestLevel - low) / (high - low) * 2 - 1 }
      return Dataset(
        inputs: Tensor(shape: pictureShape.batched(rows.count), elements: scaled),
        classes: rows.map { subjects[$0] }, classCount: classes)
    }
    return (part(split.train), part(split.test))
  }

  private func levels(of rows: [Int]) -> [Float] {
    let size = pictureShape.count
    return rows.flatMap { levels[$0 * size..<($0 + 1) * size] }
  }
}
