import Engine

/// Everything the initialisation demo shows.
struct InitializationModel: Equatable, Sendable {
  /// One run, as far as it is computed.
  struct Run: Equatable, Sendable {
    var settings: PropagationSettings {
      didSet {
        if settings == oldValue.opposite { turn() } else if settings != oldValue { forget() }
      }
    }
    /// The signals of layers 1, 2, …; nil where nothing is computed yet.
    private(set) var signals: [LayerSignal?]
    /// How many products are done; for gradients those of the forward pass count too.
    private(set) var done = 0
    /// What flows the other way through the same network, and how far it is.
    private(set) var opposite: [LayerSignal?]
    private(set) var oppositeDone = 0

    init(_ settings: PropagationSettings) {
      self.settings = settings
      signals = Array(repeating: nil, count: settings.layers)
      opposite = signals
    }

    private mutating func forget() { self = Run(settings) }

    private mutating func turn() {
      swap(&signals, &opposite)
      swap(&done, &oppositeDone)
    }

    mutating func take(_ report: PropagationReport) {
      if report.settings == settings {
        done = report.done
        for signal in report.signals { signals[signal.layer - 1] = signal }
      } else if report.settings == settings.opposite {
        oppositeDone = report.done
        for signal in report.signals { opposite[signal.layer - 1] = signal }
      }
    }

    var isComplete: Bool { done == settings.products }

    /// Those that are computed, in the order of the flow.
    var flow: [LayerSignal] {
      let computed = signals.compactMap { $0 }
      return settings.direction == .forward ? computed : computed.reversed()
    }

    /// The same run with the other direction in front.
    var turned: Run {
      var run = self
      run.settings = settings.opposite
      return run
    }

    /// What is still to be computed: the direction in front, then the other one where both are shown.
    func unfinished(both: Bool) -> [PropagationSettings] {
      (isComplete ? [] : [settings])
        + (both && oppositeDone < settings.opposite.products ? [settings.opposite] : [])
    }
  }

  /// One run, or two that are compared.
  private(set) var runs: [Run]
  /// The run that keys change.
  private(set) var active = 0
  /// Whether signals and gradients are shown in one chart, or one of them alone.
  private(set) var showsBoth = true
  /// The layer that the user has chosen; nil follows the front of the signal.
  private var chosenLayer: Int?

  /// - Parameter settings: of one or two runs of the same layers, width and seed.
  init(_ settings: [PropagationSettings]) {
    runs = settings.prefix(2).map { Run($0) }
    if runs.isEmpty { runs = [Run(PropagationSettings())] }
  }

  var run: Run { runs[active] }
  var isComparing: Bool { runs.count > 1 }
  var layers: Int { run.settings.layers }

  /// The layer under the cursor: the chosen one, or the last that still carries a signal.
  var layer: Int {
    if let chosenLayer { return chosenLayer }
    let flow = run.flow
    let alive = flow.last { $0.magnitude.isFinite && $0.magnitude > 0 }
    return (alive ?? flow.first)?.layer ?? 1
  }

  // MARK: Changes, each by one key or one report

  mutating func take(_ report: PropagationReport) {
    for index in runs.indices { runs[index].take(report) }
  }

  mutating func moveTo(layer: Int) { chosenLayer = max(1, min(layers, layer)) }

  mutating func change(_ change: (inout PropagationSettings) -> Void) {
    change(&runs[active].settings)
  }

  mutating func changeAll(_ change: (inout PropagationSettings) -> Void) {
    for index in runs.indices { change(&runs[index].settings) }
  }

  /// A second run beside the first, equal until a key changes it; or back to the active one alone.
  mutating func toggleComparison() {
    runs = isComparing ? [run] : [run, run]
    active = runs.count - 1
  }

  mutating func toggleBoth() { showsBoth.toggle() }

  mutating func switchRun() { active = (active + 1) % runs.count }
}

extension PropagationSettings {
  /// The same network with what flows the other way.
  var opposite: PropagationSettings {
    var settings = self
    settings.direction = direction == .forward ? .backward : .forward
    return settings
  }
}

/// How far a run is; a value, so that it can be passed between threads.
package struct PropagationReport: Equatable, Sendable {
  var settings: PropagationSettings
  /// All that are computed so far, in the order of the flow.
  var signals: [LayerSignal]
  var done: Int
}
