import Engine
import Tracer

/// Cells that a question asks for: they are shown as `?` until it is answered or opened.
struct CoveredCells: Equatable, Sendable {
  private struct Place: Equatable {
    let event: Int
    let tensor: TensorName
    /// nil: all elements.
    let index: [Int]?
  }

  private var places: [Place] = []

  init() {}

  var isEmpty: Bool { places.isEmpty }

  mutating func cover(_ tensor: TensorName, of event: Int, at index: [Int]? = nil) {
    places.append(Place(event: event, tensor: tensor, index: index))
  }

  func contains(_ cell: CellAddress) -> Bool {
    places.contains {
      $0.event == cell.event && $0.tensor == cell.tensor
        && ($0.index == nil || $0.index == cell.index)
    }
  }
}
