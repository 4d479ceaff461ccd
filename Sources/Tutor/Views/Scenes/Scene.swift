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
  var title: String
  /// For a map that is too narrow for its title.
  var shortTitle = ""
  var palette: Palette
  /// A vector's shape before it was flattened.
  var fold: Shape?
  var isKernel = false
  /// Names of the lines of a list, as of classes.
  var lineNames: [String] = []
  /// Kernels are drawn turned by half a turn where Rule 1 reads them so.
  var isTurned = false
}

/// The tensors of a stop: what is computed, and what it is computed from.
struct Scene: Sendable {
  var maps: [TensorMap]
  /// The divider's text: source → target.
  var heading: String

  var target: TensorMap? { maps.first { $0.role == .target } }
}

/// Builds the scene of a stop.
struct SceneBuilder: Sendable {
  let provenance: Provenance
  let annotator: Annotator
  let classes: [String]

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
    guard let target = map(.target, cell) else { return Scene(maps: [], heading: "") }
    let sources = self.sources(of: stop, cell: cell)
    // What is read, what it is multiplied with, what comes out.
    let maps =
      sources.filter { $0.role == .source } + sources.filter { $0.role == .kernel } + [target]
      + siblings(of: target) + sources.filter { $0.role == .gate || $0.role == .next }
    return Scene(maps: maps, heading: heading(sources, target))
  }

  private func heading(_ sources: [TensorMap], _ target: TensorMap) -> String {
    var names: [String] = []
    for map in sources where map.role == .source {
      let name = self.name(map.cell)
      if !names.contains(name), map.title.hasPrefix(name) { names.append(name) }
    }
    let own = name(target.cell) + sliceName(target) + siblingsName(target)
    return names.isEmpty ? own : "source \(names.joined(separator: ", ")) → target \(own)"
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

  private func sliceName(_ map: TensorMap) -> String {
    let slice = Slice(
      of: shape(map.cell), holding: map.cell.index, fold: map.fold, isKernel: map.isKernel)
    let name = slice.name(in: shape(map.cell))
    guard map.lineNames.isEmpty == false,
      case .folded(let row, let channel, let fold) = slice.layout,
      map.lineNames.indices.contains(row)
    else { return name.isEmpty ? "" : ", \(name.trimmingPrefix(" "))" }
    return " \(map.lineNames[row])" + (fold[2] > 1 ? ", map \(channel)" : "")
  }

  /// A tensor's name in the letters of the lesson: `S of A`, `Y of B`, `δ of P`, `∂W of B`.
  func name(_ cell: CellAddress) -> String {
    let event = trace.events[cell.event].event
    let label = annotator.label(of: event.layer)
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
  func map(_ role: TensorMap.Role, _ cell: CellAddress?, title: String? = nil) -> TensorMap? {
    guard let cell, trace.events.indices.contains(cell.event),
      let tensor = trace.events[cell.event].tensor(cell.tensor),
      tensor.shape.offset(of: cell.index) != nil
    else { return nil }
    let event = trace.events[cell.event].event
    let layer = header.index(of: event.layer)
    let isParameter = [.parameters, .gradient, .correction].contains(event.kind)
    var map = TensorMap(
      role: role, cell: cell, title: "",
      palette: Palette.of(event.role(of: cell.tensor)))
    map.isKernel = isParameter && tensor.shape.rank == 4
    map.fold = layer.flatMap { fold(layer: $0, isParameter: isParameter) }
    let isOutput =
      (layer == nil && event.kind == .loss) || layer == header.layers.count - 1
    if isOutput, cell.tensor != .loss { map.lineNames = classes }
    let slice = sliceName(map)
    map.title = title ?? (name(cell) + slice)
    map.shortTitle =
      role == .sibling && !slice.isEmpty
      ? String(slice.trimmingPrefix(", ")) : (title ?? name(cell)) + slice.filter(\.isNumber)
    if cell.tensor == .loss { map.lineNames = ["mean"] }
    return map
  }

  /// What a vector of this layer was flattened from: a flatten layer's own list, a dense layer's row of weights.
  private func fold(layer: Int, isParameter: Bool) -> Shape? {
    if header.layers[layer] == .flatten { return header.input(of: layer) }
    guard isParameter, layer > 0, header.layers[layer - 1] == .flatten else { return nil }
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
