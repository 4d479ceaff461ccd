import Engine
import Tracer

/// A layer at a stop, and maps of the tensors around it: what a kind of layer makes its scene of.
struct SceneSite {
  let scenes: SceneBuilder
  let layer: Int
  let update: Int

  /// More maps of one tensor are not shown.
  static let most = 8

  var trace: Trace { scenes.provenance.trace }
  var header: TraceHeader { trace.header }
  var input: Shape { header.input(of: layer) }
  var output: Shape { header.output(of: layer) }
  /// Where the windows of the layer's outputs lie in its input.
  var windows: WindowGeometry? { header.windows(of: layer) }

  // MARK: - Maps

  /// What the layer reads, around one cell.
  func source(_ index: [Int]) -> TensorMap? {
    let cell =
      layer == 0
      ? scenes.at(.input, .input, nil, update, index)
      : scenes.at(.activation, .output, layer - 1, update, index)
    return scenes.map(.source, cell)
  }

  /// What the layer reads, one map per channel, around a place; a place outside of the picture is moved to its edge.
  func sources(sample: Int, around place: GridPosition) -> [TensorMap] {
    guard input.rank == 3 else { return listSources(sample: sample) }
    let (row, column) = (
      min(max(place.row, 0), input[0] - 1), min(max(place.column, 0), input[1] - 1)
    )
    return (0..<min(input[2], Self.most)).compactMap { source([sample, row, column, $0]) }
  }

  /// What the layer reads, from the first input in the window of an output.
  func windowSource(of output: [Int]) -> TensorMap? {
    guard output.count == 4,
      let first = windows?.taps(of: GridPosition(output[1], output[2])).first
    else { return nil }
    return source([output[0], first.position.row, first.position.column, output[3]])
  }

  /// The cell of the output whose window lies nearest to a cell of the input.
  func nearestOutput(to index: [Int]) -> [Int]? {
    guard index.count == 4,
      let output = windows?.nearestOutput(to: GridPosition(index[1], index[2]))
    else { return nil }
    return [index[0], output.row, output.column, index[3]]
  }

  /// A list that the layer reads; one that was flattened is shown as the picture it was.
  func listSources(sample: Int) -> [TensorMap] {
    flattened.map { (0..<min($0[2], Self.most)).compactMap { source([sample, $0]) } }
      ?? [source([sample, 0])].compactMap { $0 }
  }

  /// The shape of the picture that was laid out as the list that the layer reads; nil where it reads none such.
  var flattened: Shape? {
    guard layer > 0, header.onlyRelays(layer - 1), header.input(of: layer - 1).rank == 3 else {
      return nil
    }
    return header.input(of: layer - 1)
  }

  /// A tensor that the layer keeps beside S.
  func kept(_ name: TensorName, _ index: [Int], called words: [String] = []) -> TensorMap? {
    scenes.map(.kernel, scenes.at(.weightedSum, name, layer, update, index), called: words)
  }

  /// The layer's delta.
  func delta(_ index: [Int]) -> TensorMap? {
    scenes.map(.source, scenes.at(.delta, .delta, layer, update, index))
  }

  /// Parameters that the update computes with.
  func parameter(_ name: TensorName, _ index: [Int], as role: TensorMap.Role) -> TensorMap? {
    trace.parametersBefore(update: update, layer: header.names[layer]).flatMap {
      scenes.map(role, CellAddress(event: $0, tensor: name, index: index))
    }
  }

  /// The gradient of the biases, beside that of the weights.
  func biasGradient(_ unit: Int) -> TensorMap? {
    scenes.map(.gate, scenes.at(.gradient, .bias, layer, update, [unit]))
  }
}
