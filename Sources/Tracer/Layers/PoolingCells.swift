import Engine

/// The cells of pooling windows with sample and channel, which pooling leaves alone: `[n,j,k,p]`.
struct PoolingCells: Sendable {
  let kind: any PoolingKind

  /// The side of a window.
  var size: Int { kind.size }

  /// The places of a window.
  var count: Int { size * size }

  /// The inputs that an output reads, in the order of their places.
  func inputs(of output: [Int], at place: LayerPlace) -> [(index: [Int], place: Int)] {
    kind.windows(over: place.input).taps(of: GridPosition(output[1], output[2])).map {
      (cell(output, $0), $0.place)
    }
  }

  /// The outputs that read an input; none in rows and columns that do not fill a window.
  func outputs(reading input: [Int], at place: LayerPlace) -> [(index: [Int], place: Int)] {
    kind.windows(over: place.input).readers(of: GridPosition(input[1], input[2])).map {
      (cell(input, $0), $0.place)
    }
  }

  private func cell(_ other: [Int], _ tap: WindowGeometry.Tap) -> [Int] {
    [other[0], tap.position.row, tap.position.column, other[3]]
  }
}
