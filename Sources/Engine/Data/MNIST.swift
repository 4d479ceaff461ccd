import Foundation

/// Handwritten digits, 28×28, grey: four IDX files, each plain or gzipped.
///
/// The format fixes the levels 0 to 255, so that each part can be scaled without reading the other one.
public struct MNIST: DataSource {
  private let directory: String
  private let order: RowOrder

  /// - Parameters:
  ///   - directory: holds the four files, with their usual names.
  ///   - order: in which order the rows are taken.
  /// - Throws: `FileError` when there is no such directory.
  public init(directory: String, order: RowOrder = .paper(seed: 0)) throws(FileError) {
    try FileAccess.checkDirectory(directory)
    self.directory = directory
    self.order = order
  }

  /// Pictures `[n, 28, 28, 1]`.
  ///
  /// - Throws: `FileError` naming the file that is missing, broken or does not fit its partner.
  public func part(_ part: DataPart) throws(FileError) -> Dataset {
    let stem = part == .training ? "train" : "t10k"
    let pictures = try find(stem + "-images", "idx3-ubyte")
    let labels = try find(stem + "-labels", "idx1-ubyte")
    let images = try IDXFile(contentsOf: pictures)
    guard images.shape.rank == 3, images.shape.count > 0 else {
      throw FileError(
        file: pictures,
        reason: "an array [pictures, height, width] is wanted, but it is "
          + "\(images.shape)")
    }
    let classes = try IDXFile(contentsOf: labels)
    guard classes.shape == [images.shape[0]] else {
      throw FileError(
        file: labels,
        reason: "\(images.shape[0]) labels are wanted, but its shape is \(classes.shape)")
    }
    let digits = classes.levels.map(Int.init)
    if let place = digits.firstIndex(where: { $0 > 9 }) {
      throw FileError(
        file: labels, reason: "label \(digits[place]) of picture \(place) is no digit")
    }
    let shape: Shape = [images.shape[1], images.shape[2], 1]
    let run = PackedSamples.Run(
      bytes: images.bytes, start: images.start, stride: shape.count, count: digits.count)
    let samples = Samples(
      PackedSamples([run], coding: .levels(.full), size: shape.count), shape: shape)
    let whole = Dataset(samples: samples, classes: digits, classCount: 10)
    return order == .stored ? whole : whole.selecting(order.rows(of: digits, part: part))
  }

  /// The file of that name, written with a hyphen or a dot, plain or gzipped.
  private func find(_ stem: String, _ kind: String) throws(FileError) -> String {
    try FileAccess.find(
      ["\(stem)-\(kind)", "\(stem)-\(kind).gz", "\(stem).\(kind)", "\(stem).\(kind).gz"],
      in: directory, remedy: "hmdl-tui data fetch mnist")
  }
}
