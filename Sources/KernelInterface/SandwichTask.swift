/// T·X·Tᵀ for every pair of an input and an output channel: brings kernels into Winograd's domain, and their
/// gradients out of it.
public struct SandwichTask {
  /// T, `[outputSize, inputSize]`.
  public var table: UnsafePointer<Float>
  public var inputSize: Int
  public var outputSize: Int
  /// `[inputSize, inputSize, count]`.
  public var input: UnsafePointer<Float>
  /// `[outputSize, outputSize, count]`.
  public var output: UnsafeMutablePointer<Float>
  /// The distance in memory between two of the inputSize² (outputSize²) elements of one pair.
  public var stride: Int
  /// Which pairs of channels; their number is a multiple of the lanes.
  public var range: Range<Int>
  /// Scratch buffer of `KernelSet.room` elements.
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
