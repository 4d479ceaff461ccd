/// The windows of a pooling layer: where each of them begins in the input, and where its elements lie.
struct PoolingWindows {
  let input: Shape
  let output: Shape
  let size: Int

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
    return [input[0] / size, input[1] / size, input[2]]
  }

  /// Calls `body` with the offset of every output element and the offset of the upper left corner of its window.
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

  /// The offset in the input of a place in the window, places counted row-major from 0.
  @inline(__always)
  func position(of place: Int, corner: Int) -> Int {
    corner + ((place / size) * input[1] + place % size) * input[2]
  }
}
