import Engine
import TerminalKit
import Tracer

/// A tensor on show at a stop, seen through the slice that holds `cell`.
struct TensorMap: Equatable, Sendable {
  /// What the map is to the stop, most important first.
  enum Role: Int, Equatable, Sendable { case target, source, kernel, gate, sibling, next }

  var role: Role
  /// The chosen or representative cell; its slice is shown.
  var cell: CellAddress
  /// What the map is called, from the full name to the shortest.
  var titles: [String]
  /// Whether the titles name what the tensor is to the stop, as `W before`, instead of the tensor.
  var isRenamed = false
  var palette: Palette
  /// A vector's shape before it was flattened.
  var fold: Shape?
  var isKernel = false
  /// Names of the units on the first axis of parameters and the last axis of everything else, as of classes.
  var unitNames: [String] = []
  /// Whether the first axis of the tensor counts the units of its layer, as that of a parameter does.
  var isParameter = false
  /// Kernels are drawn turned by half a turn where Rule 1 reads them so.
  var isTurned = false
}

extension TensorMap {
  /// Names for the lines of a slice that is a list of units; the lines of a row of weights are its
  /// inputs, which go by their numbers.
  func lineNames(of slice: Slice) -> [String] {
    guard case .list(let row) = slice.layout else { return [] }
    return isParameter && row != nil ? [] : unitNames
  }

  /// Whether a cell lies in the slice that is shown.
  func holds(_ cell: CellAddress, in trace: Trace) -> Bool {
    guard cell.event == self.cell.event, cell.tensor == self.cell.tensor,
      let shape = trace.events[cell.event].tensor(cell.tensor)?.shape
    else { return false }
    let slice = Slice(of: shape, holding: self.cell.index, fold: fold, isKernel: isKernel)
    return slice.place(of: cell.index) != nil
  }
}

/// The tensors of a stop: what is computed, and what it is computed from.
struct Scene: Sendable {
  var maps: [TensorMap]
  /// The divider's text: source → target.
  var heading: Heading

  var target: TensorMap? { maps.first { $0.role == .target } }
}

/// Builds the scene of a stop.
struct SceneBuilder: Sendable {
  let provenance: Provenance
  let names: CellNames

  private var trace: Trace { provenance.trace }
  private var header: TraceHeader { provenance.trace.header }

  // MARK: - Targets

  /// The event and tensor that a stop is about; nil for an unknown layer.
  func target(of stop: Stop) -> (event: Int, tensor: TensorName)? {
    let name = stop.layer.map { header.names[$0] }
    func at(_ kind: TraceKind, _ tensor: TensorName, layer: String? = nil) -> (Int, TensorName)? {
      trace.position(kind, layer: layer ?? name, update: stop.update).map { ($0, tensor) }
    }
    switch stop.part {
    case .input: return trace.position(.input, layer: nil, update: stop.update).map { ($0, .input) }
    case .sum: return at(.weightedSum, .weightedSum)
    case .activation: return at(.activation, .output)
    case .loss:
      return trace.position(.loss, layer: nil, update: stop.update)
        .map { ($0, .loss) }
    case .initialError: return at(.initialError, .initialError, layer: header.names.last)
    case .delta, .noGradient, .noDelta: return at(.delta, .delta)
    case .gradient: return at(.gradient, .weights)
    case .correction: return at(.parameters, .weights)
    case .noCorrection: return nil
    }
  }

  /// The cell a stop opens with when nobody has chosen one: the middle of the first map.
  func middle(of target: (event: Int, tensor: TensorName)) -> CellAddress? {
    guard let shape = trace.events[target.event].tensor(target.tensor)?.shape else { return nil }
    let index: [Int]
    switch shape.rank {
    case 4 where trace.events[target.event].event.phase == .forward || target.tensor == .delta:
      index = [0, shape[1] / 2, shape[2] / 2, 0]
    default: index = [Int](repeating: 0, count: shape.rank)
    }
    return CellAddress(event: target.event, tensor: target.tensor, index: index)
  }

  // MARK: - Scenes

  /// The tensors around the chosen cell, in the order in which they are drawn.
  func scene(of stop: Stop, cell: CellAddress) -> Scene {
    guard let target = map(.target, cell) else { return Scene(maps: [], heading: Heading([])) }
    let sources = self.sources(of: stop, cell: cell)
    // What is read, what it is multiplied with, what comes out.
    let maps =
      sources.filter { $0.role == .source } + sources.filter { $0.role == .kernel } + [target]
      + siblings(of: target) + sources.filter { $0.role == .gate || $0.role == .next }
    return Scene(maps: maps, heading: heading(sources, target))
  }

  private func heading(_ sources: [TensorMap], _ target: TensorMap) -> Heading {
    func different(_ name: (CellAddress) -> String) -> String {
      sources.filter { $0.role == .source && !$0.isRenamed }.map { name($0.cell) }
        .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        .joined(separator: ", ")
    }
    let (long, short) = (different(name), different(names.symbol))
    let own = target.titles[0] + siblingsName(target)
    let rest = target.titles.reversed().prefix(1)
    guard !long.isEmpty else { return Heading(["tensors   \(own)"] + target.titles) }
    return Heading(
      ["tensors   source \(long) → target \(own)", "tensors   \(long) → \(own)"]
        + rest.map { "\(short) → \($0)" } + target.titles)
  }

  /// ` of 0–1` behind the name of a map, ` of 4` behind that of a sheet; nothing where there is only one.
  private func siblingsName(_ map: TensorMap) -> String {
    let shape = shape(map.cell)
    let slices = Slice.count(of: shape, fold: map.fold, isKernel: map.isKernel)
    guard slices > 1 else { return "" }
    if map.isKernel { return " of \(slices)" }
    return shape.rank == 4 && shape[0] == 1 ? " of 0–\(slices - 1)" : ""
  }

  private func shape(_ cell: CellAddress) -> Shape {
    trace.events[cell.event].tensor(cell.tensor)?.shape ?? [0]
  }

  /// A tensor's name in the letters of the lesson: `S of A`, `Y of B`, `δ of P`, `∂W of B`.
  func name(_ cell: CellAddress) -> String {
    let event = trace.events[cell.event].event
    let label = names.annotator.label(of: event.layer)
    let layer = header.index(of: event.layer)
    switch event.kind {
    case .input: return "X"
    case .weightedSum:
      guard cell.tensor == .weightedSum, let layer, header.isTunable(layer) else {
        return cell.tensor == .weightedSum ? label : "\(cell.tensor) of \(label)"
      }
      return "S of \(label)"
    case .activation:
      guard let layer, header.isTunable(layer) else { return label }
      return label == "Y" ? "Y" : "Y of \(label)"
    case .loss: return cell.tensor == .target ? "target" : "loss"
    case .initialError: return "E"
    case .delta: return "δ of \(label)"
    case .gradient: return "∂\(cell.tensor) of \(label)"
    case .correction: return "step of \(cell.tensor) of \(label)"
    case .parameters: return "\(cell.tensor) of \(label)"
    case .skipped: return label
    }
  }

  // MARK: - Maps

  /// A map of the slice that holds `cell`.
  func map(_ role: TensorMap.Role, _ cell: CellAddress?, called words: [String] = []) -> TensorMap?
  {
    guard let cell, trace.events.indices.contains(cell.event),
      let tensor = trace.events[cell.event].tensor(cell.tensor),
      tensor.shape.offset(of: cell.index) != nil
    else { return nil }
    let event = trace.events[cell.event].event
    let layer = header.index(of: event.layer)
    let isParameter = [.parameters, .gradient, .correction].contains(event.kind)
    var map = TensorMap(
      role: role, cell: cell, titles: [],
      palette: Palette.of(event.role(of: cell.tensor)))
    map.isParameter = isParameter
    map.isKernel = isParameter && tensor.shape.rank == 4
    map.fold = layer.flatMap { fold(layer: $0, isParameter: isParameter) }
    let isOutput =
      (layer == nil && event.kind == .loss) || layer == header.layers.count - 1
    if isOutput, cell.tensor != .loss { map.unitNames = names.classes }
    map.titles = titles(of: map, words: words)
    map.isRenamed = !words.isEmpty
    if cell.tensor == .loss { map.unitNames = ["mean"] }
    return map
  }

  /// What a vector of this layer was flattened from: a flatten layer's own list, a dense layer's row of weights.
  private func fold(layer: Int, isParameter: Bool) -> Shape? {
    if header.onlyRelays(layer) { return header.input(of: layer) }
    guard isParameter, layer > 0, header.onlyRelays(layer - 1) else { return nil }
    return header.input(of: layer - 1)
  }

  /// The other maps of the target's tensor.
  private func siblings(of target: TensorMap) -> [TensorMap] {
    let shape = shape(target.cell)
    let slices = Slice.count(of: shape, fold: target.fold, isKernel: target.isKernel)
    var cell = target.cell
    return (1..<max(min(slices, 8), 1)).compactMap { _ in
      let slice = Slice(
        of: shape, holding: cell.index, fold: target.fold, isKernel: target.isKernel)
      cell.index = slice.neighbour(of: cell.index, in: shape, direction: 1)
      return map(.sibling, cell)
    }
  }
}
