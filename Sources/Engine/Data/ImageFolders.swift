import Foundation

/// PNG and PGM pictures in one folder per class, whose name is the name of the class; or two directories of such
/// folders, `train` and `test`.
///
/// All pictures have the same size and the same channels. Their levels are scaled by the smallest and largest level
/// of the training part.
public struct ImageFolders: DataSource {
  private let whole: Dataset
  private let division: RowDivision

  /// Decodes all pictures.
  ///
  /// - Parameters:
  ///   - directory: holds the class folders, or `train` and `test`.
  ///   - seed: decides how the pictures are divided where there is no test part.
  /// - Throws: `FileError` naming the picture that is broken or unlike the others.
  public init(directory: String, seed: UInt32) throws(FileError) {
    try FileAccess.checkDirectory(directory)
    let training = directory + "/train"
    let hasTest = FileAccess.isDirectory(training) && FileAccess.isDirectory(directory + "/test")
    let parts = hasTest ? [training, directory + "/test"] : [directory]
    let names = try Self.classNames(parts[0])
    var album = try Album()
    for part in parts { try album.add(part, classNames: names) }
    if hasTest {
      division = RowDivision(training: album.counts[0], test: album.counts[1])
    } else {
      guard album.counts[0] > 1 else {
        throw FileError(file: directory, reason: "one picture only; two parts need two")
      }
      division = RowDivision(count: album.counts[0], seed: seed)
    }
    let low = division.training.map { album.extremes[$0].low }.min() ?? 0
    let high = division.training.map { album.extremes[$0].high }.max() ?? 0
    guard low < high else {
      throw FileError(file: directory, reason: "the training pictures are all one grey")
    }
    let classes = album.classes
    let shape = album.shape ?? []
    let run = PackedSamples.Run(
      bytes: try album.levels(), start: 0, stride: shape.count, count: classes.count)
    let scale = LevelScale(low: low, high: high)
    whole = Dataset(
      samples: Samples(
        PackedSamples([run], coding: .levels(scale), size: shape.count), shape: shape),
      classes: classes, classCount: names.count, classNames: names)
  }

  public func part(_ part: DataPart) throws(FileError) -> Dataset {
    whole.selecting(division.rows(of: part))
  }

  /// The names of the folders in a directory, numbers in ascending, other names in alphabetical order.
  private static func classNames(_ directory: String) throws(FileError) -> [String] {
    let names = try FileAccess.names(in: directory)
      .filter { !$0.hasPrefix(".") && FileAccess.isDirectory(directory + "/" + $0) }
    guard !names.isEmpty else {
      throw FileError(
        file: directory, reason: "holds no folders; put the pictures of each class into one")
    }
    let numbers = names.compactMap { Int($0) }
    guard numbers.count == names.count else { return names.sorted() }
    return names.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
  }
}

extension ImageFolders {
  /// The pictures decoded so far.
  private struct Album: ~Copyable {
    private(set) var shape: Shape?
    private(set) var classes: [Int] = []
    /// The smallest and the largest level of each picture.
    private(set) var extremes: [(low: UInt8, high: UInt8)] = []
    /// How many pictures each part has.
    private(set) var counts: [Int] = []
    private var spool: ByteSpool

    init() throws(FileError) { spool = try ByteSpool() }

    mutating func add(_ directory: String, classNames: [String]) throws(FileError) {
      let before = classes.count
      for (number, name) in classNames.enumerated() {
        let folder = directory + "/" + name
        let files = try FileAccess.names(in: folder).filter(Self.isPicture).sorted()
        guard !files.isEmpty else {
          throw FileError(file: folder, reason: "holds no pictures (.png or .pgm)")
        }
        for file in files { try add(picture: folder + "/" + file, number: number) }
      }
      counts.append(classes.count - before)
    }

    private mutating func add(picture path: String, number: Int) throws(FileError) {
      let picture = try Picture(contentsOf: path)
      if let shape, shape != picture.shape {
        throw FileError(
          file: path,
          reason: "is \(picture.shape), but the pictures before it are \(shape); "
            + "give all the same size and channels")
      }
      shape = picture.shape
      classes.append(number)
      extremes.append((picture.levels.min() ?? 0, picture.levels.max() ?? 0))
      try spool.append(picture.levels)
    }

    consuming func levels() throws(FileError) -> ByteStore { try spool.store() }

    private static func isPicture(_ name: String) -> Bool {
      let name = name.lowercased()
      return !name.hasPrefix(".") && (name.hasSuffix(".png") || name.hasSuffix(".pgm"))
    }
  }
}
