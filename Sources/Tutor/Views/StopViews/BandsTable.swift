import Engine
import Foundation
import TerminalKit
import Tracer

/// The sizes of a network's layers: the root mean square (rms) of signals, deltas and gradients.
struct BandsTable: Sendable {
  enum Quantity: CaseIterable, Sendable { case signal, delta, gradient }

  /// A number of the table.
  enum Entry: Equatable, Sendable {
    case value(Double)
    case notComputed
    case covered
    /// The layer has no such tensor.
    case absent

    /// What a logarithmic scale can show.
    var magnitude: Double? {
      if case .value(let value) = self, value.isFinite, value > 0 { value } else { nil }
    }
  }

  struct Row: Sendable {
    let layer: Int
    let label: String
    let entries: [Entry]

    func entry(_ quantity: Quantity) -> Entry {
      entries[quantity == .signal ? 0 : quantity == .delta ? 1 : 2]
    }
  }

  struct Band: Sendable {
    let name: String
    /// The first layer first.
    let rows: [Row]
  }

  /// The case at hand first, then the others in the order of the lesson.
  let bands: [Band]
  /// Whether signals are outputs, Y, not sums, S.
  let showsOutputs: Bool

  init(_ subject: StopSubject) {
    let showsOutputs = subject.stop.part == .activation
    self.showsOutputs = showsOutputs
    let own = subject.walk.run?.name ?? subject.walk.title
    let others = subject.cases.filter { $0.name != own }
    bands =
      [
        Self.band(
          own, subject.trace, subject.stop.update, horizon: subject.horizon,
          covered: subject.covered, showsOutputs, subject)
      ]
      + others.map { name, trace in
        Self.band(
          name, trace, subject.stop.update, horizon: Self.horizon(of: subject, in: trace),
          covered: CoveredCells(), showsOutputs, subject)
      }
  }

  /// Where the same stop ends in another trace, so that no case is ahead of the one at hand.
  private static func horizon(of subject: StopSubject, in trace: Trace) -> Int {
    for position in subject.stop.events.reversed() {
      let event = subject.trace.events[position].event
      guard event.kind != .skipped else { continue }
      if let found = trace.position(event.kind, layer: event.layer, update: subject.stop.update) {
        return found + 1
      }
    }
    return min(subject.horizon, trace.events.count)
  }

  private static func band(
    _ name: String, _ trace: Trace, _ update: Int, horizon: Int, covered: CoveredCells,
    _ showsOutputs: Bool, _ subject: StopSubject
  ) -> Band {
    let header = trace.header
    let labels = Annotator(header: header, labels: subject.walk.run?.lesson.labels ?? [:]).labels
    func entry(_ kind: TraceKind, _ tensor: TensorName, _ layer: Int) -> Entry {
      guard let event = trace.position(kind, layer: header.names[layer], update: update) else {
        return .notComputed
      }
      guard let numbers = trace.events[event].event.tensors[tensor] else { return .absent }
      guard event < horizon else { return .notComputed }
      return isCovered(event, tensor, numbers.shape, covered)
        ? .covered : .value(rms(numbers.elements))
    }
    let rows = header.layers.indices.map { layer in
      let isTunable = header.isTunable(layer)
      let signal =
        showsOutputs || !isTunable
        ? entry(.activation, .output, layer) : entry(.weightedSum, .weightedSum, layer)
      return Row(
        layer: layer, label: labels[layer],
        entries: [
          signal, entry(.delta, .delta, layer),
          isTunable ? entry(.gradient, .weights, layer) : .absent,
        ])
    }
    return Band(name: name, rows: rows)
  }

  /// Whether a question asks for a cell of the tensor: its size would tell.
  private static func isCovered(
    _ event: Int, _ tensor: TensorName, _ shape: Shape, _ covered: CoveredCells
  ) -> Bool {
    !covered.isEmpty
      && (0..<shape.count).contains {
        covered.contains(CellAddress(event: event, tensor: tensor, index: shape.index(at: $0)))
      }
  }

  /// √(Σ x² / n), without overflow for any Float.
  static func rms(_ numbers: [Float]) -> Double {
    guard !numbers.isEmpty else { return 0 }
    let sum = numbers.reduce(0.0) { $0 + Double($1) * Double($1) }
    return (sum / Double(numbers.count)).squareRoot()
  }
}

/// A scale of powers of two that all shown magnitudes share.
struct BandScale: Equatable, Sendable {
  /// log₂ at the left edge.
  let low: Double
  /// Places for a factor of two.
  let step: Double
  let places: Int

  /// As many places as the sizes need.
  init?(_ magnitudes: [Double], step: Double) {
    let powers = magnitudes.map { log2($0) }
    guard let least = powers.min(), let most = powers.max() else { return nil }
    low = (least * step).rounded(.down) / step
    self.step = step
    places = Int(((most - low) * step).rounded(.up)) + 1
  }

  /// A step that fills a number of places.
  init?(_ magnitudes: [Double], places: Int) {
    let powers = magnitudes.map { log2($0) }
    guard places > 0, let least = powers.min(), let most = powers.max() else { return nil }
    (low, self.places) = (least, places)
    step = Double(places - 1) / max(most - least, 1)
  }

  func place(of magnitude: Double) -> Int {
    min(max(Int(((log2(magnitude) - low) * step).rounded()), 0), places - 1)
  }

  struct Tick: Equatable, Sendable {
    let place: Int
    let label: String
  }

  /// Some powers: of 16 where the scale is short, else of ten.
  var ticks: [Tick] {
    let range = Double(places - 1) / step
    let high = low + range
    let isBinary = range <= 28
    let unit: Double = isBinary ? 4 : log2(10.0)
    let steps = isBinary ? [1, 2, 3] : [1, 2, 5, 10, 20, 50, 100]
    let every = steps.first { Double($0) * unit * step >= 7 } ?? steps[steps.count - 1]
    let first = Int((low / unit).rounded(.up))
    let last = Int((high / unit).rounded(.down))
    guard first <= last else { return [] }
    return (first...last).filter { $0.isMultiple(of: every) }.map { power in
      Tick(
        place: Int(((Double(power) * unit - low) * step).rounded()),
        label: isBinary ? Self.binary(4 * power) : "1e\(power)")
    }
  }

  private static func binary(_ power: Int) -> String {
    switch power {
    case 0...20: String(1 << power)
    case -20..<0: "1/\(1 << -power)"
    default: "2^\(power)"
    }
  }

  /// The labels in a line of the scale's width; those that would touch are left out.
  var line: String {
    var line = [Character](repeating: " ", count: places)
    var end = 0
    for tick in ticks {
      let start = min(max(tick.place - tick.label.count / 2, 0), places - tick.label.count)
      guard start >= end, start >= 0 else { continue }
      for (offset, character) in tick.label.enumerated() { line[start + offset] = character }
      end = start + tick.label.count + 1
    }
    return String(line)
  }
}

extension BandsTable.Entry {
  /// `.031`, `192`, `3e-31`: at most six places.
  var text: String {
    switch self {
    case .value(let value):
      guard value == 0 || value >= 0.001 && value < 1e5 else {
        return Numbers.exponent(value, digits: 1)
      }
      return Numbers.rule(value, decimals: value < 10 ? 3 : value < 100 ? 2 : value < 1000 ? 1 : 0)
    case .notComputed: return "·"
    case .covered: return "?"
    case .absent: return "-"
    }
  }

  var style: Style {
    switch self {
    case .value(let value): value.isFinite ? .plain : .warning
    case .covered: .accent
    case .notComputed, .absent: .dim
    }
  }
}
