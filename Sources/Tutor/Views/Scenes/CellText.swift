import Engine
import TerminalKit
import Tracer

/// What a cell of a trace looks like at a stop: its text and its colour.
struct CellText: Sendable {
  let provenance: Provenance
  /// Events from here on are not computed yet.
  let horizon: Int
  /// Cells that a question asks for.
  var covered = CoveredCells()

  enum State: Equatable, Sendable {
    case notComputed
    /// A ReLU gave 0 here, or its gate is shut for the delta.
    case off
    /// A question asks for it.
    case covered
    case value(Float)
  }

  func state(of cell: CellAddress) -> State {
    guard cell.event < horizon, let value = provenance.value(at: cell) else { return .notComputed }
    if covered.contains(cell) { return .covered }
    return value == 0 && provenance.isOff(cell) ? .off : .value(value)
  }

  /// The number in `width` places; `x` when off, `·` when not computed yet.
  func number(_ cell: CellAddress, width: Int) -> String {
    switch state(of: cell) {
    case .notComputed: pad("·", width)
    case .off: pad("x", width)
    case .covered: pad("?", width)
    case .value(let value):
      if cell.tensor == .argmax, let place = Int(exactly: value) {
        pad(String(place), width)
      } else {
        Numbers.map(value, width: width)
      }
    }
  }

  /// Sign and ninths of the scale in two places.
  func thumbnail(_ cell: CellAddress, scale: Float) -> String {
    switch state(of: cell) {
    case .notComputed: " ·"
    case .off: " x"
    case .covered: " ?"
    case .value(let value): pad(Numbers.thumbnail(value, scale: scale), 2)
    }
  }

  func style(_ cell: CellAddress, palette: Palette, scale: Float) -> Style {
    switch state(of: cell) {
    case .notComputed, .off: return .dim
    case .covered: return .accent
    case .value(let value):
      guard value.isFinite else { return .warning }
      guard value != 0, scale > 0, scale.isFinite else { return .plain }
      let share = min(max(Double(value) / Double(scale), -1), 1)
      let step = Int((Double(Ink.lastStep) * share).rounded())
      return .heat(palette, step == 0 ? (value > 0 ? 1 : -1) : step)
    }
  }

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 0)) + text
  }
}

/// The scale of a heat map: symmetric about 0, over what `s` has chosen.
enum ScaleMode: String, CaseIterable, Sendable {
  /// All maps of the tensor.
  case layer
  /// The shown map alone.
  case map
  /// All tensors of the family in this update.
  case network
}

extension Provenance {
  /// The smallest and largest finite values over a tensor, a map of it, or its whole family.
  func range(event: Int, tensor: TensorName, slice: Slice, mode: ScaleMode) -> ClosedRange<Float> {
    guard let own = trace.events[event].tensor(tensor) else { return 0...0 }
    var values: [Float] = []
    switch mode {
    case .layer: values = own.elements
    case .map:
      for row in 0..<slice.rows {
        for column in 0..<slice.columns {
          guard let index = slice.index(row: row, column: column),
            let offset = own.shape.offset(of: index)
          else { continue }
          values.append(own.elements[offset])
        }
      }
    case .network:
      let update = trace.events[event].update
      let family = Palette.of(trace.events[event].event.role(of: tensor))
      for recorded in trace.events where recorded.update == update {
        for (name, other) in recorded.event.tensors
        where name != .argmax && Palette.of(recorded.event.role(of: name)) == family {
          values += other.elements
        }
      }
    }
    var (low, high): (Float, Float) = (0, 0)
    for value in values where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
    return low...high
  }
}

extension Palette {
  /// Signals, weights and deltas never share a palette.
  static func of(_ role: CellRole) -> Palette {
    switch role {
    case .delta, .gradient: .deltas
    case .weight: .weights
    case .signal, .mask, .place, .target, .loss: .signals
    }
  }
}
