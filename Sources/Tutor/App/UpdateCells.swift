import Engine
import TerminalKit
import Tracer

/// Walking the cells: arrows, maps, slices, the mouse.
extension Model {
  /// Moves the chosen cell; false when the key is none of the arrows.
  mutating func moveCell(_ key: Key) -> Bool {
    let moves: [Key: (Int, Int)] = [
      .up: (-1, 0), .down: (1, 0), .left: (0, -1), .right: (0, 1), .character("k"): (-1, 0),
      .character("j"): (1, 0), .character("h"): (0, -1), .character("l"): (0, 1),
    ]
    guard let (down, right) = moves[key] else { return false }
    guard let cell = focusedCell, let (slice, isTurned) = slice(of: cell),
      let place = slice.place(of: cell.index)
    else { return true }
    let sign = isTurned ? -1 : 1
    var next = cell
    guard
      let index = slice.index(
        row: place.row + sign * down, column: place.column + sign * right)
    else {
      message = "the edge of the map"
      return true
    }
    next.index = index
    choose(next)
    return true
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

  /// A click on a cell chooses it, in its own map.
  mutating func click(_ cell: CellAddress) {
    guard
      let index = focusable.firstIndex(where: {
        $0.cell.event == cell.event && $0.cell.tensor == cell.tensor
      })
    else { return }
    focus = index
    choose(cell)
    mode = .cells
  }
}
