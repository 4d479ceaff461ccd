/// Max pooling of one or more pictures, the largest number of every s×s window, or its backward pass.
public struct PoolingTask {
  /// Pixel (0, 0) of the first picture that is pooled.
  public var image: UnsafeMutablePointer<Float>
  public var imageSample: Int
  public var imageRow: Int
  /// Pixel (0, 0) of the first result, one pixel per window.
  public var pooled: UnsafeMutablePointer<Float>
  public var pooledSample: Int
  public var pooledRow: Int

  public var samples: Int
  /// Rows of the result, the pooled picture.
  public var height: Int
  public var width: Int
  public var channels: Int
  public var size: Int
  /// True if the image holds outputs of ReLU: then a delta passes only where its winner is positive.
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
