/// The elements of pooling windows in memory: the offset at which each window begins in the input, and those of its places.
struct PoolingWindows {
  private let windows: WindowGeometry
  private let channels: Int

  init(input: Shape, size: Int) {
    windows = Self.geometry(over: input, size: size)
    channels = input[2]
  }

  /// Windows size×size side by side.
  static func geometry(over input: Shape, size: Int) -> WindowGeometry {
    WindowGeometry(height: input[0], width: input[1], window: size, stride: size, padding: 0)
  }

  /// The shape of one output sample.
  ///
  /// - Throws: a `NetworkError` that names the layer when no window fits.
  static func outputShape(for input: Shape, size: Int, named name: String) throws -> Shape {
    guard input.rank == 3 else {
      throw NetworkError(
        layer: name, reason: "pooling takes height×width×channels, but its input is \(input)")
    }
    let fits = min(input[0], input[1])
    guard size <= fits else {
      throw NetworkError(
        layer: name,
        reason:
          "the window \(size)×\(size) is larger than its input \(input); use a size up to \(fits)")
    }
    let windows = geometry(over: input, size: size)
    return [windows.rows.output, windows.columns.output, input[2]]
  }

  /// Calls `body` with the offset of every output element and the offset of the upper left corner of its window.
  @inline(__always)
  func forEach(batch: Int, _ body: (_ cell: Int, _ corner: Int) -> Void) {
    let (rows, columns) = (windows.rows, windows.columns)
    var cell = 0
    for i in 0..<batch {
      for j in 0..<rows.output {
        for k in 0..<columns.output {
          let row = i * rows.input + rows.start(of: j)
          let corner = (row * columns.input + columns.start(of: k)) * channels
          for p in 0..<channels {
            body(cell, corner + p)
            cell += 1
          }
        }
      }
    }
  }

  /// The offset in the input of a place in the window, places counted row by row from 0.
  @inline(__always)
  func position(of place: Int, corner: Int) -> Int {
    let size = windows.columns.window
    return corner + ((place / size) * windows.columns.input + place % size) * channels
  }
}
