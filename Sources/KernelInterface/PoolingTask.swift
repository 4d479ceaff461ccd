/// The largest of every s×s window of one or more pictures, or the way back.
public struct PoolingTask {
  /// Pixel (0, 0) of the pictures that are pooled.
  public var image: UnsafeMutablePointer<Float>
  public var imageSample: Int
  public var imageRow: Int
  /// Pixel (0, 0) of the windows' results.
  public var pooled: UnsafeMutablePointer<Float>
  public var pooledSample: Int
  public var pooledRow: Int

  public var samples: Int
  /// Of the pooled picture.
  public var height: Int
  public var width: Int
  public var channels: Int
  public var size: Int
  /// Whether the image holds outputs of ReLU, so that a delta passes only where its winner is positive.
  public var gates = false

  public init(
    image: UnsafeMutablePointer<Float>, imageSample: Int, imageRow: Int,
    pooled: UnsafeMutablePointer<Float>, pooledSample: Int, pooledRow: Int, samples: Int,
    height: Int, width: Int, channels: Int, size: Int
  ) {
    self.image = image
    self.imageSample = imageSample
    self.imageRow = imageRow
    self.pooled = pooled
    self.pooledSample = pooledSample
    self.pooledRow = pooledRow
    self.samples = samples
    self.height = height
    self.width = width
    self.channels = channels
    self.size = size
  }
}
