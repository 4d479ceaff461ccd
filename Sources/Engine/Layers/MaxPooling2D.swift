/// The largest number of every window s×s, stride s. `M(2)`.
public struct MaxPoolingKind: PoolingKind {
  public static let name = "maxpool2d"
  public static let prefix = "m"
  public static let letters = "M"
  public static let paperName = "MaxPool2D"

  public let size: Int

  public init(size: Int) { self.size = size }

  public func makeLayer<Element: Scalar>(
    _ type: Element.Type, named name: String, input: Shape, initializer: Initializer,
    random: inout RandomSource
  ) throws -> any Layer<Element> {
    MaxPooling2D<Element>(
      self, name: name, inputShape: input, outputShape: try outputShape(for: input, named: name))
  }
}

extension LayerDescription {
  /// The largest number of every window s×s, stride s.
  public static func maxPooling(size: Int) -> LayerDescription {
    MaxPoolingKind(size: size).described
  }
}

/// The largest of every s×s window, stride s; rows and columns that do not fill a window are dropped.
///
/// X `[n, h, w, c]` → `[n, h/s, w/s, c]`. The argmax counts positions in the window row-major
/// from 0; the first wins a tie.
public struct MaxPooling2D<Element: Scalar>: Layer {
  public let name: String
  public let description: LayerDescription
  public let inputShape: Shape
  public let outputShape: Shape
  public let size: Int
  /// For each cell of the last output the place of the winner in its window.
  private var argmax: [Int32] = []

  init(_ kind: MaxPoolingKind, name: String, inputShape: Shape, outputShape: Shape) {
    self.name = name
    description = kind.described
    self.inputShape = inputShape
    self.outputShape = outputShape
    size = kind.size
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
    let (windows, size) = (
      PoolingWindows(input: inputShape, size: size), size
    )
    input.elements.withUnsafeBufferPointer { x in
      sum.elements.withUnsafeMutableBufferPointer { s in
        argmax.withUnsafeMutableBufferPointer { winner in
          windows.forEach(batch: input.shape[0]) { cell, corner in
            var best = x[corner]
            winner[cell] = 0
            for place in 1..<max(size * size, 1) {
              let value = x[windows.position(of: place, corner: corner)]
              // A nan wins, as in NumPy: what is broken must be visible.
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
    let windows = PoolingWindows(input: inputShape, size: size)
    sent.elements.withUnsafeMutableBufferPointer { g in
      delta.elements.withUnsafeBufferPointer { d in
        windows.forEach(batch: delta.shape[0]) { cell, corner in
          g[windows.position(of: Int(argmax[cell]), corner: corner)] = d[cell]
        }
      }
    }
  }
}
