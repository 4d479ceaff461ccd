/// One chunk of picture tiles on its way into or out of Winograd's domain: points² numbers a tile and channel.
///
/// A tile's outputs are 4×4 pixels; tiles are counted along a row of tiles, then down, then through the samples.
public struct WinogradTask {
  /// Pixels of a tile along one axis.
  @inlinable public static var tileSize: Int { 4 }

  /// Pixel (0, 0) of sample 0: read by the way in, written by the way out.
  public var image: UnsafeMutablePointer<Float>
  public var sampleStride: Int
  public var rowStride: Int
  /// A multiple of the lanes; pixels stand this far apart.
  public var channels: Int
  public var height: Int
  public var width: Int

  /// Pixels of zeros on either side of a row.
  public var margin: Int

  /// The kernel's radius: how far a tile's input reaches out to the upper left.
  public var radius: Int
  /// Rows of tiles, counted through the samples.
  public var tileRows: Range<Int>

  /// Zeros instead of rows above and below the picture: points times as many as channels.
  public var zeros: UnsafePointer<Float>
  /// `[points², tiles, channels]`, its positions `positionStride` apart.
  public var domain: UnsafeMutablePointer<Float>
  /// Working space for `KernelSet.room` numbers and points² times as many as channels.
  public var room: UnsafeMutablePointer<Float>
  /// Added to every pixel on the way out, `[channels]`.
  public var bias: UnsafePointer<Float>?
  public var finish = ProductTask.Finish.none

  public init(
    image: UnsafeMutablePointer<Float>, sampleStride: Int, rowStride: Int, channels: Int,
    height: Int, width: Int, margin: Int, radius: Int, tileRows: Range<Int>,
    zeros: UnsafePointer<Float>, domain: UnsafeMutablePointer<Float>,
    room: UnsafeMutablePointer<Float>
  ) {
    self.image = image
    self.sampleStride = sampleStride
    self.rowStride = rowStride
    self.channels = channels
    self.height = height
    self.width = width
    self.margin = margin
    self.radius = radius
    self.tileRows = tileRows
    self.zeros = zeros
    self.domain = domain
    self.room = room
  }

  /// Pixels of the picture that a tile depends on, along one axis; 6 or 8.
  @inlinable public var points: Int { Self.tileSize + 2 * radius }
  public var tilesAcross: Int { (width + Self.tileSize - 1) / Self.tileSize }
  public var tilesDown: Int { (height + Self.tileSize - 1) / Self.tileSize }
  public var tiles: Int { tileRows.count * tilesAcross }
  public var positionStride: Int { tiles * channels }
}
