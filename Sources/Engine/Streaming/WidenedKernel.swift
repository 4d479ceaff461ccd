/// Convolution weights in the form of the tiled stage: `[kernel rows, depth, columns]`, where neighbouring pixels
/// may share a register.
///
/// With s pixels the window is s − 1 pixels wider, depth = (k + s − 1)·c_in, and columns = s·c_out:
/// W'[a, b', p, (t, q)] = W[a, b' − t, p, q], 0 where b' − t is no tap.
final class WidenedKernel: @unchecked Sendable {
  /// s: how many neighbouring pixels one row of the product holds.
  let pixels: Int
  private let geometry: ConvolutionGeometry
  private let buffer: AlignedBuffer

  init(geometry: ConvolutionGeometry, lanes: Int) {
    self.geometry = geometry
    let shared = lanes / geometry.outputChannels
    let fits =
      shared > 1 && shared * geometry.outputChannels == lanes && geometry.width % shared == 0
    pixels = fits ? shared : 1
    let taps = geometry.kernelSize + pixels - 1
    buffer = AlignedBuffer(
      count: geometry.kernelSize * taps * geometry.inputChannels * pixels
        * geometry.outputChannels)
  }

  private var taps: Int { geometry.kernelSize + pixels - 1 }
  var depth: Int { taps * geometry.inputChannels }
  var columns: Int { pixels * geometry.outputChannels }
  /// Elements per row of the kernel.
  var rowCount: Int { depth * columns }
  var count: Int { geometry.kernelSize * rowCount }

  func values(row: Int) -> UnsafeMutablePointer<Float> { buffer.start + row * rowCount }

  /// W' from W `[k, k, c_in, c_out]`.
  func widen(_ weights: UnsafePointer<Float>) {
    guard pixels > 1 else {
      buffer.start.update(from: weights, count: count)
      return
    }
    let channels = geometry.outputChannels
    forEachTap { narrow, wide in
      (buffer.start + wide).update(from: weights + narrow, count: channels)
    }
  }

  /// W' from the weights of the reversed convolution, turned by half a turn: `[k, k, c_out, c_in]`.
  func widenMirrored(_ weights: UnsafePointer<Float>) {
    let (k, n, m) = (geometry.kernelSize, geometry.inputChannels, geometry.outputChannels)
    // Here c_in and c_out are those of Rule 1: n channels of deltas come in, m channels of input gradient go out.
    for a in 0..<k {
      for b in 0..<k {
        let turned = weights + ((k - 1 - a) * k + (k - 1 - b)) * m * n
        for t in 0..<pixels {
          let to = buffer.start + ((a * taps + b + t) * n) * columns + t * m
          for p in 0..<n {
            for q in 0..<m { to[p * columns + q] = turned[q * n + p] }
          }
        }
      }
    }
  }

  /// ∂W += the gradients of W', summed over the shifts.
  func narrow(_ gradients: UnsafePointer<Float>, to weights: UnsafeMutablePointer<Float>) {
    let channels = geometry.outputChannels
    forEachTap { narrow, wide in
      for q in 0..<channels { weights[narrow + q] += gradients[wide + q] }
    }
  }

  /// Calls `body` with the offset of c_out neighbouring weights in W and, for every shift, in W'.
  private func forEachTap(_ body: (_ narrow: Int, _ wide: Int) -> Void) {
    let (k, n, m) = (geometry.kernelSize, geometry.inputChannels, geometry.outputChannels)
    for a in 0..<k {
      for b in 0..<k {
        for p in 0..<n {
          for t in 0..<pixels {
            body(
              ((a * k + b) * n + p) * m, ((a * taps + b + t) * n + p) * columns + t * m)
          }
        }
      }
    }
  }
}
