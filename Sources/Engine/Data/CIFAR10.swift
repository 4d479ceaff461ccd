import Foundation

/// Small colour photographs of ten kinds of things, 32×32: the binary version, each file plain or gzipped.
///
/// A record is one byte for the class and 3072 for the picture: 1024 red ones, 1024 green, 1024 blue. The format
/// fixes the levels 0 to 255, so that each part can be scaled without reading the other one.
public struct CIFAR10: DataSource {
  public static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]
  public static let shape: Shape = [32, 32, 3]
  private static let recordSize = 1 + 3072

  private let directory: String
  private let order: RowOrder

  /// - Parameters:
  ///   - directory: of `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin`, or of the folder
  ///     `cifar-10-batches-bin` that holds them.
  ///   - order: how the rows are taken.
  /// - Throws: `FileError` when there is no such directory.
  public init(directory: String, order: RowOrder = .paper(seed: 0)) throws(FileError) {
    try FileAccess.checkDirectory(directory)
    let unpacked = directory + "/cifar-10-batches-bin"
    self.directory = FileAccess.isDirectory(unpacked) ? unpacked : directory
    self.order = order
  }

  /// Pictures `[n, 32, 32, 3]`.
  ///
  /// - Throws: `FileError` naming the file that is missing or broken.
  public func part(_ part: DataPart) throws(FileError) -> Dataset {
    let names = part == .test ? ["test_batch.bin"] : (1...5).map { "data_batch_\($0).bin" }
    var runs: [PackedSamples.Run] = []
    var classes: [Int] = []
    for name in names {
      let path = try FileAccess.find(
        [name, name + ".gz"], in: directory, remedy: "hmdl-tui data fetch cifar-10")
      let bytes = try ByteStore.content(of: path)
      classes += try Self.classes(of: bytes, name: path)
      runs.append(
        PackedSamples.Run(
          bytes: bytes, start: 1, stride: Self.recordSize, count: bytes.count / Self.recordSize))
    }
    let size = Self.shape.count
    let samples = Samples(
      PackedSamples(runs, coding: .planes(.full, channels: 3), size: size), shape: Self.shape)
    let whole = Dataset(
      samples: samples, classes: classes, classCount: 10, classNames: Self.classNames)
    return order == .stored ? whole : whole.selecting(order.rows(of: classes, part: part))
  }

  private static func classes(of bytes: ByteStore, name: String) throws(FileError) -> [Int] {
    guard bytes.count > 0, bytes.count % recordSize == 0 else {
      throw FileError(
        file: name,
        reason: "\(bytes.count) bytes are no whole records of \(recordSize); fetch it again")
    }
    let classes = stride(from: 0, to: bytes.count, by: recordSize).map { Int(bytes[$0]) }
    if let place = classes.firstIndex(where: { $0 > 9 }) {
      throw FileError(
        file: name, reason: "class \(classes[place]) of picture \(place) is not from 0 to 9")
    }
    return classes
  }
}
