import Engine
import Tracer

/// What cells are called in print: `S_A[3,2,0]`, `∂W_B[0,0,0,0]`, `Y[T]`: the one place that names them.
///
/// The index is that of the trace: every axis in the order of the shape, counted from 0, as the axes
/// of the maps show it and `trace show --cell` takes it. Two things are left to the reader: the
/// sample goes without saying when the batch is 1, and a unit of the last layer goes by its class.
struct CellNames: Sendable {
  let trace: Trace
  let annotator: Annotator
  var classes: [String]

  var header: TraceHeader { annotator.header }

  func name(of cell: CellAddress) -> String {
    let index = indices(of: cell)
    let symbol = symbol(of: cell)
    return index.isEmpty ? symbol : "\(symbol)[\(index.joined(separator: ","))]"
  }

  /// The letters before the index.
  func symbol(of cell: CellAddress) -> String {
    guard let event = event(of: cell) else { return cell.tensor.rawValue }
    let layer = header.index(of: event.layer)
    switch (event.kind, layer) {
    case (.weightedSum, let layer?):
      switch cell.tensor {
      case .argmax: return "winner of \(annotator.output(layer))"
      case .mask: return "m_\(annotator.labels[layer])"
      default: return header.isTunable(layer) ? annotator.sum(layer) : annotator.output(layer)
      }
    case (.activation, let layer?): return annotator.output(layer)
    case (.delta, let layer?): return annotator.delta(layer)
    case (.gradient, let layer?): return "∂\(cell.tensor)_\(annotator.labels[layer])"
    case (.correction, let layer?): return "Δ\(cell.tensor)_\(annotator.labels[layer])"
    case (.parameters, let layer?): return "\(cell.tensor)_\(annotator.labels[layer])"
    default: return cell.tensor.rawValue
    }
  }

  /// An output of a layer: its number, or the name of its class.
  func unit(_ index: Int, layer: Int?) -> String {
    layer == header.layers.count - 1 && classes.indices.contains(index)
      ? classes[index] : String(index)
  }

  /// The parts of the index as printed.
  func indices(of cell: CellAddress) -> [String] {
    guard let event = event(of: cell) else { return cell.index.map(String.init) }
    let layer = header.index(of: event.layer)
    switch event.kind {
    case .gradient, .correction, .parameters: return parameterIndices(cell, layer)
    case .loss where cell.tensor == .loss: return []
    case .loss: return sampleIndices(cell, header.layers.count - 1)
    case .initialError: return sampleIndices(cell, header.layers.count - 1)
    default: return sampleIndices(cell, layer)
    }
  }

  private func sampleIndices(_ cell: CellAddress, _ layer: Int?) -> [String] {
    guard let sample = cell.index.first else { return [] }
    var rest = cell.index.dropFirst().map(String.init)
    if rest.count == 1, let unit = cell.index.last { rest = [self.unit(unit, layer: layer)] }
    return samples(of: cell) == 1 ? rest : [String(sample)] + rest
  }

  private func parameterIndices(_ cell: CellAddress, _ layer: Int?) -> [String] {
    guard cell.index.count < 4, let unit = cell.index.first else {
      return cell.index.map(String.init)
    }
    return [self.unit(unit, layer: layer)] + cell.index.dropFirst().map(String.init)
  }

  /// Rows and columns from the middle of its kernel to a weight of a convolution.
  func offset(of cell: CellAddress) -> (rows: Int, columns: Int)? {
    guard cell.index.count == 4, cell.tensor == .weights, let layer = layer(of: cell),
      let windows = header.windows(of: layer)
    else { return nil }
    let offset = windows.offset(of: GridPosition(cell.index[0], cell.index[1]))
    return (offset.row, offset.column)
  }

  /// The chosen cell in words, from long to short: `cell j=3  k=2  map q=0`, `cell (3,2), q=0`.
  func places(of cell: CellAddress) -> [String] {
    guard let event = event(of: cell), let first = cell.index.first else { return [] }
    let layer = layer(of: cell)
    if [.gradient, .correction, .parameters].contains(event.kind) {
      if cell.index.count == 4 {
        let place = zip(["u", "v", "p", "q"], cell.index).map { "\($0)=\($1)" }
          .joined(separator: " ")
        return ["weight \(place)", place]
      }
      let unit = numbered(first, layer: layer)
      guard cell.index.count == 2 else { return ["bias \(unit)"] }
      return ["weight i=\(cell.index[1]) of \(unit)"]
    }
    if event.kind == .loss, cell.tensor == .loss { return [] }
    let sample = samples(of: cell) == 1 ? "" : "sample \(first)  "
    let rest = Array(cell.index.dropFirst())
    if rest.count == 3 {
      let map = event.kind == .weightedSum && layer.map(header.isTunable) == true ? "q" : "p"
      return [
        "\(sample)cell j=\(rest[0])  k=\(rest[1])  map \(map)=\(rest[2])",
        "\(sample)cell (\(rest[0]),\(rest[1])), \(map)=\(rest[2])",
        "(\(rest[0]),\(rest[1]),\(rest[2]))",
      ]
    }
    let isLast = layer == header.layers.count - 1 || [.loss, .initialError].contains(event.kind)
    guard let unit = rest.last else { return [] }
    if layer.map(header.onlyRelays) == true { return ["\(sample)place i=\(unit)"] }
    return [sample + numbered(unit, layer: isLast ? header.layers.count - 1 : layer)]
  }

  /// The index of a unit, and what it is called where that is another word: `c=3`, `c=0, class T`.
  private func numbered(_ unit: Int, layer: Int?) -> String {
    let name = self.unit(unit, layer: layer)
    return "c=\(unit)" + (name == String(unit) ? "" : ", class \(name)")
  }

  // MARK: - Look-up

  func event(of cell: CellAddress) -> TraceEvent? {
    trace.events.indices.contains(cell.event) ? trace.events[cell.event].event : nil
  }

  func layer(of cell: CellAddress) -> Int? { header.index(of: event(of: cell)?.layer) }

  /// The samples in the batch that a cell belongs to.
  func samples(of cell: CellAddress) -> Int {
    guard trace.events.indices.contains(cell.event) else { return 1 }
    return trace.events[cell.event].tensor(cell.tensor)?.shape.dimensions.first ?? 1
  }
}
