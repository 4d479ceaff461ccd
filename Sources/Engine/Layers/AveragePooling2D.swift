/// The mean of every window s×s, stride s. `A(2)`.
public struct AveragePoolingKind: PoolingKind {
  public static let name = "avgpool2d"
  public static let prefix = "a"
  public static let letters = "A"
  public static let paperName = "AveragePool2D"

  public let size: Int

  public init(size: Int) { self.size = size }

  public func makeLayer<Element: Scalar>(
    _ type: Element.Type, named name: String, input: Shape, initializer: Initializer,
    random: inout RandomSource
  ) throws -> any Layer<Element> {
    AveragePooling2D<Element>(
      self, name: name, inputShape: input, outputShape: try outputShape(for: input, named: name))
  }
}

extension LayerDescription {
  /// The mean of every window s×s, stride s.
  public static func averagePooling(size: Int) -> LayerDescription {
    AveragePoolingKind(size: size).described
  }
}

/// The mean of every s×s window, stride s; rows and columns that do not fill a window are dropped.
///
/// X `[n, h, w, c]` → `[n, h/s, w/s, c]`.
public struct AveragePooling2D<Element: Scalar>: Layer {
  public let name: String
  public let description: LayerDescription
  public let inputShape: Shape
  public let outputShape: Shape
  public let size: Int

  init(_ kind: AveragePoolingKind, name: String, inputShape: Shape, outputShape: Shape) {
    self.name = name
    description = kind.described
    self.inputShape = inputShape
    self.outputShape = outputShape
    size = kind.size
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func weightedSum(
    of input: Tensor<Element>, into sum: inout Tensor<Element>, context: inout ForwardContext
  ) {
    sum.resize(outputShape.batched(input.shape[0]))
    let windows = PoolingWindows(input: inputShape, size: size)
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
    let windows = PoolingWindows(input: inputShape, size: size)
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
