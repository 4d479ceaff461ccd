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
