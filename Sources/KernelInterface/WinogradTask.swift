/// One chunk of picture tiles on its way into or out of Winograd's domain: 6×6 numbers a tile and channel.
///
/// A tile's outputs are m×m pixels; tiles are counted along a row of tiles, then down, then through the samples.
public struct WinogradTask {
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

  /// m: 4 for kernels 3×3, 2 for 5×5.
  public var tileSize: Int
  /// The kernel's radius: how far a tile's input reaches out to the upper left.
  public var radius: Int
  /// Rows of tiles, counted through the samples.
  public var tileRows: Range<Int>

  /// Zeros instead of rows above and below the picture: six times as many as channels.
  public var zeros: UnsafePointer<Float>
  /// `[36, tiles, channels]`.
  public var domain: UnsafeMutablePointer<Float>
  /// Working space for `KernelSet.room` numbers and 36 times as many as channels.
  public var room: UnsafeMutablePointer<Float>
  /// Added to every pixel on the way out, `[channels]`.
  public var bias: UnsafePointer<Float>?
  public var finish = ProductTask.Finish.none

  public init(
    image: UnsafeMutablePointer<Float>, sampleStride: Int, rowStride: Int, channels: Int,
    height: Int, width: Int, margin: Int, tileSize: Int, radius: Int, tileRows: Range<Int>,
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
    self.tileSize = tileSize
    self.radius = radius
    self.tileRows = tileRows
    self.zeros = zeros
    self.domain = domain
    self.room = room
  }

  public var tilesAcross: Int { (width + tileSize - 1) / tileSize }
  public var tilesDown: Int { (height + tileSize - 1) / tileSize }
  public var tiles: Int { tileRows.count * tilesAcross }
}

/// T·X·Tᵀ for every pair of channels: kernels into Winograd's domain, and their gradients out of it.
public struct SandwichTask {
  /// T, `[outputSize, inputSize]`.
  public var table: UnsafePointer<Float>
  public var inputSize: Int
  public var outputSize: Int
  /// `[inputSize, inputSize, count]`.
  public var input: UnsafePointer<Float>
  /// `[outputSize, outputSize, count]`.
  public var output: UnsafeMutablePointer<Float>
  /// How far apart two of the inputSize² (outputSize²) numbers of one pair are.
  public var stride: Int
  /// Which pairs of channels; a multiple of the lanes.
  public var range: Range<Int>
  /// Working space for `KernelSet.room` numbers.
  public var room: UnsafeMutablePointer<Float>

  public init(
    table: UnsafePointer<Float>, inputSize: Int, outputSize: Int, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>, stride: Int, range: Range<Int>,
    room: UnsafeMutablePointer<Float>
  ) {
    self.table = table
    self.inputSize = inputSize
    self.outputSize = outputSize
    self.input = input
    self.output = output
    self.stride = stride
    self.range = range
    self.room = room
  }
}
