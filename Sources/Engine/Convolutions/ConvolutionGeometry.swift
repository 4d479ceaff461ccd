/// The extents of one convolution: stride 1, odd k×k kernel, zero padding "same".
struct ConvolutionGeometry: Equatable, Sendable {
  let height: Int
  let width: Int
  let inputChannels: Int
  let outputChannels: Int
  let kernelSize: Int

  /// Rows and columns around the centre of the kernel: (k − 1) / 2.
  var radius: Int { (kernelSize - 1) / 2 }
  var pixels: Int { height * width }
  /// Weights of one kernel: k·k·c_in, the inputs of one neuron.
  var kernelCount: Int { kernelSize * kernelSize * inputChannels }
  var inputCount: Int { pixels * inputChannels }
  var outputCount: Int { pixels * outputChannels }

  /// Which pixels each output reads, and through which weight.
  var windows: WindowGeometry {
    WindowGeometry(height: height, width: width, window: kernelSize, stride: 1, padding: radius)
  }

  /// The convolution of Rule 1: its input are the deltas, its output the input gradient.
  var reversed: ConvolutionGeometry {
    ConvolutionGeometry(
      height: height, width: width, inputChannels: outputChannels, outputChannels: inputChannels,
      kernelSize: kernelSize)
  }

  /// W `[kh, kw, c_in, c_out]` turned by half a turn, channels swapped: `[kh, kw, c_out, c_in]`.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func mirrored<Element: Scalar>(_ weights: [Element]) -> [Element] {
    var turned = weights
    let k = kernelSize
    for a in 0..<k {
      for b in 0..<k {
        for p in 0..<inputChannels {
          for q in 0..<outputChannels {
            let from = ((a * k + b) * inputChannels + p) * outputChannels + q
            let to = (((k - 1 - a) * k + (k - 1 - b)) * outputChannels + q) * inputChannels + p
            turned[to] = weights[from]
          }
        }
      }
    }
    return turned
  }
}
