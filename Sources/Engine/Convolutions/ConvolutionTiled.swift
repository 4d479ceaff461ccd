/// Convolution as matrix products on rows of the picture, without the copies of `gemm`.
///
/// When every row of the picture has a margin of zeros on both sides, the windows around its pixels are the rows of
/// a matrix that overlap in memory, c_in elements apart: S[row j] = Σ_a X[row j + a] `[w, k·c_in]` · W[a] `[k·c_in,
/// c_out]`.
struct ConvolutionTiled<Element: Scalar>: ConvolutionAlgorithm {
  let geometry: ConvolutionGeometry

  /// S = Σ_a X[row + a] · W[a] + b.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func forward(
    _ input: Tensor<Element>, weights: Tensor<Element>, bias: Tensor<Element>,
    into sum: inout Tensor<Element>
  ) {
    sum.fill(0)
    correlate(input, weights: weights.elements, geometry, into: &sum)
    let channels = geometry.outputChannels
    sum.elements.withUnsafeMutableBufferPointer { s in
      for i in s.indices { s[i] += bias.elements[i % channels] }
    }
  }

  /// Rule 1: the same with the kernels turned by half a turn.
  func sendBack(
    _ delta: Tensor<Element>, weights: Tensor<Element>, into sent: inout Tensor<Element>
  ) {
    sent.fill(0)
    correlate(
      delta, weights: geometry.mirrored(weights.elements), geometry.reversed, into: &sent)
  }

  /// Rule 2: ∂W[a] = Σ over rows of X[row + a]ᵀ · δ[row], ∂b = Σ δ.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func gradients(
    delta: Tensor<Element>, input: Tensor<Element>, into gradients: inout Parameters<Element>
  ) {
    let g = geometry
    gradients.weights.fill(0)
    gradients.bias.setToRowSums(of: delta)
    let (slice, rowCount) = (
      g.kernelCount / g.kernelSize * g.outputChannels, g.width * g.outputChannels
    )
    let rows = widened(input, g)
    delta.elements.withUnsafeBufferPointer { d in
      gradients.weights.elements.withUnsafeMutableBufferPointer { w in
        forEachTap(samples: delta.shape[0], g) { sample, row, a in
          windows(rows, sample: sample, row: row + a - g.radius, g) { x in
            let place = (sample * g.height + row) * rowCount
            MatrixProduct.add(
              x.transposed,
              Matrix(
                UnsafeBufferPointer(rebasing: d[place..<place + rowCount]), rows: g.width,
                columns: g.outputChannels),
              to: UnsafeMutableBufferPointer(rebasing: w[a * slice..<(a + 1) * slice]))
          }
        }
      }
    }
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private func correlate(
    _ input: Tensor<Element>, weights: [Element], _ g: ConvolutionGeometry,
    into sum: inout Tensor<Element>
  ) {
    let (slice, rowCount) = (
      g.kernelCount / g.kernelSize * g.outputChannels, g.width * g.outputChannels
    )
    let rows = widened(input, g)
    weights.withUnsafeBufferPointer { w in
      sum.elements.withUnsafeMutableBufferPointer { s in
        forEachTap(samples: input.shape[0], g) { sample, row, a in
          windows(rows, sample: sample, row: row + a - g.radius, g) { x in
            let place = (sample * g.height + row) * rowCount
            MatrixProduct.add(
              x,
              Matrix(
                UnsafeBufferPointer(rebasing: w[a * slice..<(a + 1) * slice]),
                rows: slice / g.outputChannels, columns: g.outputChannels),
              to: UnsafeMutableBufferPointer(rebasing: s[place..<place + rowCount]))
          }
        }
      }
    }
  }

  /// Calls `body` for every row of every picture, and for every row of the kernel that lies inside the picture
  /// there.
  private func forEachTap(
    samples: Int, _ g: ConvolutionGeometry, _ body: (_ sample: Int, _ row: Int, _ a: Int) -> Void
  ) {
    for sample in 0..<samples {
      for row in 0..<g.height {
        for a in max(0, g.radius - row)..<min(g.kernelSize, g.height + g.radius - row) {
          body(sample, row, a)
        }
      }
    }
  }

  /// The windows around the pixels of one row: a matrix `[w, k·c_in]` whose rows overlap.
  private func windows(
    _ rows: [Element], sample: Int, row: Int, _ g: ConvolutionGeometry,
    _ body: (Matrix<Element>) -> Void
  ) {
    let count = (g.width + 2 * g.radius) * g.inputChannels
    let start = (sample * g.height + row) * count
    rows.withUnsafeBufferPointer { rows in
      body(
        Matrix(
          UnsafeBufferPointer(rebasing: rows[start..<start + count]), rows: g.width,
          columns: g.kernelSize * g.inputChannels, rowStride: g.inputChannels, columnStride: 1))
    }
  }

  /// The pictures with a margin of zeros left and right of every row.
  private func widened(_ pictures: Tensor<Element>, _ g: ConvolutionGeometry) -> [Element] {
    let (count, margin) = (g.width * g.inputChannels, g.radius * g.inputChannels)
    let rows = pictures.shape[0] * g.height
    var wide = [Element](repeating: 0, count: rows * (count + 2 * margin))
    for row in 0..<rows {
      let to = row * (count + 2 * margin) + margin
      wide.replaceSubrange(
        to..<to + count, with: pictures.elements[row * count..<(row + 1) * count])
    }
    return wide
  }
}
