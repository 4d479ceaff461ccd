import Engine
import Tracer

/// Where the numbers of a dense network stand in a trace, for one update and one sample.
struct DenseCells: Sendable {
  struct Unit: Equatable, Sendable {
    let layer: Int
    let unit: Int
  }

  private let trace: Trace
  private let names: CellNames
  private let update: Int
  private let sample: Int
  private let chosenCell: CellAddress?

  init(_ subject: StopSubject) {
    trace = subject.trace
    names = subject.walk.names
    update = subject.stop.update
    sample = subject.sample
    chosenCell = subject.cell
    let signals = Self.values(
      subject, [.weightedSum, .activation], [.weightedSum, .output])
    signalScale = Self.largest(signals)
    deltaScale = Self.largest(
      Self.values(subject, [.delta, .initialError], [.delta, .initialError]))
    let exact = (2...4).first { decimals in
      signals.allSatisfy {
        Numbers.isExact(shown: Numbers.fixed(Double($0), decimals: decimals), for: Double($0))
      }
    }
    signalDecimals = exact ?? 3
  }

  private var header: TraceHeader { trace.header }

  private func cell(_ kind: TraceKind, _ tensor: TensorName, _ layer: Int?, _ index: [Int])
    -> CellAddress?
  {
    trace.position(kind, layer: layer.map { header.names[$0] }, update: update)
      .map { CellAddress(event: $0, tensor: tensor, index: index) }
  }

  /// Y of a layer; X for the layer -1.
  func signal(_ layer: Int, _ unit: Int) -> CellAddress? {
    layer < 0
      ? cell(.input, .input, nil, [sample, unit])
      : cell(.activation, .output, layer, [sample, unit])
  }

  func sum(_ layer: Int, _ unit: Int) -> CellAddress? {
    cell(.weightedSum, .weightedSum, layer, [sample, unit])
  }

  func delta(_ layer: Int, _ unit: Int) -> CellAddress? {
    cell(.delta, .delta, layer, [sample, unit])
  }

  func error(_ unit: Int) -> CellAddress? {
    trace.position(.initialError, layer: header.names.last, update: update)
      .map { CellAddress(event: $0, tensor: .initialError, index: [sample, unit]) }
  }

  func target(_ unit: Int) -> CellAddress? { cell(.loss, .target, nil, [sample, unit]) }

  var loss: CellAddress? { cell(.loss, .loss, nil, [0]) }

  /// The weight from a signal to a unit, as the update found it.
  func weight(_ layer: Int, _ unit: Int, _ input: Int) -> CellAddress? {
    trace.parametersBefore(update: update, layer: header.names[layer])
      .map { CellAddress(event: $0, tensor: .weights, index: [unit, input]) }
  }

  func bias(_ layer: Int, _ unit: Int) -> CellAddress? {
    trace.parametersBefore(update: update, layer: header.names[layer])
      .map { CellAddress(event: $0, tensor: .bias, index: [unit]) }
  }

  /// The products that come back to a unit: a column of the weights above, times the deltas above.
  func sentBack(to unit: Int, of layer: Int) -> [(weight: CellAddress?, delta: CellAddress?)] {
    (0..<header.output(of: layer + 1).count).map {
      (weight(layer + 1, $0, unit), delta(layer + 1, $0))
    }
  }

  /// `X[0]`, `A[2]`, `Y[yes]`; a layer of one unit by its letter alone.
  func name(ofSignal unit: Int, of layer: Int) -> String {
    guard layer >= 0 else { return header.inputShape.count == 1 ? "X" : "X[\(unit)]" }
    let label = names.annotator.labels[layer]
    return header.output(of: layer).count == 1
      ? label : "\(label)[\(names.unit(unit, layer: layer))]"
  }

  /// The unit that the chosen cell belongs to; nil at the input and the loss.
  var chosen: Unit? {
    guard let cell = chosenCell, let event = names.event(of: cell) else { return nil }
    switch event.kind {
    case .weightedSum, .activation, .delta:
      return names.layer(of: cell).flatMap { layer in
        cell.index.last.map { Unit(layer: layer, unit: $0) }
      }
    case .gradient, .correction, .parameters:
      return names.layer(of: cell).flatMap { layer in
        cell.index.first.map { Unit(layer: layer, unit: $0) }
      }
    case .initialError:
      return cell.index.last.map { Unit(layer: header.layers.count - 1, unit: $0) }
    case .input, .loss, .skipped: return nil
    }
  }

  // MARK: - Scales

  /// The largest S or Y, and the largest delta: they have the strongest colours.
  let signalScale: Float
  let deltaScale: Float
  /// The fewest decimals, from two on, that show all sums exactly; at most four, and three where that is not enough.
  let signalDecimals: Int

  /// The numbers of these events of an update, up to the stop's end.
  private static func values(
    _ subject: StopSubject, _ kinds: [TraceKind], _ tensors: [TensorName]
  ) -> [Float] {
    subject.trace.events[..<min(subject.horizon, subject.trace.events.count)]
      .filter { $0.update == subject.stop.update && kinds.contains($0.event.kind) }
      .flatMap { recorded in
        tensors.flatMap { recorded.event.tensors[$0]?.elements ?? [] }
      }
  }

  private static func largest(_ values: [Float]) -> Float {
    values.filter(\.isFinite).map(\.magnitude).max() ?? 0
  }
}
