import Engine
import Tracer

/// The ways that the cases of a lesson take over the plane of two parameters.
struct RaceTable: Sendable {
  typealias Point = LossSurface.Point

  /// What one optimizer did.
  struct Way: Sendable {
    let name: String
    /// Its mark in the picture.
    let letter: Character
    let rate: Double
    let isOwn: Bool
    /// The parameters before the first update and after each one that is shown.
    let points: [Point]
    /// The loss after the last shown update; nil where it was not computed.
    let loss: Double?
    var end: Point { points[points.count - 1] }
  }

  /// The case at hand first; only those that begin at the same point with the same data.
  let ways: [Way]
  /// Cases that begin elsewhere, with their loss after as many updates.
  let others: [Way]
  /// Updates that are shown.
  let updates: Int
  /// Where the case at hand goes on to, after the shown updates; nothing while a question asks for a number.
  let ahead: [Point]
  /// Where all begin.
  var start: Point { ways[0].points[0] }
  /// All points of all ways, also those to come, so that the picture keeps its place from step to step.
  let reach: [[Point]]
  /// Whether a question asks for the loss of the stop.
  let coversLoss: Bool

  /// - Returns: nil where the network has not one weight and one bias.
  init?(_ subject: StopSubject) {
    let trace = subject.trace
    guard let layer = LossSurface.layer(of: trace.header) else { return nil }
    let name = trace.header.names[layer]
    let updates = Self.updates(subject, name)
    let own = subject.walk.run?.name ?? subject.walk.title
    guard let full = Self.points(of: trace, name), !full.isEmpty else { return nil }
    let cases =
      subject.cases.filter { $0.name == own } + subject.cases.filter { $0.name != own }
    let known = cases.compactMap { item -> (name: String, trace: Trace, points: [Point])? in
      guard item.trace.header.names.indices.contains(layer),
        LossSurface.layer(of: item.trace.header) == layer,
        let points = Self.points(of: item.trace, name), !points.isEmpty
      else { return nil }
      return (item.name, item.trace, points)
    }
    var letters = Letters()
    func way(_ item: (name: String, trace: Trace, points: [Point]), without prefix: Int) -> Way {
      let shown = min(updates, item.points.count - 1)
      return Way(
        name: String(item.name.dropFirst(prefix)),
        letter: letters.next(item.trace.header.optimizer.name),
        rate: item.trace.header.learningRate(ofUpdate: max(shown, 1)), isOwn: item.name == own,
        points: Array(item.points[...shown]),
        loss: Self.loss(of: item.trace, after: shown))
    }
    func isSame(_ other: Trace, _ points: [Point]) -> Bool {
      points[0] == full[0] && Self.data(of: other) == Self.data(of: trace)
    }
    let racing = known.filter { isSame($0.trace, $0.points) }
    guard !racing.isEmpty else { return nil }
    let prefix = Self.commonPrefix(racing.map(\.name))
    ways = racing.map { way($0, without: prefix) }
    others = known.filter { !isSame($0.trace, $0.points) }.map { way($0, without: 0) }
    self.updates = updates
    ahead = subject.covered.isEmpty ? Array(full.dropFirst(updates + 1)) : []
    reach = racing.map(\.points)
    let loss = trace.position(.loss, layer: nil, update: updates + 1)
    coversLoss =
      loss.map {
        subject.covered.contains(CellAddress(event: $0, tensor: .loss, index: [0]))
      } ?? false
  }

  /// Updates made before the end of the stop; less where a question asks for what the last one brought.
  private static func updates(_ subject: StopSubject, _ layer: String) -> Int {
    var made = 0
    for update in [subject.stop.update - 1, subject.stop.update] where update > 0 {
      guard let event = subject.trace.position(.parameters, layer: layer, update: update),
        event < subject.horizon
      else { continue }
      made = update
    }
    while made > 0 {
      let events = [TraceKind.parameters, .correction].compactMap {
        subject.trace.position($0, layer: layer, update: made)
      }
      let isCovered = events.contains { event in
        subject.covered.contains(CellAddress(event: event, tensor: .weights, index: [0, 0]))
          || subject.covered.contains(CellAddress(event: event, tensor: .bias, index: [0]))
      }
      guard isCovered else { break }
      made -= 1
    }
    return made
  }

  private static func points(of trace: Trace, _ layer: String) -> [Point]? {
    (0...max(trace.updates, 0)).prefix {
      trace.position(.parameters, layer: layer, update: $0) != nil
    }.compactMap { update in
      guard let event = trace.position(.parameters, layer: layer, update: update),
        let w = trace.events[event].event.tensors[.weights]?.elements.first,
        let b = trace.events[event].event.tensors[.bias]?.elements.first
      else { return nil }
      return Point(w: Double(w), b: Double(b))
    }
  }

  private static func loss(of trace: Trace, after updates: Int) -> Double? {
    trace.position(.loss, layer: nil, update: updates + 1)
      .flatMap { trace.events[$0].event.value }
  }

  /// The first input and target.
  private static func data(of trace: Trace) -> [Tensor<Float>] {
    let input = trace.position(.input, layer: nil, update: 1)
      .flatMap { trace.events[$0].event.tensors[.input] }
    let target = trace.position(.loss, layer: nil, update: 1)
      .flatMap { trace.events[$0].event.tensors[.target] }
    return [input, target].compactMap { $0 }
  }

  /// Characters up to the last `-` that all names begin with.
  private static func commonPrefix(_ names: [String]) -> Int {
    guard names.count > 1, let first = names.first else { return 0 }
    let shared = names.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    return shared.lastIndex(of: "-").map { shared.distance(from: shared.startIndex, to: $0) + 1 }
      ?? 0
  }

  /// A letter for every way: of its optimizer, or a digit where that is taken.
  private struct Letters {
    private var taken: Set<Character> = []

    mutating func next(_ optimizer: OptimizerName) -> Character {
      let own: Character =
        switch optimizer {
        case .sgd: "S"
        case .momentum: "M"
        case .ema: "E"
        case .nesterov: "N"
        case .adagrad: "G"
        case .rmsprop: "R"
        case .adam: "A"
        case .nadam: "D"
        case .adamax: "X"
        case .amsgrad: "Z"
        }
      let spare: [Character] = Array("23456789BCFHIJKLPQTUVWY")
      let letter: Character = ([own] + spare).first { !taken.contains($0) } ?? "?"
      taken.insert(letter)
      return letter
    }
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
