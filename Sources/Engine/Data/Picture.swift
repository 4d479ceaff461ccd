/// A picture of bytes, row by row; the channels of a pixel lie side by side.
public struct Picture: Equatable, Sendable {
  public let height: Int
  public let width: Int
  /// 1 for grey, 3 for red, green and blue.
  public let channels: Int
  /// `[height, width, channels]`.
  public let levels: [UInt8]

  public var shape: Shape { [height, width, channels] }

  /// The most pixels that a picture may have: a header of a few bytes can claim any number.
  static let largestPixelCount = 1 << 26

  /// - Parameters:
  ///   - height: rows.
  ///   - width: columns.
  ///   - channels: 1 or 3.
  ///   - levels: `[height, width, channels]`.
  init(height: Int, width: Int, channels: Int, levels: [UInt8]) {
    self.height = height
    self.width = width
    self.channels = channels
    self.levels = levels
  }

  /// Reads a PNG or PGM file, told apart by its first bytes.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - channels: 1 or 3, or nil for as many as the file has.
  /// - Throws: `FileError` when it is missing, broken or of another kind.
  public init(contentsOf path: String, channels: Int? = nil) throws(FileError) {
    let bytes = try ByteStore.mapped(path)
    if PNG.isPNG(bytes) {
      self = try PNG.decode(bytes, channels: channels, name: path)
    } else if PGM.isPGM(bytes) {
      let grey = try PGM.decode(bytes, name: path)
      self = channels == 3 ? grey.tripled : grey
    } else {
      throw FileError(file: path, reason: "is neither PNG nor PGM; convert it to one of them")
    }
  }

  /// The same grey levels in three channels.
  private var tripled: Picture {
    Picture(
      height: height, width: width, channels: 3, levels: levels.flatMap { [$0, $0, $0] })
  }
}
