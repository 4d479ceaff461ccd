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
    case .sum:
      return stop.layer.map {
        header.presentation(of: $0).sumSources(cell, at: site($0, stop.update))
      } ?? []
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

  /// A cell of an event; nil when the trace lacks the event.
  func at(
    _ kind: TraceKind, _ tensor: TensorName, _ layer: Int?, _ update: Int, _ index: [Int]
  ) -> CellAddress? {
    trace.position(kind, layer: layer.map { header.names[$0] }, update: update)
      .map { CellAddress(event: $0, tensor: tensor, index: index) }
  }

  private func site(_ layer: Int, _ update: Int) -> SceneSite {
    SceneSite(scenes: self, layer: layer, update: update)
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
    var above = layer + 1
    if header.onlyRelays(above), above + 1 < header.layers.count,
      header.presentation(of: above + 1).looksThroughRelays
    {
      above += 1
    }
    maps += header.presentation(of: above).sentBackSources(
      to: cell.index, of: layer, at: site(above, update))
    if header.layers[layer].activation != .identity {
      maps.append(map(.gate, at(.weightedSum, .weightedSum, layer, update, cell.index)))
    }
    return maps.compactMap { $0 }
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
    return header.presentation(of: layer).gradientSources(cell.index, at: site(layer, stop.update))
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
