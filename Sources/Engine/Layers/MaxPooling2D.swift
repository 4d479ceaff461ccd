/// The largest of every s×s window, stride s; rows and columns that fill no window are dropped.
///
/// X `[n, h, w, c]` → `[n, h/s, w/s, c]`. The argmax counts positions in the window row-major
/// from 0; the first wins a tie.
public struct MaxPooling2D<Element: Scalar>: Layer {
  public let name: String
  public let description: LayerDescription
  public let inputShape: Shape
  public let outputShape: Shape
  public let size: Int
  /// The winner's place in each window of the last pass, in the order of the output.
  private var argmax: [Int32] = []

  init(
    name: String, description: LayerDescription, inputShape: Shape, outputShape: Shape, size: Int
  ) {
    self.name = name
    self.description = description
    self.inputShape = inputShape
    self.outputShape = outputShape
    self.size = size
  }

  public var memory: [TensorName: Tensor<Element>] {
    let batch = argmax.count / max(outputShape.count, 1)
    return [
      .argmax: Tensor(
        shape: outputShape.batched(batch), elements: argmax.map { Element(Int($0)) })
    ]
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func weightedSum(
    of input: Tensor<Element>, into sum: inout Tensor<Element>, context: inout ForwardContext
  ) {
    sum.resize(outputShape.batched(input.shape[0]))
    if argmax.count != sum.count { argmax = [Int32](repeating: 0, count: sum.count) }
    let windows = PoolingWindows(input: inputShape, output: outputShape, size: size)
    input.elements.withUnsafeBufferPointer { x in
      sum.elements.withUnsafeMutableBufferPointer { s in
        argmax.withUnsafeMutableBufferPointer { winner in
          windows.forEach(batch: input.shape[0]) { cell, corner in
            var best = x[corner]
            winner[cell] = 0
            for place in 1..<max(size * size, 1) {
              let value = x[windows.position(of: place, corner: corner)]
              // A nan wins, as it does in NumPy: what is broken must show.
              if value > best || (value.isNaN && !best.isNaN) {
                best = value
                winner[cell] = Int32(place)
              }
            }
            s[cell] = best
          }
        }
      }
    }
  }

  /// δ to the winner, 0 elsewhere.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func sendBack(_ delta: Tensor<Element>, into sent: inout Tensor<Element>) {
    sent.resize(inputShape.batched(delta.shape[0]))
    sent.fill(0)
    let windows = PoolingWindows(input: inputShape, output: outputShape, size: size)
    sent.elements.withUnsafeMutableBufferPointer { g in
      delta.elements.withUnsafeBufferPointer { d in
        windows.forEach(batch: delta.shape[0]) { cell, corner in
          g[windows.position(of: Int(argmax[cell]), corner: corner)] = d[cell]
        }
      }
    }
  }
}

/// The windows of a pooling layer: where each begins in the input, and where its cells lie.
struct PoolingWindows {
  let input: Shape
  let output: Shape
  let size: Int

  /// Calls `body` with every output cell's position and the input position of its window's upper left corner.
  @inline(__always)
  func forEach(batch: Int, _ body: (_ cell: Int, _ corner: Int) -> Void) {
    let (width, channels) = (input[1], input[2])
    var cell = 0
    for i in 0..<batch {
      for j in 0..<output[0] {
        for k in 0..<output[1] {
          let corner = i * input.count + (j * size * width + k * size) * channels
          for p in 0..<channels {
            body(cell, corner + p)
            cell += 1
          }
        }
      }
    }
  }

  /// The input position of a place in the window, counted row-major from 0.
  @inline(__always)
  func position(of place: Int, corner: Int) -> Int {
    corner + ((place / size) * input[1] + place % size) * input[2]
  }
}
