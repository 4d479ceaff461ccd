import Engine

/// Windows of a pooling layer that do not overlap: which inputs an output looks at, and which output looks at an input.
struct PoolingPlaces: Sendable {
  let size: Int

  /// The places of a window.
  var count: Int { size * size }

  /// The input that lies at a place of the window of an output, places counted row by row from 0.
  func input(_ place: Int, of output: [Int]) -> [Int] {
    [output[0], output[1] * size + place / size, output[2] * size + place % size, output[3]]
  }

  /// The output whose window holds an input, and the place in it; nil in rows and columns that do not fill a
  /// window.
  func output(over input: [Int], in shape: Shape) -> (index: [Int], place: Int)? {
    let (row, column) = (input[1] / size, input[2] / size)
    guard row < shape[0], column < shape[1] else { return nil }
    return ([input[0], row, column, input[3]], input[1] % size * size + input[2] % size)
  }
}
