import Engine
import Tracer

/// Which tensors a stop shows beside its target.
extension SceneBuilder {
  private var trace: Trace { provenance.trace }
  private var header: TraceHeader { provenance.trace.header }

  func sources(of stop: Stop, cell: CellAddress) -> [TensorMap] {
    let n = cell.index.count > 1 ? cell.index[0] : 0
    switch stop.part {
    case .input: return []
    case .sum: return inputs(of: stop, cell: cell) + kernels(stop, cell)
    case .activation:
      return [
        map(.source, at(.weightedSum, .weightedSum, stop.layer, stop.update, cell.index))
      ].compactMap { $0 }
    case .loss: return outputs(stop.update, sample: n)
    case .initialError: return outputs(stop.update, sample: n)
    case .delta: return deltas(stop, cell)
    case .noGradient, .noDelta, .noCorrection: return []
    case .gradient: return gradientSources(stop, cell)
    case .correction: return correctionSources(stop, cell)
    }
  }

  private func at(
    _ kind: TraceKind, _ tensor: TensorName, _ layer: Int?, _ update: Int, _ index: [Int]
  ) -> CellAddress? {
    trace.position(kind, layer: layer.map { header.names[$0] }, update: update)
      .map { CellAddress(event: $0, tensor: tensor, index: index) }
  }

  /// What layer `layer` reads, one map a channel, around a place.
  private func inputMaps(_ layer: Int, _ update: Int, sample: Int, row: Int, column: Int)
    -> [TensorMap]
  {
    let shape = header.input(of: layer)
    guard shape.rank == 3 else { return vectorMaps(layer, update, sample: sample) }
    return (0..<min(shape[2], 8)).compactMap { channel in
      let index = [
        sample, min(max(row, 0), shape[0] - 1), min(max(column, 0), shape[1] - 1), channel,
      ]
      return map(.source, inputCell(layer, update, index))
    }
  }

  /// A vector that a layer reads; one that was flattened is shown as the picture it was.
  private func vectorMaps(_ layer: Int, _ update: Int, sample: Int) -> [TensorMap] {
    guard layer > 0, header.layers[layer - 1] == .flatten, header.input(of: layer - 1).rank == 3
    else { return [map(.source, inputCell(layer, update, [sample, 0]))].compactMap { $0 } }
    return (0..<min(header.input(of: layer - 1)[2], 8)).compactMap { channel in
      map(.source, inputCell(layer, update, [sample, channel]))
    }
  }

  private func inputCell(_ layer: Int, _ update: Int, _ index: [Int]) -> CellAddress? {
    layer == 0
      ? at(.input, .input, nil, update, index) : at(.activation, .output, layer - 1, update, index)
  }

  private func inputs(of stop: Stop, cell: CellAddress) -> [TensorMap] {
    guard let layer = stop.layer else { return [] }
    let index = cell.index
    switch header.layers[layer].kind {
    case is MaxPoolingKind, is AveragePoolingKind:
      let size = header.layers[layer].windowSize
      guard index.count == 4 else { return [] }
      let winners =
        cell.tensor == .weightedSum && header.layers[layer].kind is MaxPoolingKind
        ? map(
          .kernel, at(.weightedSum, .argmax, layer, stop.update, index),
          called: ["winner's place", "winner"])
        : nil
      return [
        map(
          .source,
          inputCell(layer, stop.update, [index[0], index[1] * size, index[2] * size, index[3]])),
        winners,
      ].compactMap { $0 }
    case is FlattenKind:
      let source = [index[0]] + header.input(of: layer).index(at: index.count > 1 ? index[1] : 0)
      return source.count == 4
        ? (0..<min(header.input(of: layer)[2], 8)).compactMap {
          map(.source, inputCell(layer, stop.update, [source[0], source[1], source[2], $0]))
        } : [map(.source, inputCell(layer, stop.update, source))].compactMap { $0 }
    case is DropoutKind:
      return [
        map(.source, inputCell(layer, stop.update, index)),
        map(.kernel, at(.weightedSum, .mask, layer, stop.update, index)),
      ].compactMap { $0 }
    case is ConvolutionKind:
      guard index.count == 4 else { return [] }
      return inputMaps(layer, stop.update, sample: index[0], row: index[1], column: index[2])
    case is DenseKind:
      return inputMaps(layer, stop.update, sample: index[0], row: 0, column: 0)
    default: return []
    }
  }

  /// The weights of the chosen cell: one sheet a source map.
  private func kernels(_ stop: Stop, _ cell: CellAddress) -> [TensorMap] {
    guard let layer = stop.layer, header.isTunable(layer),
      let event = trace.parametersBefore(update: stop.update, layer: header.names[layer])
    else { return [] }
    func weights(_ index: [Int]) -> TensorMap? {
      map(.kernel, CellAddress(event: event, tensor: .weights, index: index))
    }
    func bias(_ unit: Int) -> TensorMap? {
      map(.gate, CellAddress(event: event, tensor: .bias, index: [unit]))
    }
    switch header.layers[layer].kind {
    case let convolution as ConvolutionKind:
      let size = convolution.kernelSize
      let sheets = (0..<min(header.input(of: layer)[2], 8)).compactMap {
        weights([size / 2, size / 2, $0, cell.index[3]])
      }
      return sheets + [bias(cell.index[3])].compactMap { $0 }
    case is DenseKind:
      return denseRows(layer, unit: cell.index[1]).compactMap(weights)
        + [bias(cell.index[1])].compactMap { $0 }
    default: return []
    }
  }

  /// One index per map into which a row of dense weights is folded.
  private func denseRows(_ layer: Int, unit: Int) -> [[Int]] {
    guard layer > 0, header.layers[layer - 1] == .flatten, header.input(of: layer - 1).rank == 3
    else { return [[unit, 0]] }
    return (0..<min(header.input(of: layer - 1)[2], 8)).map { [unit, $0] }
  }

  private func outputs(_ update: Int, sample: Int) -> [TensorMap] {
    let index = [sample, 0]
    let last = header.layers.count - 1
    let isVector = header.output(of: last).rank == 1
    let cell = isVector ? index : [sample, 0, 0, 0]
    return [
      map(.source, at(.activation, .output, last, update, cell)),
      map(.source, at(.loss, .target, nil, update, cell)),
    ].compactMap { $0 }
  }

  // MARK: - Backward

  /// The deltas that arrive, the weights they come through, and the gate.
  private func deltas(_ stop: Stop, _ cell: CellAddress) -> [TensorMap] {
    guard let layer = stop.layer else { return [] }
    let update = stop.update
    var maps: [TensorMap?] = []
    if layer == header.layers.count - 1 {
      maps.append(map(.source, at(.initialError, .initialError, layer, update, cell.index)))
      maps.append(map(.gate, at(.activation, .output, layer, update, cell.index)))
      return maps.compactMap { $0 }
    }
    // R only relays: the deltas of a flattened layer come from the layer above R.
    let above = layer + 1
    var from = above
    if header.layers[above] == .flatten, above + 1 < header.layers.count,
      header.layers[above + 1].kind is DenseKind
    {
      from = above + 1
    }
    maps += arriving(at: cell, from: from, layer: layer, update)
    if header.layers[layer].activation != .identity {
      maps.append(map(.gate, at(.weightedSum, .weightedSum, layer, update, cell.index)))
    }
    return maps.compactMap { $0 }
  }

  private func arriving(
    at cell: CellAddress, from above: Int, layer: Int, _ update: Int
  ) -> [TensorMap?] {
    let index = cell.index
    func delta(_ index: [Int]) -> TensorMap? {
      map(.source, at(.delta, .delta, above, update, index))
    }
    func weights(_ index: [Int]) -> TensorMap? {
      trace.parametersBefore(update: update, layer: header.names[above]).flatMap {
        map(.kernel, CellAddress(event: $0, tensor: .weights, index: index))
      }
    }
    switch header.layers[above].kind {
    case let convolution as ConvolutionKind:
      let (size, kernels) = (convolution.kernelSize, convolution.kernels)
      let maps = (0..<min(kernels, 8)).map { delta([index[0], index[1], index[2], $0]) }
      let sheets = (0..<min(kernels, 8)).map { q -> TensorMap? in
        var sheet = weights([size / 2, size / 2, index[3], q])
        sheet?.isTurned = true
        return sheet
      }
      return maps + sheets
    case is MaxPoolingKind, is AveragePoolingKind:
      let size = header.layers[above].windowSize
      let shape = header.output(of: above)
      let place = [
        index[0], min(index[1] / size, shape[0] - 1), min(index[2] / size, shape[1] - 1), index[3],
      ]
      let winner = at(.weightedSum, .argmax, above, update, place)
      return [delta(place), map(.kernel, winner, called: ["winner's place", "winner"])]
    case is DenseKind:
      return [delta([index[0], 0])] + columns(of: above, through: index, layer).map(weights)
    default:
      return [
        delta(header.layers[above] == .flatten ? [index[0], 0] : index),
        map(.kernel, at(.weightedSum, .mask, above, update, index)),
      ]
    }
  }

  /// The weights that join one output of `layer` with every unit of the dense layer above it, R passed over.
  private func columns(of above: Int, through index: [Int], _ layer: Int) -> [[Int]] {
    let input = header.output(of: layer).offset(of: Array(index.dropFirst())) ?? 0
    return (0..<min(header.output(of: above).count, 8)).map { [$0, input] }
  }

  private func gradientSources(_ stop: Stop, _ cell: CellAddress) -> [TensorMap] {
    guard let layer = stop.layer, cell.tensor == .weights else {
      return [
        map(
          .source,
          stop.layer.flatMap {
            at(
              .delta, .delta, $0, stop.update,
              [Int](repeating: 0, count: header.output(of: $0).rank + 1))
          })
      ].compactMap { $0 }
    }
    let index = cell.index
    guard header.layers[layer].kind is ConvolutionKind else {
      return
        (vectorMaps(layer, stop.update, sample: 0)
        + [
          map(.source, at(.delta, .delta, layer, stop.update, [0, index[0]])),
          map(.gate, at(.gradient, .bias, layer, stop.update, [index[0]])),
        ]).compactMap { $0 }
    }
    let shape = header.output(of: layer)
    let (row, column) = (shape[0] / 2, shape[1] / 2)
    return [
      map(.source, inputCell(layer, stop.update, [0, row, column, index[2]])),
      map(.source, at(.delta, .delta, layer, stop.update, [0, row, column, index[3]])),
      map(.gate, at(.gradient, .bias, layer, stop.update, [index[3]])),
    ].compactMap { $0 }
  }

  /// Before, gradient, step; the target is what stands after.
  private func correctionSources(_ stop: Stop, _ cell: CellAddress) -> [TensorMap] {
    guard let layer = stop.layer else { return [] }
    let before = trace.parametersBefore(update: stop.update, layer: header.names[layer])
    return [
      map(
        .source,
        before.map { CellAddress(event: $0, tensor: cell.tensor, index: cell.index) },
        called: ["\(cell.tensor) before", "before"]),
      map(
        .source, at(.gradient, cell.tensor, layer, stop.update, cell.index),
        called: ["∂\(cell.tensor)"]),
      map(.source, at(.correction, cell.tensor, layer, stop.update, cell.index), called: ["step"]),
      map(.gate, at(.parameters, .bias, layer, stop.update, [0])),
    ].compactMap { $0 }
  }
}

extension LayerDescription {
  /// The side of a pooling layer's window; 1 where there is none.
  fileprivate var windowSize: Int {
    (kind as? MaxPoolingKind)?.size ?? (kind as? AveragePoolingKind)?.size ?? 1
  }
}
