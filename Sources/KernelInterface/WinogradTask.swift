/// One chunk of picture tiles on its way into or out of Winograd's domain, where each tile has points² elements per
/// channel.
///
/// A tile computes 4×4 pixels of the output. Tiles are counted along a row of tiles, then down, then through the
/// samples.
public struct WinogradTask {
  /// Output pixels of a tile along one axis.
  @inlinable public static var tileSize: Int { 4 }

  /// Pixel (0, 0) of sample 0: read on the way into the domain, written on the way out.
  public var image: UnsafeMutablePointer<Float>
  public var sampleStride: Int
  public var rowStride: Int
  /// A multiple of the lanes; also the distance between neighbouring pixels.
  public var channels: Int
  public var height: Int
  public var width: Int

  /// Pixels of zeros on either side of a row.
  public var margin: Int

  /// The kernel's radius: how far a tile's input reaches out to the upper left.
  public var radius: Int
  /// Rows of tiles, counted through the samples.
  public var tileRows: Range<Int>

  /// points × channels zeros, read in place of rows above and below the picture.
  public var zeros: UnsafePointer<Float>
  /// The domain, `[points², tiles, channels]`; two points are `positionStride` apart.
  public var domain: UnsafeMutablePointer<Float>
  /// Scratch buffer of `KernelSet.room` + points² × channels elements.
  public var room: UnsafeMutablePointer<Float>
  /// `[channels]`, added to every pixel on the way out.
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

  /// Input pixels that a tile depends on, along one axis: 6 or 8.
  @inlinable public var points: Int { Self.tileSize + 2 * radius }
  public var tilesAcross: Int { (width + Self.tileSize - 1) / Self.tileSize }
  public var tilesDown: Int { (height + Self.tileSize - 1) / Self.tileSize }
  public var tiles: Int { tileRows.count * tilesAcross }
  public var positionStride: Int { tiles * channels }
}
