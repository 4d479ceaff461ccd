import Engine
import TerminalKit
import Tracer

/// The signals and deltas of the network in columns, and the other maps of the step below them.
struct NetworkStage {
  let stand: MapStand
  let plan: StagePlan
  /// The layers that are shown, the input first.
  private var columns: [Column] = []

  init(stand: MapStand, plan: StagePlan) {
    self.stand = stand
    self.plan = plan
    columns = model.stop.map { fitted(columns(of: $0)) } ?? []
  }

  private static let cellWidth = 5
  private static let gap = 2

  private var model: Model { stand.view.model }
  private var trace: Trace { model.walk.trace }
  private var header: TraceHeader { trace.header }

  var placements: [MapFlow.Placed] {
    let placed = placedColumns
    let shown = placed.map(\.block)
    let others = stand.maps.filter { map in
      !shown.contains { $0.map.cell.tensor == map.cell.tensor && $0.holds(map.cell) }
    }
    return placed
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
    let half = (plan.network.rows - 1) / 2
    var column = plan.network.column
    var placed: [MapFlow.Placed] = []
    for (index, entry) in columns.enumerated() {
      for (blocks, top) in [(entry.signals, 0), (entry.deltas, half + 1)] {
        placed += stack(blocks, at: plan.network.row + top, column, rows: half, entry.limit)
      }
      column += width(entry) + Self.gap
      if index == 0 { column += pictureBeside.map { $0.size.columns + 1 } ?? 0 }
    }
    return placed
  }

  // MARK: - The picture

  /// X as a picture and where it stands: beside its numbers, else below them; nil where X is not shown or is no
  /// picture.
  var picture: (PixelPicture, Position)? {
    guard let below = roomBelowInput else { return nil }
    if let picture = pictureBeside {
      return (
        picture,
        Position(row: plan.network.row + 2, column: below.column + below.columns + Self.gap - 1)
      )
    }
    // Below the two or three lines that say why there is no delta.
    let room = Size(columns: below.columns - 1, rows: below.rows - 4)
    return inputPicture(in: room).map {
      ($0, Position(row: below.row + 4, column: below.column + 1))
    }
  }

  /// Where the delta of X would stand; nil where X is not shown.
  var roomBelowInput: Rect? {
    guard let input = columns.first, input.signals.first?.map.cell.tensor == .input else {
      return nil
    }
    let half = (plan.network.rows - 1) / 2
    return Rect(
      row: plan.network.row + half + 1, column: plan.network.column, columns: width(input),
      rows: half)
  }

  /// The picture in what the columns leave free, as high as the numbers; whole, or not there.
  private var pictureBeside: PixelPicture? {
    guard let block = columns.first?.signals.first, block.map.cell.tensor == .input else {
      return nil
    }
    let free = -excess(of: columns) - 1
    let (rows, wide) = (block.slice.rows, block.slice.columns)
    guard free >= wide, rows <= (plan.network.rows - 1) / 2 - 2 else { return nil }
    return inputPicture(in: Size(columns: free, rows: rows))
  }

  private func inputPicture(in room: Size) -> PixelPicture? {
    guard let stop = model.stop,
      let event = trace.position(.input, layer: nil, update: stop.update),
      let tensor = trace.events[event].tensor(.input)
    else { return nil }
    return PixelPicture(tensor, sample: sample % max(tensor.shape[0], 1), room: room)
  }

  /// By how many columns the layers side by side are too wide; one blank stays before the border.
  private func excess(of columns: [Column]) -> Int {
    columns.reduce(1 - Self.gap) { $0 + width($1) + Self.gap } - plan.network.columns
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
    while excess(of: columns) > 0 {
      let widest = columns.indices.max { width(columns[$0]) < width(columns[$1]) } ?? 0
      let cells = min(
        columns[widest].limit, columns[widest].blocks.map(\.slice.columns).max() ?? 1)
      guard cells > 4 else { break }
      columns[widest].limit = cells - 1
    }
    var here = min((model.stop?.layer ?? -1) + 1, max(columns.count - 1, 0))
    while excess(of: columns) > 0, columns.count > 1 {
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
      + header.layers.indices.filter { !header.onlyRelays($0) || stop.layer == $0 }
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
    let chosen = stand.marks.chosen.flatMap { cell in
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
