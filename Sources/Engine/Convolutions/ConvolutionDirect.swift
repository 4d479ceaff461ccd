/// Convolution by its definition. It is the specification: every other algorithm is compared with it in a test, and
/// traces are computed with it.
struct ConvolutionDirect<Element: Scalar>: ConvolutionAlgorithm {
  let geometry: ConvolutionGeometry

  /// S[i,j,k,q] = b[q] + Σ_{a,b,p} W[a+r,b+r,p,q] · X[i,j+a,k+b,p]; outside the picture X counts as 0.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func forward(
    _ input: Tensor<Element>, weights: Tensor<Element>, bias: Tensor<Element>,
    into sum: inout Tensor<Element>
  ) {
    let (g, windows) = (geometry, geometry.windows)
    let x = input.elements
    let w = weights.elements
    for i in 0..<input.shape[0] {
      for j in 0..<g.height {
        for k in 0..<g.width {
          for q in 0..<g.outputChannels {
            var total: Element = 0
            windows.forEachTap(j, k) { tap, pixel in
              for p in 0..<g.inputChannels {
                total +=
                  w[(tap * g.inputChannels + p) * g.outputChannels + q]
                  * x[i * g.inputCount + pixel * g.inputChannels + p]
              }
            }
            sum.elements[i * g.outputCount + (j * g.width + k) * g.outputChannels + q] =
              total + bias.elements[q]
          }
        }
      }
    }
  }

  /// Rule 1: G[i,j,k,p] = Σ_{a,b,q} W[a+r,b+r,p,q] · δ[i,j−a,k−b,q].
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func sendBack(
    _ delta: Tensor<Element>, weights: Tensor<Element>, into sent: inout Tensor<Element>
  ) {
    let (g, windows) = (geometry, geometry.windows)
    sent.fill(0)
    for i in 0..<delta.shape[0] {
      for j in 0..<g.height {
        for k in 0..<g.width {
          for q in 0..<g.outputChannels {
            let d = delta.elements[i * g.outputCount + (j * g.width + k) * g.outputChannels + q]
            windows.forEachTap(j, k) { tap, pixel in
              for p in 0..<g.inputChannels {
                sent.elements[i * g.inputCount + pixel * g.inputChannels + p] +=
                  weights.elements[(tap * g.inputChannels + p) * g.outputChannels + q] * d
              }
            }
          }
        }
      }
    }
  }

  /// Rule 2: ∂W[a+r,b+r,p,q] = Σ_{i,j,k} δ[i,j,k,q] · X[i,j+a,k+b,p], ∂b[q] = Σ_{i,j,k} δ[i,j,k,q].
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func gradients(
    delta: Tensor<Element>, input: Tensor<Element>, into gradients: inout Parameters<Element>
  ) {
    let (g, windows) = (geometry, geometry.windows)
    gradients.weights.fill(0)
    gradients.bias.setToRowSums(of: delta)
    gradients.weights.elements.withUnsafeMutableBufferPointer { w in
      for i in 0..<delta.shape[0] {
        for j in 0..<g.height {
          for k in 0..<g.width {
            for q in 0..<g.outputChannels {
              let d = delta.elements[i * g.outputCount + (j * g.width + k) * g.outputChannels + q]
              windows.forEachTap(j, k) { tap, pixel in
                for p in 0..<g.inputChannels {
                  w[(tap * g.inputChannels + p) * g.outputChannels + q] +=
                    d * input.elements[i * g.inputCount + pixel * g.inputChannels + p]
                }
              }
            }
          }
        }
      }
    }
  }
}
