import Engine
import TerminalKit
import Tracer

/// Walking the cells: arrows, maps, slices, the mouse.
extension Model {
  /// Moves the chosen cell on its map as it is drawn.
  mutating func moveCell(down: Int, right: Int) {
    guard let cell = focusedCell, let (slice, isTurned) = slice(of: cell),
      let place = slice.place(of: cell.index)
    else { return }
    let sign = isTurned ? -1 : 1
    var next = cell
    guard
      let index = slice.index(
        row: place.row + sign * down, column: place.column + sign * right)
    else {
      message = "the edge of the map"
      return
    }
    next.index = index
    choose(next)
  }

  /// Whether arrows lead anywhere.
  func hasOtherCells(than cell: CellAddress?) -> Bool {
    guard let cell, let (slice, _) = slice(of: cell) else { return false }
    return slice.rows * slice.columns > 1
  }

  /// Whether `<` and `>` lead anywhere.
  func hasOtherSlices(than cell: CellAddress?) -> Bool {
    guard let cell, let (slice, _) = slice(of: cell),
      let shape = walk.trace.events[cell.event].tensor(cell.tensor)?.shape
    else { return false }
    return slice.neighbour(of: cell.index, in: shape, direction: 1) != cell.index
  }

  private func slice(of cell: CellAddress) -> (slice: Slice, isTurned: Bool)? {
    guard
      let map = focusable.first(where: {
        $0.cell.event == cell.event && $0.cell.tensor == cell.tensor
      }), let shape = walk.trace.events[cell.event].tensor(cell.tensor)?.shape
    else { return nil }
    return (
      Slice(of: shape, holding: cell.index, fold: map.fold, isKernel: map.isKernel),
      map.isTurned && !showsStoredKernel
    )
  }

  mutating func turnSlice(_ direction: Int) {
    guard let cell = focusedCell, let (slice, _) = slice(of: cell),
      let shape = walk.trace.events[cell.event].tensor(cell.tensor)?.shape
    else { return }
    var next = cell
    next.index = slice.neighbour(of: cell.index, in: shape, direction: direction)
    if next.index == cell.index {
      message = "this tensor has one map only"
    } else {
      choose(next)
    }
  }

  mutating func turnFocus(_ direction: Int) {
    let count = focusable.count
    guard count > 1 else {
      message = "only one tensor stands here"
      return
    }
    focus = (focus + direction + count) % count
    check = nil
    panel = .rule
  }

  mutating func click(_ link: TutorLink) -> [TutorRequest] {
    guard !isTyping else { return [] }
    switch link {
    case .action(let action): return perform(action)
    case .cell(let cell): click(cell)
    case .layer(let place): goToLayer(place)
    case .stop(let update, let number):
      let found = timeline.stops.firstIndex { $0.update == update && $0.number == number }
      if let found { go(toPosition: found) }
    }
    return []
  }

  /// A click on a cell chooses it, in its own map.
  private mutating func click(_ cell: CellAddress) {
    guard
      let index = focusable.firstIndex(where: {
        $0.cell.event == cell.event && $0.cell.tensor == cell.tensor
      })
    else { return }
    focus = index
    choose(cell)
    mode = .cells
  }

  /// To a layer's first stop in the present phase or, where it has none there, in this update.
  private mutating func goToLayer(_ place: Int) {
    guard let here = stop else { return }
    let end = walk.trace.header.layers.count + 1
    func isMeant(_ stop: Stop) -> Bool {
      switch place {
      case 0: stop.part == .input
      case end: stop.part == (here.phase == .forward ? .loss : .initialError) || stop.part == .loss
      default: stop.layer == place - 1
      }
    }
    let stops = timeline.stops.indices.filter {
      timeline.stops[$0].update == here.update && isMeant(timeline.stops[$0])
    }
    let found = stops.first { timeline.stops[$0].phase == here.phase } ?? stops.first
    if let found { go(toPosition: found) }
  }
}
