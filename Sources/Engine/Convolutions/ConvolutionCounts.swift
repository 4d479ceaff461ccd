import Foundation

/// How many products each algorithm takes for one picture of a convolution layer (docs/convolution.md).
public struct ConvolutionCounts: Equatable, Sendable {
  public let height: Int
  public let width: Int
  public let inputChannels: Int
  public let outputChannels: Int
  /// k of a k×k kernel, odd.
  public let kernelSize: Int
  /// Pictures that share the transformed kernels.
  public let pictures: Int

  public init(
    height: Int, width: Int, inputChannels: Int, outputChannels: Int, kernelSize: Int,
    pictures: Int
  ) {
    (self.height, self.width) = (height, width)
    (self.inputChannels, self.outputChannels) = (inputChannels, outputChannels)
    (self.kernelSize, self.pictures) = (kernelSize, max(pictures, 1))
  }

  /// Pairs of an input and an output map.
  private var pairs: Int { inputChannels * outputChannels }

  /// Products of a forward pass per picture.
  ///
  /// - `direct`, `gemm`, `tiled`: h·w·k²·c_in·c_out.
  /// - `winograd`: (k + 3)²·c_in·c_out per tile of 4×4 sums, without its transforms, which only add.
  /// - `fft`: 4·P²·c_in·c_out for the products of spectra and 10·P²·log₂ P per transform, of c_in + c_out maps and, once
  ///   for all pictures, of c_in·c_out kernels; P is the side of the square, a power of two.
  ///
  /// - Returns: nil where the algorithm has no form for the kernel.
  public func products(_ variant: ConvolutionVariant) -> Double? {
    switch variant {
    case .auto, .direct, .gemm, .tiled:
      return Double(height * width * kernelSize * kernelSize * pairs)
    case .winograd:
      guard let tables = WinogradTables(kernelSize: kernelSize) else { return nil }
      let size = WinogradTables.tileSize
      let tiles = ((height + size - 1) / size) * ((width + size - 1) / size)
      return Double(tiles * tables.count * tables.count * pairs)
    case .fft:
      let (rows, columns) = (side(height), side(width))
      let square = Double(rows * columns)
      let transform = 5 * square * (log2(Double(rows)) + log2(Double(columns)))
      let transforms =
        Double(inputChannels + outputChannels) + Double(pairs) / Double(pictures)
      return 4 * square * Double(pairs) + transform * transforms
    }
  }

  /// Numbers of the columns matrix that `gemm` writes per picture: k²·c_in·h·w.
  public var columnNumbers: Int { kernelSize * kernelSize * inputChannels * height * width }

  private func side(_ extent: Int) -> Int {
    FourierTransform<Double>.side(atLeast: max(extent + (kernelSize - 1) / 2, kernelSize))
  }
}
