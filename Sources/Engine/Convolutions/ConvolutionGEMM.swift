/// Convolution as one matrix product per sample: windows are copied into the rows of a matrix (image to columns),
/// kernels are the columns of the other.
///
/// Y = columns[h·w, k·k·c_in] · W[k·k·c_in, c_out] + b, the paper's GEMM form.
struct ConvolutionGEMM<Element: Scalar>: ConvolutionAlgorithm {
  let geometry: ConvolutionGeometry

  /// S = columns(X) · W + b.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func forward(
    _ input: Tensor<Element>, weights: Tensor<Element>, bias: Tensor<Element>,
    into sum: inout Tensor<Element>
  ) {
    let batch = input.shape[0]
    sum.elements.withUnsafeMutableBufferPointer { s in
      bias.elements.withUnsafeBufferPointer { b in
        for row in 0..<batch * geometry.pixels {
          for q in b.indices { s[row * b.count + q] = b[q] }
        }
      }
    }
    correlate(input, weights: weights.elements, geometry: geometry, into: &sum)
  }

  /// Rule 1: the correlation of δ with the kernels turned by half a turn.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func sendBack(
    _ delta: Tensor<Element>, weights: Tensor<Element>, into sent: inout Tensor<Element>
  ) {
    sent.fill(0)
    correlate(
      delta, weights: geometry.mirrored(weights.elements), geometry: geometry.reversed, into: &sent)
  }

  /// Rule 2: ∂W = columns(X)ᵀ · δ, ∂b = Σ δ.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func gradients(
    delta: Tensor<Element>, input: Tensor<Element>, into gradients: inout Parameters<Element>
  ) {
    let g = geometry
    gradients.weights.fill(0)
    gradients.bias.setToRowSums(of: delta)
    var columns = [Element](repeating: 0, count: g.pixels * g.kernelCount)
    input.elements.withUnsafeBufferPointer { x in
      delta.elements.withUnsafeBufferPointer { d in
        for i in 0..<delta.shape[0] {
          let deltas = UnsafeBufferPointer(rebasing: d[(i * g.outputCount)...])
          Self.columns(
            of: UnsafeBufferPointer(rebasing: x[(i * g.inputCount)...]), geometry: g, into: &columns
          )
          columns.withUnsafeBufferPointer { c in
            gradients.weights.elements.withUnsafeMutableBufferPointer { w in
              MatrixProduct.add(
                Matrix(c, rows: g.pixels, columns: g.kernelCount).transposed,
                Matrix(deltas, rows: g.pixels, columns: g.outputChannels), to: w)
            }
          }
        }
      }
    }
  }

  /// sum += columns(input) · weights, sample by sample.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private func correlate(
    _ input: Tensor<Element>, weights: [Element], geometry g: ConvolutionGeometry,
    into sum: inout Tensor<Element>
  ) {
    var columns = [Element](repeating: 0, count: g.pixels * g.kernelCount)
    input.elements.withUnsafeBufferPointer { x in
      weights.withUnsafeBufferPointer { w in
        sum.elements.withUnsafeMutableBufferPointer { s in
          for i in 0..<input.shape[0] {
            Self.columns(
              of: UnsafeBufferPointer(rebasing: x[(i * g.inputCount)...]), geometry: g,
              into: &columns)
            columns.withUnsafeBufferPointer { c in
              MatrixProduct.add(
                Matrix(c, rows: g.pixels, columns: g.kernelCount),
                Matrix(w, rows: g.kernelCount, columns: g.outputChannels),
                to: UnsafeMutableBufferPointer(rebasing: s[(i * g.outputCount)...]))
            }
          }
        }
      }
    }
  }

  /// Copies the window around every pixel into a row of `[h·w, k·k·c_in]`; outside the picture it is 0.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private static func columns(
    of image: UnsafeBufferPointer<Element>, geometry g: ConvolutionGeometry,
    into columns: inout [Element]
  ) {
    columns.withUnsafeMutableBufferPointer { c in
      var to = 0
      for j in 0..<g.height {
        for k in 0..<g.width {
          for a in -g.radius...g.radius {
            for b in -g.radius...g.radius {
              let inside = j + a >= 0 && j + a < g.height && k + b >= 0 && k + b < g.width
              let from = ((j + a) * g.width + k + b) * g.inputChannels
              for p in 0..<g.inputChannels { c[to + p] = inside ? image[from + p] : 0 }
              to += g.inputChannels
            }
          }
        }
      }
    }
  }
}
