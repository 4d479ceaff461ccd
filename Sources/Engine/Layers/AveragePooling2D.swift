/// The mean of every s×s window, stride s; rows and columns that fill no window are dropped.
///
/// X `[n, h, w, c]` → `[n, h/s, w/s, c]`.
public struct AveragePooling2D<Element: Scalar>: Layer {
  public let name: String
  public let description: LayerDescription
  public let inputShape: Shape
  public let outputShape: Shape
  public let size: Int

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func weightedSum(
    of input: Tensor<Element>, into sum: inout Tensor<Element>, context: inout ForwardContext
  ) {
    sum.resize(outputShape.batched(input.shape[0]))
    let windows = PoolingWindows(input: inputShape, output: outputShape, size: size)
    let share = 1 / Element(size * size)
    input.elements.withUnsafeBufferPointer { x in
      sum.elements.withUnsafeMutableBufferPointer { s in
        windows.forEach(batch: input.shape[0]) { cell, corner in
          var total: Element = 0
          for place in 0..<size * size { total += x[windows.position(of: place, corner: corner)] }
          s[cell] = total * share
        }
      }
    }
  }

  /// δ/s² to every position of the window.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func sendBack(_ delta: Tensor<Element>, into sent: inout Tensor<Element>) {
    sent.resize(inputShape.batched(delta.shape[0]))
    sent.fill(0)
    let windows = PoolingWindows(input: inputShape, output: outputShape, size: size)
    let share = 1 / Element(size * size)
    sent.elements.withUnsafeMutableBufferPointer { g in
      delta.elements.withUnsafeBufferPointer { d in
        windows.forEach(batch: delta.shape[0]) { cell, corner in
          for place in 0..<size * size {
            g[windows.position(of: place, corner: corner)] = d[cell] * share
          }
        }
      }
    }
  }
}
