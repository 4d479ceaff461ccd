import Engine
import Foundation
import TerminalKit

/// Signals and gradients through many random layers: the initialisation demo as a picture.
struct InitializationExhibit: Exhibit {
  static let name = "initialization"
  static let settings = ["activation", "weights", "layers", "width", "seed"]

  let propagation: PropagationSettings

  init(_ settings: ExhibitSettings) throws(ExhibitFault) {
    var propagation = PropagationSettings()
    if let name = settings["activation"], name != "none" {
      let known: [Activation] = [.relu, .tanh, .sigmoid]
      guard let activation = known.first(where: { $0.rawValue == name }) else {
        throw ExhibitFault(
          "activation=\(name): there are none, " + known.map(\.rawValue).joined(separator: ", "))
      }
      propagation.activation = activation
    }
    propagation.layers = try settings.whole(
      "layers", in: 1...PropagationSettings.layerLimit, else: propagation.layers)
    propagation.width = try settings.whole(
      "width", in: 1...PropagationSettings.widthLimit, else: propagation.width)
    propagation.seed = UInt32(
      try settings.whole("seed", in: 0...Int(UInt32.max), else: Int(propagation.seed)))
    do {
      if let text = settings["weights"], text != "normal" {
        propagation.weights = try PropagationWeights(text)
      }
      try propagation.validate()
    } catch {
      let names = PropagationWeights.initializerNames.joined(separator: ", ")
      throw ExhibitFault(
        error is PropagationError
          ? "\(error)"
          : "weights=\(settings["weights"] ?? ""): there are normal, \(names), and a scale such as 0.01 or 1/sqrt(n)"
      )
    }
    self.propagation = propagation
  }

  var key: String {
    "\(Self.name) \(propagation.activation.rawValue) \(propagation.weights) \(propagation.layers)"
      + " \(propagation.width) \(propagation.seed)"
  }

  var command: String { "hmdl-tui demo initialization" }

  var rows: Int { 20 }

  /// Both directions, as far as they are computed.
  func compute(
    _ reporter: ExhibitReporter<InitializationModel.Run>
  ) throws -> InitializationModel.Run? {
    var run = InitializationModel.Run(propagation)
    let work = PropagationWork()
    for settings in run.unfinished(both: true) where reporter.isWanted {
      work.run(settings) { report in
        run.take(report)
        let words = "\(settings.flowName), product \(report.done) of \(settings.products)"
        return reporter.tell(words, run)
      }
    }
    return reporter.isWanted ? run : nil
  }

  // MARK: - The picture

  /// The root mean square of each layer: nan where a number is nan, nil where nothing is computed yet.
  static func sizes(_ signals: [LayerSignal?]) -> [Double?] { signals.map { $0?.rootMeanSquare } }

  func draw(_ run: InitializationModel.Run, on screen: inout Screen, in rect: Rect) {
    let forms = [
      "size (root mean square) of every layer: ─ signals x, g gradients",
      "size of every layer: ─ signals, g gradients", "─ signals, g gradients", "─ x, g",
    ]
    screen.put(
      forms.first { screen.glyphs.spell($0).count <= rect.columns } ?? "", row: rect.row,
      column: rect.column, style: .accent, limit: rect.columns)
    let body = rect.split(top: 1).rest
    let table = body.rows >= 12 ? tableLines(run) : []
    let growth = body.rows >= 8 ? growthLines(run, columns: rect.columns) : []
    let (top, below) = body.split(top: body.rows - table.count - growth.count)
    let chart = LogChart(
      series: [
        .init(values: Self.sizes(run.signals), curve: Curve(style: .mark(.signals, 5))),
        .init(
          values: Self.sizes(run.opposite),
          curve: Curve(mark: .letter("g"), style: .mark(.deltas, 5))),
      ], selected: -1, firstNumber: 1)
    chart.draw(on: &screen, in: top)
    for (row, line) in (growth + table).enumerated() {
      screen.put(line, row: below.row + row, column: below.column, limit: below.columns)
    }
  }

  private func growthLines(_ run: InitializationModel.Run, columns: Int) -> [String] {
    [run, run.turned].map { $0.growthLine(columns: columns) }.filter { !$0.isEmpty }
  }

  /// The mean squares of a few layers: the first, the last, quarters between, and the first in which a number is no
  /// longer a number.
  private func tableLines(_ run: InitializationModel.Run) -> [String] {
    let count = propagation.layers
    var layers = [0, 1, 2, 3, 4].map { max(1, count * $0 / 4) }
    layers += [run.firstBroken?.layer, run.turned.firstBroken?.layer].compactMap { $0 }
    let rows = Set(layers).sorted().map { layer in
      [run.signals[layer - 1], run.opposite[layer - 1]].map { signal -> String in
        guard let size = signal?.rootMeanSquare else { return "·" }
        return size.isFinite ? String(format: "%.3g", size * size) : "nan"
      }.map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }
        .reduce(String(repeating: " ", count: max(0, 5 - "\(layer)".count)) + "\(layer)", +)
    }
    return ["layer     mean x²     mean g²"] + rows
  }

  // MARK: - In sentences

  func lines(_ run: InitializationModel.Run) -> [String] {
    let what =
      "\(propagation.layers) layers of \(propagation.width) cells, \(propagation.formula), "
      + "\(propagation.weights.title), seed \(propagation.seed). Signals x go from the first layer to the last, "
      + "gradients g back from the last to the first."
    return [what] + growthLines(run, columns: 78) + tableLines(run)
  }
}
