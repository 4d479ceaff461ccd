import Engine
import TerminalKit
import Tracer

/// The signals and deltas of the network in columns, and the other maps of the step below them.
struct NetworkStage {
  let stand: MapStand
  let plan: StagePlan

  private static let cellWidth = 5
  private static let gap = 2

  private var model: Model { stand.view.model }
  private var trace: Trace { model.walk.trace }
  private var header: TraceHeader { trace.header }

  var placements: [MapFlow.Placed] {
    let columns = placedColumns
    let shown = columns.map(\.block)
    let others = stand.maps.filter { map in
      !shown.contains { $0.map.cell.tensor == map.cell.tensor && $0.holds(map.cell) }
    }
    return columns
      + stand.flow(
        others, in: plan.others, cellWidth: Self.cellWidth, showsKernels: true, startsLines: false)
  }

  // MARK: - Columns

  /// A layer's maps, or those of the input: signals above, deltas below.
  private struct Column {
    var signals: [MapBlock]
    var deltas: [MapBlock]
    /// Columns of cells at most.
    var limit = Int.max

    var blocks: [MapBlock] { signals + deltas }
  }

  private var placedColumns: [MapFlow.Placed] {
    guard let stop = model.stop else { return [] }
    let half = (plan.network.rows - 1) / 2
    var column = plan.network.column
    var placed: [MapFlow.Placed] = []
    for entry in fitted(columns(of: stop)) {
      for (blocks, top) in [(entry.signals, 0), (entry.deltas, half + 1)] {
        placed += stack(blocks, at: plan.network.row + top, column, rows: half, entry.limit)
      }
      column += width(entry) + Self.gap
    }
    return placed
  }

  /// Maps one below the other, as many as fit; the first is cut down to the room, around its centre.
  private func stack(
    _ blocks: [MapBlock], at top: Int, _ column: Int, rows: Int, _ limit: Int
  ) -> [MapFlow.Placed] {
    var row = 0
    var placed: [MapFlow.Placed] = []
    for block in blocks {
      let form = form(block, limit, rows: rows)
      let height = block.size(form).rows
      guard row + height <= rows else { continue }
      placed.append(MapFlow.Placed(block: block, form: form, row: top + row, column: column))
      row += height
    }
    return placed
  }

  private func form(_ block: MapBlock, _ limit: Int, rows: Int) -> MapBlock.Form {
    let columns = min(limit, max(block.slice.columns, 1))
    return block.form(
      numbers: true, cellWidth: Self.cellWidth,
      in: Size(columns: 6 + Self.cellWidth * columns, rows: rows), columns: columns)
  }

  private func width(_ column: Column) -> Int {
    column.blocks.map { $0.size(form($0, column.limit, rows: 3)).columns }.max() ?? 0
  }

  /// The columns that fit side by side: wide maps give way first, then the layers farthest from this step.
  private func fitted(_ all: [Column]) -> [Column] {
    var columns = all
    func excess() -> Int {
      columns.reduce(-Self.gap) { $0 + width($1) + Self.gap } - plan.network.columns
    }
    while excess() > 0 {
      let widest = columns.indices.max { width(columns[$0]) < width(columns[$1]) } ?? 0
      let cells = min(
        columns[widest].limit, columns[widest].blocks.map(\.slice.columns).max() ?? 1)
      guard cells > 4 else { break }
      columns[widest].limit = cells - 1
    }
    var here = min((model.stop?.layer ?? -1) + 1, max(columns.count - 1, 0))
    while excess() > 0, columns.count > 1 {
      if here > columns.count - 1 - here {
        columns.removeFirst()
        here -= 1
      } else {
        columns.removeLast()
      }
    }
    return columns
  }

  // MARK: - What stands in a column

  private func columns(of stop: Stop) -> [Column] {
    let scene = stand.maps
    let input = Column(
      signals: maps(trace.position(.input, layer: nil, update: stop.update), .input), deltas: [])
    let last = header.layers.count - 1
    return [input]
      + header.layers.indices.filter { header.layers[$0] != .flatten || stop.layer == $0 }
      .map { layer in
        let name = header.names[layer]
        func at(_ kind: TraceKind, _ layer: String?) -> Int? {
          trace.position(kind, layer: layer, update: stop.update)
        }
        let (event, tensor) = signal(of: layer, stop, scene)
        var column = Column(
          signals: maps(event, tensor), deltas: maps(at(.delta, name), .delta))
        if layer == last {
          column.signals += maps(at(.loss, nil), .target)
          column.deltas = maps(at(.initialError, name), .initialError) + column.deltas
        }
        return column
      }
  }

  /// What stands for a layer above: its output, or its sum where the step is about that.
  private func signal(of layer: Int, _ stop: Stop, _ scene: [TensorMap]) -> (Int?, TensorName) {
    let name = header.names[layer]
    let sum = trace.position(.weightedSum, layer: name, update: stop.update)
    let output = trace.position(.activation, layer: name, update: stop.update)
    let shown = scene.first {
      ($0.cell.event == sum && $0.cell.tensor == .weightedSum) || ($0.cell.event == output)
    }
    let isSum = (shown?.cell.event).map { $0 == sum } ?? false
    let isTarget = scene.contains { $0.role == .target && $0.cell.event == output }
    return isSum && !isTarget ? (sum, .weightedSum) : (output, .output)
  }

  /// The maps of a tensor in order; those from the chosen cell's on where not all have room.
  private func maps(_ event: Int?, _ tensor: TensorName) -> [MapBlock] {
    guard let event, let shape = trace.events[event].tensor(tensor)?.shape else { return [] }
    let chosen = model.focusedCell.flatMap { cell in
      cell.event == event && cell.tensor == tensor ? cell.index : nil
    }
    var index = chosen ?? [Int](repeating: 0, count: shape.rank)
    if chosen == nil, shape.rank > 1 { index[0] = sample % max(shape[0], 1) }
    let half = (plan.network.rows - 1) / 2
    let first = model.scenes.map(
      .source, CellAddress(event: event, tensor: tensor, index: index))
    guard let first else { return [] }
    let count = shape.rank == 4 ? shape[3] : first.fold.map { $0.rank == 3 ? $0[2] : 1 } ?? 1
    let room = max(half / (stand.block(first).slice.rows + 2), 1)
    let start = shape.rank == 4 ? max(min(index[3], count - room), 0) : 0
    return (start..<min(start + room, count)).compactMap { channel in
      var cell = CellAddress(event: event, tensor: tensor, index: index)
      if shape.rank == 4 { cell.index[3] = channel } else if count > 1 { cell.index[1] = channel }
      let isTarget = stand.maps.contains { $0.role == .target && $0.holds(cell, in: trace) }
      return model.scenes.map(isTarget ? .target : .source, cell).map(stand.block)
    }
  }

  /// The sample of the batch that the step looks at.
  var sample: Int {
    guard let cell = model.targetCell, let kind = model.walk.names.event(of: cell)?.kind,
      ![.gradient, .correction, .parameters].contains(kind), cell.index.count > 1
    else { return 0 }
    return cell.index[0]
  }
}
